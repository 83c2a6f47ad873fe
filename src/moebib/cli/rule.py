"""`moebib rule`."""

from __future__ import annotations

import click

from moebib.cli._terminal import Terminal
from moebib.errors import InputError


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--json", "as_json", is_flag=True, help="Print everything there is to tell, as JSON.")
@click.pass_obj
def rule(out: Terminal, codes: tuple[str, ...], as_json: bool) -> None:
    """Explain the rules of `moebib check`.

    Why there is each, what is wrong, what is right, and how it is repaired.

    Without a code: all rules, one line each.
    """
    from moebib.checks.rules import page, rules
    from moebib.text.suggest import suggest

    every = {one.code: one for one in rules()}
    wrong = [code for code in codes if code.upper() not in every]
    if wrong:
        raise InputError("; ".join(f"no rule {code!r}{suggest(code.upper(), every)}" for code in wrong))
    chosen = [every[code.upper()] for code in codes] or list(every.values())
    if as_json:
        texts = ("code", "name", "what", "why", "bad", "good", "fix", "level", "on", "option")
        out.json([{name: getattr(one, name) for name in texts} for one in chosen])
    elif codes:
        out.text("\n".join(page(one) for one in chosen))
    else:
        out.table(("CODE", "NAME", "WHAT"), ((one.code, one.name, one.what) for one in chosen))
