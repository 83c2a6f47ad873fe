"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import reduce, wraps
from pathlib import Path
from typing import Any, NamedTuple

import click

from moebib.cli._completion import complete_fields, complete_keys, complete_rules, complete_tags
from moebib.cli._format_options import format_option

__all__ = [
    "Preview",
    "WorksView",
    "all_option",
    "cache_options",
    "global_options",
    "input_file",
    "journals_options",
    "json_option",
    "keys_option",
    "omit_option",
    "output_option",
    "prefer_option",
    "preview_options",
    "raw_option",
    "rules_options",
    "strict_option",
    "tag_option",
    "unicode_option",
    "verbose_option",
    "watch_option",
    "works_options",
    "yes_option",
]


class _InputFile(click.Path):
    """A file to read. After another one, a file that does not exist is probably the one to write."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        seen = ctx.meta.setdefault(__name__, []) if ctx else []
        try:
            path = super().convert(value, param, ctx)
        except click.BadParameter as error:
            options = [name for other in ctx.command.params for name in other.opts] if ctx else []
            if not (seen and isinstance(param, click.Argument) and "-o" in options and "not exist" in error.message):
                raise
            message = f"{error.message.removesuffix('.')}\nhint: to write to it, pass -o {value}"
            raise click.BadParameter(message, ctx, param) from None
        seen.append(path)
        return path


input_file = _InputFile(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
"""A file to read; - is stdin (``store.STDIN``)."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
all_option = click.option("--all", "everything", is_flag=True, help="Check every work in the list.")
watch_option = click.option(
    "--watch", is_flag=True, help="Keep running, and repeat this whenever an input file changes."
)
tag_option = click.option(
    "-t",
    "--tag",
    "tags",
    multiple=True,
    metavar="TAG",
    shell_complete=complete_tags,
    help="Only include works in this section or its subsections; repeatable.",
)
keys_option = click.option(
    "-k",
    "--keys",
    multiple=True,
    metavar="KEYS",
    shell_complete=complete_keys,
    help="Keys of works, comma-separated; repeatable; - reads them from stdin.",
)
prefer_option = click.option(
    "--prefer",
    type=click.Choice(["published", "preprint"]),
    default="published",
    show_default=True,
    help="Which version to use of a work that has several.",
)


def journals_options(*forms: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options ``--journals`` and ``--journal-list`` of a command, as its argument ``journals``."""
    options = [
        click.option(
            "--journals",
            "journal_form",
            type=click.Choice(["as-is", *forms]),
            default="as-is",
            show_default=True,
            help="Write the names of journals in this form; abbreviated is that of ISO 4.",
        ),
        click.option(
            "--journal-list",
            "journal_lists",
            multiple=True,
            type=input_file,
            metavar="FILE",
            help="Take names from this list: Full = Abbreviated, CSV, or .bib files with macros; repeatable.",
        ),
    ]

    def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*arguments: Any, journal_form: Any, journal_lists: tuple[Path, ...], **values: Any) -> Any:
            from moebib.commands.journals import read_journals

            if journal_lists and journal_form == "as-is":
                raise click.UsageError(f"--journal-list needs --journals {' or '.join(forms)}")
            return command(*arguments, journals=read_journals(journal_form, journal_lists), **values)

        return reduce(lambda function, option: option(function), reversed(options), run)

    return with_options


unicode_option = click.option("--unicode", is_flag=True, help="Keep Unicode in BibTeX instead of LaTeX commands.")
omit_option = click.option("--omit", multiple=True, metavar="FIELD", help="Leave out this field of BibTeX; repeatable.")
raw_option = click.option("--raw", is_flag=True, help="Write CSV without protection against formulas in spreadsheets.")
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Write to this file; by default, and with -, to stdout.",
)


verbose_option = click.option(
    "-v", "--verbose", is_flag=True, help="Show all findings, also those about which there is nothing to do."
)


def global_options(*, hidden: bool) -> list[click.Option]:
    """The options that come before or after the command."""

    def set_folder(ctx: click.Context, param: click.Parameter, value: Path | None) -> None:
        if value:
            os.chdir(value)

    def set_quiet(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value:
            _set(ctx, quiet=True)

    def set_color(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value:
            _set(ctx, color=False)

    # They are processed before the arguments, which may be paths from the directory.
    shared: dict[str, Any] = {"expose_value": False, "is_eager": True, "hidden": hidden}
    return [
        click.Option(
            ["-C", "folder"],
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            metavar="DIR",
            help="Run as if started in DIR.",
            callback=set_folder,
            **shared,
        ),
        click.Option(
            ["-q", "--quiet"], is_flag=True, help="Print only errors to stderr.", callback=set_quiet, **shared
        ),
        click.Option(
            ["--no-color"],
            is_flag=True,
            help="Do not use colours; the same as setting NO_COLOR.",
            callback=set_color,
            **shared,
        ),
    ]


def _set(ctx: click.Context, **changes: Any) -> None:
    from dataclasses import replace

    from moebib.cli._output import Terminal

    ctx.obj = replace(ctx.obj or Terminal(), **changes)


yes_option = click.option(
    "-y", "--yes", is_flag=True, help="Do not ask for confirmation, and accept what is suggested."
)
strict_option = click.option(
    "--strict", is_flag=True, help="Exit with code 1 if anything is not understood, or not kept."
)


class Preview(NamedTuple):
    """What a command shows instead of writing."""

    check: bool = False
    """The patch, and exit code 1 if there is one."""
    dry_run: bool = False
    """The names of the files."""
    diff: bool = False
    """The patch."""

    @property
    def write(self) -> bool:
        """Whether the command writes, because no preview was requested."""
        return not any(self)


def preview_options(*, check: bool = False, needs: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options ``--dry-run`` and ``--diff`` of a command that writes, as its argument ``preview``.

    With *check* it has ``--check``, too, and exits with code 1 for ``--diff`` if something would change. *needs* is the
    option without which it does not write.
    """
    nothing = f"With {needs}: write nothing" if needs else "Write nothing"
    fails = ", and exit with code 1 if anything would" if check else ""
    words = {
        "--check": "exit with code 1 if a file would change.",
        "--dry-run": "list what would change.",
        "--diff": f"print what would change as a patch{fails}.",
    }
    names = [name for name in words if check or name != "--check"]
    options = [click.option(name, is_flag=True, help=f"{nothing}; {words[name]}") for name in names]

    def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*arguments: Any, **values: Any) -> Any:
            preview = Preview(**{name: values.pop(name) for name in Preview._fields if name in values})
            if needs == "-o" and not preview.write and str(values["output"] or "-") == "-":
                raise click.UsageError("--diff and --dry-run need -o FILE")
            return command(*arguments, preview=preview, **values)

        return reduce(lambda function, option: option(function), reversed(options), run)

    return with_options


