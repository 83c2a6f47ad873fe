"""Origins: what an entry says about where its values came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moebib.checks.rules import Context, FieldPath, Flaw, Rule
from moebib.records.model import Model
from moebib.records.publication import Version
from moebib.records.record import Record
from moebib.text.suggest import suggestion

_WORK = 'type = "book"\ntitle = "Sparse Experts"\n'
_MODEL = 'name = "Hydra"\nlayers = 32\n'
_ORIGIN = '{} = {{ source = "crossref", date = "2026-11-24" }}\n'
_WHY = "It says nothing about the field that is meant, whose value counts as written by hand."
_FIX = "Correct the name of the field."


@Rule(
    code="MB481", name="origin-of-unknown-field", finds="an origin of a field that works do not have", why=_WHY,
    bad=(f"{_WORK}[origin]\n{_ORIGIN.format('titel')}",
         f"{_WORK}[[versions]]\nissued = \"2023\"\n[versions.origin]\n{_ORIGIN.format('date')}"),
    good=(f"{_WORK}[origin]\n{_ORIGIN.format('title')}", _WORK, f"{_WORK}[origin]\n{_ORIGIN.format('abstract')}"),
    fix=_FIX, on="list",
).each_work  # fmt: skip
def origin_of_unknown_field(record: Record, _: Context) -> Iterator[Flaw]:
    """In the record and its versions."""
    yield from _unknown((), record.origin, Record.model_fields)
    for number, version in enumerate(record.versions):
        yield from _unknown(("versions", number), version.origin, Version.model_fields)


@Rule(
    code="MB482", name="origin-of-unknown-number", finds="an origin of a field that models do not have", why=_WHY,
    bad=(f"{_MODEL}[origin]\n{_ORIGIN.format('layer')}", f"{_MODEL}[origin]\n{_ORIGIN.format('experts_total')}"),
    good=(f"{_MODEL}[origin]\n{_ORIGIN.format('layers')}", _MODEL),
    fix=_FIX, on="list",
).each_model  # fmt: skip
def origin_of_unknown_number(model: Model, _: Context) -> Iterator[Flaw]:
    """By the name of the field."""
    yield from _unknown((), model.origin, Model.model_fields)


def _unknown(path: FieldPath, origins: Iterable[str], fields: Iterable[str]) -> Iterator[Flaw]:
    known = [field for field in fields if field not in ("id", "origin")]
    for name in origins:
        if name not in known:
            yield Flaw(
                (*path, "origin", name), f"no such field: {name!r}", suggestion(name, known) or "correct its name"
            )
