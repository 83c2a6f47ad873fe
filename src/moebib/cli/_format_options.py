"""Options whose value is the name of a format or of a style."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._completion import matching

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from moebib.formats import Use

__all__ = [
    "FormatOption", "Style", "format_option", "input_format_option", "output_format_option", "read_output_format",
]  # fmt: skip


class FormatOption(click.Option):
    """An option that takes the name of a format; its help is a title, the names of all formats and *more*.

    They are looked up only when help is shown, because that imports every format.
    """

    def __init__(self, *args: Any, use: Use, more: str, **attributes: Any) -> None:
        super().__init__(*args, **{"metavar": "FORMAT", **attributes})
        self.use: Use = use
        self.more = more

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The row of this option in the help."""
        from moebib import formats

        *first, last = formats.names(self.use)
        record = super().get_help_record(ctx)
        if record is None:
            return None
        names = re.sub(r", --(?:to|from)\b", "", record[0])  # older names, which scripts may use
        return names, f"{self.help}: {', '.join(first)} or {last}{self.more}"

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The names of formats."""
        from moebib import formats

        return matching(dict.fromkeys(formats.names(self.use), ""), incomplete)


def output_format_option(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option for the form in which findings are printed; ``--json`` chooses one, too."""
    return click.option(
        "--output-format", type=click.Choice(formats), help="Print findings for people (text) or for a program."
    )


def read_output_format(named: str | None, *, as_json: bool) -> str | None:
    """The form of findings that ``--output-format`` or ``--json`` chooses, if any.

    Raises:
        UsageError: If they choose different ones.
    """
    if as_json and named not in (None, "json"):
        raise click.UsageError(f"--json and --output-format {named} cannot be combined")
    return "json" if as_json else named


def input_format_option(*, also: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option for the format of a file that is read; *also* names formats of this command only."""
    return click.option(
        "--input-format",
        "--from",
        "input_format",
        cls=FormatOption,
        use="read",
        help="Input format",
        more=f"{also}; by default from the file name or the content.",
    )


def format_option(use: Use, *aliases: str, also: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option for the output format, as the argument ``format_``; *also* names formats of this command only."""
    return click.option(
        "-f",
        "--format",
        *aliases,
        "format_",
        cls=FormatOption,
        use=use,
        help="Output format",
        more=f"{also}; by default from the name of the output file.",
    )


class Style(click.ParamType[Path]):
    """The name of a style in which a README shows all works alike, or the path of a template."""

    name = "style"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Accept a style that ``moebib.toml`` could name, too."""
        from moebib.library.config import STYLES, TEMPLATE

        if str(value) not in STYLES and not str(value).endswith(TEMPLATE):
            from moebib.text.suggest import unknown

            raise click.UsageError(unknown("style", str(value), STYLES, more=f"a template (*{TEMPLATE})"), ctx)
        return Path(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        """The names of styles, or files."""
        from click.shell_completion import CompletionItem

        from moebib.library.config import STYLES

        return matching(dict.fromkeys(STYLES, ""), incomplete) or [CompletionItem(incomplete, "file")]