def cache_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options ``--offline`` and ``--refresh`` of a command that queries services."""
    offline = click.option("--offline", is_flag=True, help="Make no requests; use cached responses only.")
    refresh = click.option("--refresh", is_flag=True, help="Ignore cached responses and fetch again.")
    return offline(refresh(command))


def rules_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options ``--select`` and ``--ignore`` of a command that uses the rules of `moebib check`."""
    shared: dict[str, Any] = {"multiple": True, "metavar": "RULE", "shell_complete": complete_rules}
    select = click.option("--select", help="Only use these rules; repeatable.", **shared)
    ignore = click.option("--ignore", help="Do not use these rules; repeatable.", **shared)
    return select(ignore(command))


class WorksView(NamedTuple):
    """Which works are shown in which order, and how."""

    format: str | None = None
    template: str | None = None
    fields: str | None = None
    sort: str | None = None
    limit: int | None = None
    as_json: bool = False
    output: Path | None = None
    preview: Preview = Preview()


def works_options(*, of_many: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of a command that shows works, as its argument ``view``; *of_many* for one that finds them."""
    template = click.option(
        "--template", metavar="TEMPLATE", help="Print this text of each work, with fields in braces: '{key} {title}'."
    )
    names: dict[str, Any] = {"metavar": "FIELDS", "shell_complete": complete_fields}
    fields = click.option("--fields", help="Only show these fields, comma-separated, in this order.", **names)
    sort = click.option("--sort", help="Sort by these fields, comma-separated; -FIELD is descending.", **names)
    limit = click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only show the first N works.")
    options: Iterable[Callable[..., Any]] = (
        *((sort, limit, fields) if of_many else ()),
        template,
        format_option("write records"),
        json_option,
        output_option,
        preview_options(needs="-o"),
    )

    def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*arguments: Any, preview: Preview, format_: str | None, **values: Any) -> Any:
            given = {name: values.pop(name) for name in WorksView._fields if name in values}
            if str(given["output"]) == "-":
                given["output"] = None
            view = WorksView(format=format_, preview=preview, **given)
            forms = {"--format": view.format, "--template": view.template, "--json": view.as_json or None}
            names = [name for name, value in forms.items() if value is not None]
            if len(names) > 1 or (view.fields is not None and names not in ([], ["--json"])):
                raise click.UsageError(f"{' and '.join([*names, '--fields'][:2])} cannot be combined")
            return command(*arguments, view=view, **values)

        return reduce(lambda function, option: option(function), reversed(tuple(options)), run)

    return with_options
