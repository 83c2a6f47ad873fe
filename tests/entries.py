"""Hypothesis strategies for entries with any field of their class, made from the types of the fields.

A new field needs nothing here, unless its type is new.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic import BaseModel

from moebib.records import fields, model
from moebib.records.model import Model
from moebib.records.name import Names
from moebib.records.publication import Origins, SourceName
from moebib.records.record import Record
from strategies import dates, keys, names, texts, titles

__all__ = ["any_models", "any_records", "any_values"]

IDENTIFIERS = (
    "arxiv:2401.06066", "arxiv:2402.99992", "doi:10.5555/invented.12", "doi:10.5555/invented.34",
    "dblp:conf/wis/ArdenB21", "acl:2024.acl-long.70", "isbn:9780306406157", "openreview:abcdEFG_1", "pmid:12345",
)  # fmt: skip
URLS = ("https://a.example", "http://b.example/c?d=e&f", "https://d.example/#g")
_MOST_FIELDS = 9

_STRATEGIES: dict[Any, st.SearchStrategy[Any]] = {
    fields.Text: titles(),
    fields.Type: st.sampled_from(("article", "article-journal", "paper-conference", "book")),
    fields.NamesText: st.builds(Names, st.lists(names(), max_size=3), others=st.booleans()),
    fields.DateText: dates(),
    fields.Day: st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    fields.IdentifierText: st.sampled_from(IDENTIFIERS),
    fields.Identifiers: st.lists(st.sampled_from(IDENTIFIERS), max_size=3, unique=True),
    fields.Url: st.sampled_from(URLS),
    fields.Urls: st.lists(st.sampled_from(URLS), max_size=2, unique=True),
    fields.Key: keys(),
    fields.TagList: st.lists(st.sampled_from(("routing", "system/caching")), unique=True),
    SourceName: st.sampled_from(("crossref", "https://papers.example/x", "another bibliography")),
    Origins: st.nothing(),  # depends on the class: see _origins
    model.Count: st.integers(1, 2**40),
    model.CountOrNone: st.integers(0, 600),
    model.Billions: st.floats(0.001, 1e6),
    str: st.one_of(texts(), st.sampled_from(("v1", "v2", "preprint", "a: b # c", "two\nlines"))),
    int: st.integers(0, 9),
    float: st.floats(allow_nan=False, allow_infinity=False),
}  # fmt: skip
_OF_FIELD: dict[str, st.SearchStrategy[Any]] = {
    "digest": st.sampled_from(("", "5f0c2a91", "00000000")),
    "genre": st.sampled_from(("", "preprint", "PhD thesis")),
    "label": st.sampled_from(("", "v1", "v2")),
    "keyword": st.lists(texts(), max_size=3, unique=True),
    "aliases": st.lists(titles(), max_size=3, unique=True),
}


@cache
def any_records() -> st.SearchStrategy[Record]:
    """Records with any of the fields."""
    return _entries(Record).map(Record.model_validate)


@cache
def any_models() -> st.SearchStrategy[Model]:
    """Models with any of the fields."""
    return _entries(Model).map(_with_applicable_numbers).map(Model.model_validate)


@cache
def any_values(kind: type[BaseModel], field: str) -> st.SearchStrategy[Any]:
    """Values of one field."""
    if field == "origin":
        origins = _entries(_class_in(kind.model_fields[field].annotation))
        return st.dictionaries(st.sampled_from([*kind.model_fields]), origins, max_size=3)
    if field in _OF_FIELD:
        return _OF_FIELD[field]
    values = _values(get_type_hints(kind, include_extras=True)[field])
    return st.none() | values if type(None) in get_args(kind.model_fields[field].annotation) else values


def _with_applicable_numbers(data: dict[str, Any]) -> dict[str, Any]:
    if "not_applicable" not in data:
        return data
    return {**data, "not_applicable": [name for name in data["not_applicable"] if data.get(name) is None]}


def _entries(kind: Any) -> st.SearchStrategy[dict[str, Any]]:
    optional = [name for name, field in kind.model_fields.items() if not field.is_required()]
    required = {name: any_values(kind, name) for name, field in kind.model_fields.items() if field.is_required()}
    if kind.__name__ == "Relation":
        targets = st.one_of(*(st.fixed_dictionaries({name: _values(hint)}) for name, hint in _targets(kind)))
        parts = st.fixed_dictionaries({**required, "source": any_values(kind, "source")})
        return st.builds(lambda part, target: {**part, **target}, parts, targets)
    chosen = st.lists(st.sampled_from(optional), unique=True, max_size=_MOST_FIELDS) if optional else st.just([])
    return chosen.flatmap(
        lambda chosen: st.fixed_dictionaries({**required, **{name: any_values(kind, name) for name in chosen}})
    )


def _targets(kind: Any) -> list[tuple[str, Any]]:
    hints = get_type_hints(kind, include_extras=True)
    return [(name, next(part for part in get_args(hints[name]) if part is not type(None)))
            for name in ("key", "identifier")]  # fmt: skip


def _class_in(annotation: Any) -> Any:
    return next(inner for inner in get_args(annotation) if isinstance(inner, type) and issubclass(inner, BaseModel))


def _values(hint: Any) -> st.SearchStrategy[Any]:
    try:
        if hint in _STRATEGIES:
            return _STRATEGIES[hint]
    except TypeError:  # not hashable
        pass
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return _entries(hint)
    inner = [part for part in get_args(hint) if part not in (type(None), ...)]
    if hasattr(hint, "__metadata__"):
        return _values(hint.__origin__)
    if get_origin(hint) is Literal:
        return st.sampled_from(inner)
    if get_origin(hint) is tuple:
        return st.lists(_values(inner[0]), max_size=3, unique=get_origin(inner[0]) is Literal)
    if get_origin(hint) is dict:
        return st.dictionaries(_values(inner[0]), _values(inner[1]), max_size=2)
    return st.one_of(*map(_values, inner))
