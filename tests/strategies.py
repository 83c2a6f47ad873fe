"""Hypothesis strategies for hostile but valid values: names, titles, records.

Text is in NFC, with single spaces inside and none around, and without control characters: what every format can hold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from string import ascii_lowercase
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from hypothesis import settings
from hypothesis import strategies as st

from moebib.records.date import Bound, Date
from moebib.records.entry import FrozenEntry
from moebib.records.fields import MARKUP, DateText, Day, Identifiers, IdentifierText, Key, NamesText, Tag, Text, Url
from moebib.records.name import Name, Names
from moebib.records.record import Record, Relation
from moebib.text.grammar import TextPart, merged, parse, source
from moebib.text.latex.formulas import is_harmless

__all__ = [
    "IDENTIFIERS", "URLS", "dates", "disarmed", "disarmed_text", "examples", "extras", "is_long", "keys", "names",
    "records", "texts", "titles", "whole",
]  # fmt: skip

Entry = TypeVar("Entry", bound=FrozenEntry)

HOSTILE_TITLES = (
    "Attention Is All You Need",
    "DeepSeekMoE: Towards Ultimate Expert Specialization in Mixture-of-Experts Language Models",
    "A 303.5mW Chip, I/O & GPUs for 2D $K$-Means",
    "Scaling $d_{model}$ with $O(\\log N)$ Experts",
    "100% Faster at $5 & $10: C# _and_ ~nothing~ ^up^ <b>now</b> | \\",
    "\\input{x} and $\\input{x}$ and \\write18{rm -rf /}",
    "](javascript:alert(1)) <script>alert(1)</script> [x](http://a.example)",
    'She said "it\'s" -- no, --- `yes`',
    "“Quoted” ‘words’ – and — dashes… it’s",
    "Người dịch Tiếng Việt: Nguyễn Phước Ầm, ʿAbd al-Ḥamīd, Ḍād, Győr, Łódź, İstanbul, Straße",
    "{iPhone} and {Kalman} {GPU}s: } a { b",
    "深度学习与专家混合 🚀 for MoE",
    "שלום עולם and مرحبا بالعالم",
    "Ёлки и Αθήνα α-β",
    "=SUM(A1) {} {{}} $",
    "--- # not: YAML, 'nor' \"TOML\"",
)  # fmt: skip
HOSTILE_NAMES = (
    Name(family="Berg", given="Jan", non_dropping_particle="van den"),
    Name(family="Tocqueville", given="Alexis", dropping_particle="de"),
    Name(family="Liu", given="Tom", suffix="Jr."),
    Name(family="Beethoven", given="Ludwig", non_dropping_particle="van", suffix="III"),
    Name(literal="DeepSeek-AI"),
    Name(literal="Barnes and Noble, Inc."),
    Name(literal="R&D 100% #1"),
    Name(family="Plato"),
    Name(family="Van Houten Smith"),
    Name(family="van Gogh", given="Vincent"),
    Name(family="李", given="明"),
    Name(family="김"),
    Name(family="Nguyễn", given="Phước Ầm"),
    Name(family="Erdős", given="Paul"),
    Name(family="’t Hooft", given="Gerard"),
    Name(family="Anderson and Sons", given="A. & B."),
    Name(family="O'Brien-Smith", given="Mary_Ann"),
)
HOSTILE_WORDS = (
    "MoE", "and", "A", "I", "K", "GPT-4", "$k$", "$", "&", "%", "#", "_", "~", "^", "\\", "<i>", "'", '"', "`", "--",
    "–", "{MoE}", "{", "}", "{}", "naïve", "Ệ", "Ǻ", "ẞ", "ß", "ı", "🚀", "专家", "שלום", "x@y", ":", "\\foo{bar}",
    "''", ",,",
)  # fmt: skip
PAPER_IDENTIFIERS = (
    ("arxiv:2401.06066", "acl:2024.acl-long.70"),
    ("doi:10.1145/3503221.3508418",),
    ("openreview:abcdEFG_1",),
)


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def examples(number: int) -> settings:
    """Settings for a property that needs more or fewer than 100 examples; the profile "long" multiplies the number."""
    return settings(max_examples=number * settings().max_examples // 100)


def is_long() -> bool:
    """Whether the profile "long" is chosen, for tests of many cases that draw some of them otherwise."""
    return settings().max_examples > 100


# Characters for which BibTeX gets others that look like them, which is reported: \u2163 is written as "IV".
_ALIKE = "\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2206" + "".join(
    char
    for char in map(chr, (*range(0x2000, 0x2500), *range(0x1F100, 0x1F110)))
    if unicodedata.category(char) in ("Nl", "No", "Po")
    and unicodedata.decomposition(char).startswith(("<compat>", "<fraction>"))
)


def texts(alphabet: str | None = None, *, min_size: int = 1, max_size: int = 30) -> st.SearchStrategy[str]:
    """Any Unicode text without controls, surrogates and unassigned code points, or text over *alphabet*."""
    chars = (
        st.sampled_from(alphabet)
        if alphabet
        else st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters=_ALIKE)
    )
    return st.text(chars, min_size=min_size, max_size=max_size).map(_tidy).filter(lambda text: len(text) >= min_size)


@cache
def titles() -> st.SearchStrategy[str]:
    """Ordinary titles, traps made of hostile words, and any Unicode text."""
    joined = st.lists(st.sampled_from(HOSTILE_WORDS), min_size=1, max_size=6)
    glued = joined.map(lambda words: _tidy("".join(words)))
    return st.one_of(st.sampled_from(HOSTILE_TITLES), joined.map(" ".join).map(_tidy), glued, texts())


@cache
def names() -> st.SearchStrategy[Name]:
    """Names with particles and suffixes, mononyms, CJK names and organisations; traps and any Unicode."""
    part = texts(max_size=12).map(lambda text: _tidy(text.replace("{", "").replace("}", ""))).filter(bool)
    organisations = st.builds(Name, literal=part)
    people = st.builds(
        Name,
        family=part,
        given=st.one_of(st.just(""), part),
        non_dropping_particle=st.sampled_from(("", "", "von", "van der")),
        dropping_particle=st.sampled_from(("", "", "de")),
        suffix=st.sampled_from(("", "", "Jr.", "III")),
    )
    return st.one_of(st.sampled_from(HOSTILE_NAMES), people, organisations)


def _lists_of_names() -> st.SearchStrategy[Names]:
    return st.builds(Names, st.lists(names(), max_size=4), others=st.booleans())


@cache
def dates() -> st.SearchStrategy[Date]:
    """Every kind of date that EDTF level 1 has; half of them are a year, a month, a day or a range of days."""
    years = st.integers(1900, 2100)
    months = st.integers(1, 12)
    days = st.integers(1, 28)
    usual = st.one_of(
        st.builds(Date, years),
        st.builds(Date, years, months),
        st.builds(Date, years, months, days),
        st.builds(lambda year, month, day: Date(year, month, day, Date(year, month, day)), years, months, days),
    )
    return st.one_of(usual, _unusual_dates())


def _unusual_dates() -> st.SearchStrategy[Date]:
    qualifiers = st.sampled_from(("", "?", "~", "%"))
    years, months = st.integers(-9999, 9999), st.integers(1, 12)
    points = st.one_of(
        st.builds(Date, years, qualifier=qualifiers),
        st.builds(Date, years, months, st.integers(1, 28), qualifier=qualifiers),
        st.builds(Date, years, season=st.integers(1, 4), qualifier=qualifiers),
        st.builds(Date, st.integers(-(10**9) + 1, 10**9 - 1)),
    )
    unspecified = st.one_of(
        st.builds(lambda decade: Date(decade * 10, unspecified="X"), st.integers(0, 999)),
        st.builds(lambda century: Date(century * 100, unspecified="XX"), st.integers(0, 99)),
        st.builds(Date, st.integers(0, 9999), unspecified=st.sampled_from(("-XX", "-XX-XX"))),
        st.builds(Date, st.integers(0, 9999), months, unspecified=st.just("-XX")),
    )
    bounds = st.sampled_from(Bound)
    ranges = st.one_of(
        st.tuples(points, points).map(_range),
        st.builds(lambda date, bound: replace(date, end=bound), points, bounds),
        st.builds(lambda date, bound: replace(date, begin=bound), points, bounds),
    )
    return st.one_of(points, unspecified, ranges)


def _range(ends: tuple[Date, Date]) -> Date:
    first, last = sorted(ends, key=lambda date: date.sort_key)
    return replace(first, end=last)


def keys() -> st.SearchStrategy[str]:
    """Citation keys that are also valid file names."""
    # Not from a regular expression, which would take a sixth of the time needed for a whole record.
    word = st.text(ascii_lowercase, min_size=2, max_size=8)
    return st.builds("{}{}{}".format, word, st.integers(1900, 2099), word)


def _paper() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"type": st.just("paper-conference"), "container_title": titles(), "issued": dates()},
        optional={
            "container_title_short": st.sampled_from(("ACL", "NeurIPS", "MLSys & Co")),
            "page": st.sampled_from(("1-10", "1280-1297", "7")),
            "publisher": titles(),
            "event_place": st.sampled_from(("Bangkok, Thailand", "Zürich")),
            "identifiers": st.sampled_from(PAPER_IDENTIFIERS),
        },
    )


def _article() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"type": st.just("article-journal"), "container_title": titles(), "issued": dates()},
        optional={
            "volume": st.sampled_from(("23", "A-7")),
            "issue": st.sampled_from(("120", "1-2")),
            "number": st.just("e1234"),
            "page": st.sampled_from(("1-39", "C3-32–C3-35")),
            "identifiers": st.just(("doi:10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o",)),
        },
    )


def _preprint() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "type": st.just("article"),
            "genre": st.just("preprint"),
            "container_title": st.just("arXiv"),
            "issued": dates(),
            "identifiers": st.sampled_from([("arxiv:2401.00010",), ("arxiv:hep-th/9901001",)]),
        }
    )


def _other() -> st.SearchStrategy[dict[str, Any]]:
    types = ("book", "chapter", "dataset", "document", "post-weblog", "report", "software", "thesis", "webpage")
    return st.fixed_dictionaries(
        {"type": st.sampled_from(types)},
        optional={
            "issued": dates(),
            "publisher": titles(),
            "container_title": titles(),
            "url": st.sampled_from(("https://a.example/x_y?z=%20a&b=~c#d", "http://b.example")),
        },
    )


@cache
def records() -> st.SearchStrategy[Record]:
    """Records of the usual types, with the annotations that lists add to references: tags and links."""
    common = st.fixed_dictionaries(
        {"id": keys(), "title": titles(), "author": _lists_of_names()},
        optional={
            "abstract": titles(),
            "note": titles(),
            "keyword": st.lists(
                st.sampled_from(("MoE", "a, b", "C & D", "naïve", "{a, b}", "on {x", "y; z}")), unique=True, max_size=3
            ),
            "tags": st.just(["system/offloading"]),
            "links": st.just({"code": ["https://github.com/a/b"]}),
        },
    )
    kinds = st.one_of(_paper(), _article(), _preprint(), _other())
    return st.builds(lambda base, kind: Record.model_validate(base | kind), common, kinds)


IDENTIFIERS = (
    "doi:10.1145/1.2", "doi:10.1000/x_y", "arxiv:2401.06066", "arxiv:2402.00001", "acl:2024.acl-long.70",
    "openreview:abcdEFG_1", "dblp:conf/iclr/LepikhinLXCFHKS21", "isbn:9780262033848", "issn:0302-9743",
    "url:https://a.example/x", "pmid:123", "pmcid:PMC123", "hal:hal-01234567", "shortdoi:10/ab1",
    "s2:" + "a" * 40, "openalex:W1234567", "hf:a/b",
)  # fmt: skip
URLS = (
    "https://a.example/x_y?z=%20a&b=~c#d", "http://b.example", "https://arxiv.org/abs/2401.06066",
    "https://doi.org/10.1145/1.2", "https://aclanthology.org/2024.acl-long.70/",
)  # fmt: skip


@cache
def whole(kind: type[Entry]) -> st.SearchStrategy[Entry]:
    """Entries of *kind* (``Record``, ``Version``, ``Origin``, ``Model``, ...) with any of its fields.

    The values follow from the types of the fields, so that a new field gets values, too.
    """
    hints = get_type_hints(kind, include_extras=True)
    required = {name: _values(name, hints[name]) for name, field in kind.model_fields.items() if field.is_required()}
    optional = {name: _values(name, hints[name]) for name in kind.model_fields if name not in required}
    fields = st.fixed_dictionaries(required, optional=optional)
    if kind is Relation:  # it has one target
        targets = [{name: optional.pop(name)} for name in ("key", "identifier")]
        fields = st.one_of([st.fixed_dictionaries(required | target, optional=optional) for target in targets])
    return fields.map(lambda values: kind.model_validate(_applicable(values)))


def _applicable(values: dict[str, Any]) -> dict[str, Any]:
    """*values* of a model, of which a number with a value is applicable."""
    names = values.get("not_applicable", ())
    return values | ({"not_applicable": [name for name in names if name not in values]} if names else {})


def _values(name: str, hint: Any) -> st.SearchStrategy[Any]:
    if name == "digest":
        return st.sampled_from(("", "5f0c2a91"))
    for known, strategy in _KNOWN:
        if hint == known:
            return strategy()
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _values(name, arguments[0])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, UnionType):
        return st.one_of([_values(name, argument) for argument in arguments if argument is not NoneType])
    if origin is dict:
        keys_of_tables = st.sampled_from(("title", "issued", "annote", "file"))
        return st.dictionaries(keys_of_tables, _values("", arguments[1]), max_size=2)
    if origin is tuple:
        return st.lists(_values(name, arguments[0]), max_size=2, unique_by=repr)
    tables: st.SearchStrategy[Any] = whole(hint)
    return tables


_KNOWN: tuple[tuple[Any, Callable[[], st.SearchStrategy[Any]]], ...] = (
    (Text, titles),
    (NamesText, lambda: st.builds(Names, st.lists(names(), max_size=3), others=st.booleans())),
    (DateText, dates),
    (Day, lambda: st.dates().map(str)),
    (IdentifierText, lambda: st.sampled_from(IDENTIFIERS)),
    (Identifiers, lambda: st.lists(st.sampled_from(IDENTIFIERS), unique=True, max_size=4)),
    (Url, lambda: st.sampled_from(URLS)),
    (Key, keys),
    (Tag, lambda: st.sampled_from(("routing", "system/offloading"))),
    (int, lambda: st.integers(1, 10**6)),
    (float, lambda: st.sampled_from((0.5, 46.7, 671.0))),
    (str, lambda: st.one_of(st.sampled_from(("12", "v2", "A", "Zürich")), titles())),
)
"""The types of values that fields have, and their values; lists, tables and choices of these follow."""


def disarmed(record: Record) -> Record:
    """*record* as it comes back from LaTeX: formulas that TeX would execute are characters."""
    return record.evolve(**{field: disarmed_text(getattr(record, field)) for field in MARKUP})


def disarmed_text(text: str) -> str:
    """A text with markup as it comes back from LaTeX."""
    parts = [
        TextPart("text", f"${part.value}$") if part.kind == "math" and not is_harmless(part.value) else part
        for part in parse(text)
    ]
    return source(merged(parts))


EXTRA_FIELDS = (
    "translator", "bookauthor", "urldate", "origdate", "annote", "annotation", "chapter", "pagetotal", "numpages",
    "number", "version", "shorttitle", "origtitle", "library", "pmcid", "doi", "isbn", "url", "date", "year", "month",
    "file", "owner", "timestamp", "csl-title", "csl-author", "csl-issued", "csl-source", "csl-custom", "csl-nonsense",
)  # fmt: skip
EXTRA_VALUES = (
    "plain", "7", "2024-01-02", "1999~", "1999/..", "1999-22", "199X", "Spring", "in press", "Doe, Jane and {ACM}",
    "{\\'E}. Doe and others", ", Jane", "A & B_c 100% #1 $x_1$ $", r"A \& B\_c", r"\input{x}", r"\emph{x} {GPU} Gpu",
    "}{", "{a", "a\\", "x^^5c", "http://a.example/x_y%20&z", "10.1000/182", "ftp://a.example", "javascript:alert(1)",
    "C:\\new\\input.pdf", "<i>x</i>", '[{"family": "Doe"}]', '{"date-parts": [[1999]], "circa": true}', '{"a": 1}',
    '{"literal": 1}', "Ünïcode 深度", "two  blanks", "a\nb",
)  # fmt: skip


def extras() -> st.SearchStrategy[dict[str, str]]:
    """Fields of .bib files that have no counterpart in a record, with ordinary and hostile values, as LaTeX."""
    return st.dictionaries(st.sampled_from(EXTRA_FIELDS), st.sampled_from(EXTRA_VALUES) | titles(), max_size=4)
