"""Write docs/reference/commands.md from the commands themselves: `python docs/make_commands.py`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from moebib.cli import GROUPS, _moebib, group_of

PAGE = Path(__file__).parent / "reference" / "commands.md"

HEAD = """\
# Commands

<!-- Made by docs/make_commands.py from the commands; do not edit. -->

`moebib [OPTIONS] COMMAND [ARGUMENTS]`; the options below may come behind the command, too, and [one page](options.md)
lists which command has which option. Data goes to stdout, everything else to stderr. On a terminal, works are printed
as a table; in a pipe, as lines with tab-separated cells. In a narrow terminal, titles are cut with "…", or the values
of a work are below its key; in a pipe, nothing is cut. Colour is used on terminals only: `NO_COLOR` turns it off, and
`FORCE_COLOR` on for findings, messages and patches. Without a command, `moebib` shows what it sees in the directory
and what makes sense next, and exits with 2.

| exit code | meaning |
|---|---|
| 0 | success |
| 1 | findings: an outdated output (`build --check`), a change not applied (`update`), a wrong detail (`verify`), ... |
| 2 | wrong usage: an unknown option, command, key, tag or format |
| 3 | invalid input: an entry, the README or the file to import cannot be read; it is not shown, nothing was written |
| 4 | a service did not respond, so the result may be incomplete; a reference that cannot be verified (`verify`) |
| 5 | a reference is not found (`verify`) |
| 6 | a reference is retracted or withdrawn (`verify`) |
| 130 | interrupted |

A closed stream changes neither what a command does nor its exit code. Data that cannot be written to stdout is an error
(3), except that the reader of a pipe may stop early, as in `moebib list | head`.

An error is printed as `error: ...`, with `hint: ...` on its own line if there is something to do about it. Every
command that writes files has `--dry-run` and `--diff`, which show what would change and never write.

Commands use the list of the nearest `moebib.toml`, here or in a parent directory. Outside a project, read-only commands
use the bundled list.
"""


def page() -> str:
    """The whole page."""
    top = click.Context(_moebib, info_name="moebib", help_option_names=["-h", "--help"])
    groups: dict[str, list[str]] = {group: [] for group in GROUPS}
    for name in _moebib.list_commands(top):
        command = _moebib.get_command(top, name)
        assert command
        section = _section(command, click.Context(command, info_name=name, parent=top))
        groups.setdefault(group_of(command), []).append(section)
    sections = (part for group, parts in groups.items() if parts for part in (f"## {group}\n", *parts))
    return "\n".join([HEAD, _options(_moebib, top), *sections])


def _section(command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    text = "\n\n".join(_paragraphs(inspect.cleandoc(command.help or "")))
    return f"### moebib {context.info_name}\n\n`{usage}`\n\n{text}\n\n{_options(command, context)}"


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        # \b makes click keep the line breaks; here such lines become a code block.
        kept = paragraph.removeprefix("\b")
        yield paragraph if kept == paragraph else f"```text\n{kept.strip()}\n```"


def _options(command: click.Command, context: click.Context) -> str:
    options = (found for found in command.get_params(context) if isinstance(found, click.Option))
    records = (option.get_help_record(context) for option in options)
    rows = "\n".join(f"| {_cell(f'`{record[0]}`')} | {_cell(record[1])} |" for record in records if record)
    return f"| option | |\n|---|---|\n{rows}\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {PAGE}\n")
