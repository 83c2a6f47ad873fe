"""`moebib why`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._options import asking_options
from moebib.cli._output import Terminal

if TYPE_CHECKING:
    from moebib.lookup.explain import Explanation

_KEPT = {
    "type": "kept, until a published version appears",
    "genre": "kept, until a published version appears",
    "identifiers": "kept; an update only adds to them",
    "links": "kept; an update only adds to them",
    "status": "kept, until something worse is told",
}


@click.command()
@click.argument("key")
@click.argument("field", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@asking_options
@click.pass_obj
def why(out: Terminal, key: str, field: str | None, as_json: bool, offline: bool, refresh: bool) -> None:
    """Tell where the fields of a work come from, and why.

    For each field: what is in the entry and whose it is, what each service says, which of that is chosen, and by which
    rule.

    Answers that are in the cache are used; --refresh asks anew. An entry is not changed.

    Exit code 4 if nothing is known because somebody did not answer.
    """
    from moebib.commands.why import why
    from moebib.lookup.client import open_client

    record = out.library().find_work(key)
    with open_client(offline=offline, refresh=refresh) as client:
        provenance = why(record, field, client)
    if as_json:
        out.json(
            {
                "key": record.id,
                "fields": [_as_json(explanation) for explanation in provenance.fields],
                "refused": [rejected._asdict() for rejected in provenance.rejected],
                "unavailable": dict(provenance.unavailable),
            }
        )
    else:
        lines = [record.id, *(line for explanation in provenance.fields for line in _lines(explanation))]
        lines += (
            f"{rejected.source} answered with another work, which is left out: {rejected.title!r}, {rejected.why}"
            for rejected in provenance.rejected
        )
        lines += (f"cannot tell what {source} says: {reason}" for source, reason in provenance.unavailable.items())
        out.text("\n".join(lines))
    if provenance.is_unknown:
        raise click.exceptions.Exit(4)


def _lines(one: Explanation) -> Iterator[str]:
    yield one.field
    if one.stored is not None:
        yield f"  here: {_text(one.stored)}"
        yield f"        {_origin(one)}"
    yield f"  rule: {one.rule}"
    yield f"        {' > '.join(one.order)}"
    width = max((len(candidate.source) for candidate in one.candidates), default=0)
    for number, candidate in enumerate(one.candidates):
        mark = ">" if number == one.chosen else " "
        preprint = " (of the preprint)" if candidate.is_preprint else ""
        yield f"  {mark} {candidate.source:<{width}}  {_text(candidate.value)}{preprint}"
    if not one.candidates:
        yield "  no source tells of it"


def _origin(one: Explanation) -> str:
    if one.field in _KEPT:
        return _KEPT[one.field]
    if one.origin is None:
        return "written by a person; no update changes it"
    told = f"{one.origin.source} on {one.origin.date.isoformat()}"
    return f"changed by a person after it came from {told}; no update changes it" if one.is_locked else f"from {told}"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name} {_text(part)}" for name, part in value.items())
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _as_json(one: Explanation) -> dict[str, Any]:
    return {
        "field": one.field,
        "here": one.stored,
        "origin": one.origin and str(one.origin),
        "locked": one.is_locked,
        "rule": one.rule,
        "order": list(one.order),
        "candidates": [
            {"source": candidate.source, "value": candidate.value, "preprint": candidate.is_preprint,
             "chosen": number == one.chosen}
            for number, candidate in enumerate(one.candidates)
        ],
    }  # fmt: skip
