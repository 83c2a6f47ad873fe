"""`moebib rule`."""

from __future__ import annotations

import click

from moebib.cli._output import Terminal


@click.command()
@click.argument("names", nargs=-1, metavar="[RULE]...")
@click.option("--json", "as_json", is_flag=True, help="Print all texts and examples as JSON.")
@click.pass_obj
def rule(out: Terminal, names: tuple[str, ...], as_json: bool) -> None:
    """Explain rules of `moebib check`.

    Why the rule exists, what it finds, with examples, and how to fix it. Without RULE: lists all rules.

    RULE is a name, a code, or the beginning of codes.

    \b
    Examples:
      moebib rule MB371
      moebib rule title-ends-with-period
      moebib rule mb35
    """  # noqa: D301 - click wants the character, not its name
    from moebib.checks.rules import find_rules, page, rules

    chosen = list(dict.fromkeys(found for name in names for found in find_rules(name))) or list(rules())
    if as_json:
        texts = {"code": "code", "name": "name", "what": "finds", "why": "why", "bad": "bad", "good": "good",
                 "fix": "fix", "level": "level", "on": "on", "option": "option"}  # fmt: skip
        out.json([{key: getattr(one, attribute) for key, attribute in texts.items()} for one in chosen])
    elif names:
        out.text("\n".join(page(one) for one in chosen))
    else:
        out.table(("CODE", "NAME", "FINDS"), ((one.code, one.name, one.finds) for one in chosen))
