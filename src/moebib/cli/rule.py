"""`moebib rule`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from moebib.cli._completion import complete_rules
from moebib.cli._options import json_option
from moebib.cli._output import Terminal
from moebib.codes import CODES

if TYPE_CHECKING:
    from moebib.checks.rules import Rule

GROUP = "Help"


@click.command()
@click.argument("names", nargs=-1, metavar="[RULE]...", shell_complete=complete_rules)
@json_option
@click.pass_obj
def rule(out: Terminal, names: tuple[str, ...], as_json: bool) -> None:
    """Explain rules of `moebib check`.

    Why a rule exists, what it finds, with examples, and how to fix it. Without RULE: lists all rules.

    RULE is a name, a code or the beginning of codes, with or without MB.

    \b
    Examples:
      moebib rule MB371
      moebib rule title-ends-with-period
      moebib rule mb35
    """  # noqa: D301 - click wants the character, not its name
    from moebib.checks.rules import find_rules, page, rules

    codes = {name: f"MB{name}" if name.isdecimal() else name.upper() for name in names}
    reading = [code for code in codes.values() if code in CODES]
    chosen = list(dict.fromkeys(match for name in names if codes[name] not in CODES for match in find_rules(name)))
    if not names:
        chosen = list(rules())
    if as_json:
        out.json([*map(_reading_as_json, reading), *map(_as_json, chosen)])
    elif names:
        out.text("\n".join([*map(_reading_page, reading), *map(page, chosen)]))
    else:
        out.table(("CODE", "NAME", "FINDS"), ((match.code, match.name, match.finds) for match in chosen))


def _as_json(rule: Rule) -> dict[str, Any]:
    texts = ("why", "bad", "good", "fix", "level", "on", "option")
    return {"code": rule.code, "name": rule.name, "what": rule.finds, **{text: getattr(rule, text) for text in texts}}


def _reading_page(code: str) -> str:
    """The page of a code that is no rule: it is reported when a file is read, and cannot be ignored."""
    declared = CODES[code]
    return (
        f"# {code}\n\nReports {declared.meaning}.\n\nThis is not a rule: it is reported when a file is read, cited or "
        f"updated, and cannot be ignored. Its level is {declared.level}. See docs/reference/findings.md.\n"
    )


def _reading_as_json(code: str) -> dict[str, Any]:
    return {"code": code, "what": CODES[code].meaning, "level": CODES[code].level}
