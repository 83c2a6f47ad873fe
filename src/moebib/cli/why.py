"""`moebib why`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._cards import doubts_as_json, refusals
from moebib.cli._completion import complete_keys
from moebib.cli._entries import evidence
from moebib.cli._list import read_library
from moebib.cli._options import cache_options, json_option
from moebib.cli._output import Terminal

if TYPE_CHECKING:
    from moebib.lookup.explain import Explanation
    from moebib.records.publication import Origin, Version

GROUP = "Add and keep current"

_BY_HAND = "written by hand; updates do not change it"
_KEPT = {
    "type": 'kept; an update changes only that of a preprint or of a "document"',
    "genre": 'kept; an update changes only that of a preprint or of a "document"',
    "identifiers": "kept; an update only adds to them",
    "links": "kept; an update only adds to them",
    "status": "kept until a more severe status is reported",
}


@click.command()
@click.argument("key", shell_complete=complete_keys)
@click.argument("field", required=False)
@json_option
@cache_options
@click.pass_obj
def why(out: Terminal, key: str, field: str | None, as_json: bool, offline: bool, refresh: bool) -> None:
    """Explain where each field of a work came from.

    Prints for each field its value and origin, how well it is confirmed, the value that each service has and of which
    publication, which of these would be chosen, and by which rule; then what to check, as `moebib add` does. KEY is a
    key or an identifier; without FIELD, all fields are explained, and the origins in other versions are listed. The
    entry is not changed.

    \b
    Examples:
      moebib why dai2024deepseekmoe
      moebib why dai2024deepseekmoe issued --offline

    Exit code 4 if nothing is known because services did not respond.
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.why import why
    from moebib.lookup.client import open_client

    record = read_library(out, keys=[key]).find_work(key)
    with open_client(offline=offline, refresh=refresh, on_low_budget=out.warn) as client:
        provenance = why(record, field, client)
    if as_json:
        versions = [version.to_dict() for version in record.versions] if field is None else []
        out.json(
            {
                "key": record.id,
                **({"remark": record.remark} if record.remark else {}),
                **({"versions": versions} if versions else {}),
                "fields": [_as_json(explanation) for explanation in provenance.fields],
                **doubts_as_json(provenance.doubts, provenance.rejected),
                "unavailable": dict(provenance.unavailable),
            }
        )
    else:
        from moebib.lookup.outages import outages

        lines = [record.id, *(f"  remark: {line}" for line in record.remark.splitlines())]
        lines += (line for explanation in provenance.fields for line in _lines(explanation))
        lines += (
            line
            for number, version in enumerate(record.versions if field is None else ())
            for line in _version_lines(number, version)
        )
        lines += (f"check: {doubt.message}" for doubt in provenance.doubts)
        lines += (f"ignored: {refused}" for refused in refusals(provenance.rejected, provenance.doubts))
        lines += map(str, outages(provenance.unavailable.items()))
        out.text("\n".join(lines))
    if provenance.is_unknown:
        raise click.exceptions.Exit(4)


def _lines(explanation: Explanation) -> Iterator[str]:
    yield explanation.field
    if explanation.stored is not None:
        yield f"  here: {_text(explanation.stored)}"
        yield f"        {_origin(explanation)}"
    if explanation.origin:
        yield from (f"        {words}" for words in evidence(explanation.origin))
    yield f"  rule: {explanation.rule}"
    yield f"        {' > '.join(explanation.order)}"
    width = max((len(candidate.source) for candidate in explanation.candidates), default=0)
    for number, candidate in enumerate(explanation.candidates):
        mark = ">" if number == explanation.chosen else " "
        other = f" (of {candidate.publication})" if candidate.publication else ""
        yield f"  {mark} {candidate.source:<{width}}  {_text(candidate.value)}{other}"
    if not explanation.candidates:
        yield "  no source has a value"


def _origin(explanation: Explanation) -> str:
    if explanation.field in _KEPT:
        return _KEPT[explanation.field]
    if explanation.origin is None:
        return _BY_HAND
    return _of_origin(explanation.origin, is_locked=explanation.is_locked)


def _of_origin(origin: Origin, *, is_locked: bool) -> str:
    where = f"from {origin.source} on {origin.date.isoformat()}"
    if not origin.digest and any(other.source == origin.source for other in origin.confirmed_by):
        return _BY_HAND
    if not origin.digest:
        return f"taken {where} by hand; updates do not change it"
    return f"fetched {where}, then edited by hand; updates do not change it" if is_locked else f"fetched {where}"


def _version_lines(number: int, version: Version) -> Iterator[str]:
    """The fields of a version whose origin is known; no service is queried for them."""
    data = version.to_dict()
    for field, origin in version.origin.items():
        value = data.get(field)
        yield f"versions.{number}.{field}"
        if value is not None:
            yield f"  here: {_text(value)}"
        yield f"        {_of_origin(origin, is_locked=not origin.fits(value))}"
        yield from (f"        {words}" for words in evidence(origin))


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name} {_text(part)}" for name, part in value.items())
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _as_json(explanation: Explanation) -> dict[str, Any]:
    return {
        "field": explanation.field,
        "here": explanation.stored,
        "origin": explanation.origin and explanation.origin.to_dict(),
        "locked": explanation.is_locked,
        "rule": explanation.rule,
        "order": list(explanation.order),
        "candidates": [
            {"source": candidate.source, "value": candidate.value, "publication": candidate.publication,
             "preprint": candidate.is_preprint, "chosen": number == explanation.chosen}
            for number, candidate in enumerate(explanation.candidates)
        ],
    }  # fmt: skip
