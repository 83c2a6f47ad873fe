"""`moebib stats`."""

from __future__ import annotations

import shutil
import sys

import click

from moebib.cli._list import read_library
from moebib.cli._options import json_option
from moebib.cli._output import Terminal
from moebib.cli._text import counted

GROUP = "Look at a list"

_LONGEST_BAR = 40
_SHORTEST_BAR = 8


@click.command()
@click.option("--truth", is_flag=True, help="Count values by field and by how many sources confirm them.")
@json_option
@click.pass_obj
def stats(out: Terminal, truth: bool, as_json: bool) -> None:
    """Count works by year, venue and section.

    \b
    Examples:
      moebib stats
      moebib stats --truth
      moebib stats --json
    """  # noqa: D301 - click wants the character, not its name
    if truth:
        _print_truth(out, as_json=as_json)
        return
    from moebib.commands.stats import count

    counts = count(read_library(out))
    if as_json:
        out.json(counts._asdict())
        return
    totals = (counted(counts.works, "work"), counted(counts.models, "model"), f"{counts.with_code} with code")
    out.text(" · ".join([*totals, f"{counts.published} published"]))
    values = (("confirmed", counts.confirmed), ("disputed", counts.disputed))
    details = [counted(counts.versions, "other version") if counts.versions else ""]
    details += (f"{number} {status}" for status, number in counts.by_status.items())
    details += (f"{counted(number, 'value')} {state}" for state, number in values if number)
    if any(details):
        out.text(" · ".join(filter(None, details)))
    for title, group in (("year", counts.by_year), ("venue", counts.by_venue), ("section", counts.by_section)):
        out.text("\n" + _bars(title, group))


def _print_truth(out: Terminal, *, as_json: bool) -> None:
    from moebib.commands.stats import count_truth

    fields = count_truth(read_library(out))
    if as_json:
        out.json({field: truth._asdict() for field, truth in fields.items()})
        return
    heads = ("FIELD", "VALUES", "2+ SOURCES", "1 SOURCE", "NOT COUNTED", "NO SOURCE", "DISPUTED", "VERIFIED")
    out.table(heads, ((field, *map(str, (truth.values, *truth))) for field, truth in fields.items()))


def _bars(title: str, group: dict[str, int]) -> str:
    """Text bars, at most 40 characters long; on a narrow terminal, first they and then the names are shorter."""
    from moebib.cli._tables import cut, padded, width_of

    if not group:
        return f"by {title}: none\n"
    name_width, bar_width = max(map(width_of, group)), _LONGEST_BAR
    if sys.stdout.isatty():
        room = shutil.get_terminal_size().columns - len("    1234  ")
        bar_width = min(bar_width, max(room - name_width, _SHORTEST_BAR))
        name_width = min(name_width, max(room - bar_width, _SHORTEST_BAR))
    unit = max(max(group.values()) / bar_width, 1)
    rows = (
        f"  {padded(cut(name, name_width), name_width)}  {number:>4}  {'█' * round(number / unit)}"
        for name, number in group.items()
    )
    return "\n".join([f"by {title}", *(row.rstrip() for row in rows)]) + "\n"
