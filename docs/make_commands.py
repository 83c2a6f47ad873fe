"""Write docs/reference/commands.md from the commands themselves: `python docs/make_commands.py`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from moebib.cli import _moebib

PAGE = Path(__file__).parent / "reference" / "commands.md"

HEAD = """\
# Commands

<!-- Made by docs/make_commands.py from the commands; do not edit. -->

`moebib [OPTIONS] COMMAND [ARGUMENTS]`. Data goes to stdout, everything else to stderr. On a terminal, works are a
table; in a pipe, lines of cells with tabs between them. Colour is for terminals only, and `NO_COLOR` turns it off.

| exit code | means |
|---|---|
| 0 | fine |
| 1 | findings: a stale output (`build --check`), nothing found (`search`), a change not applied (`update`), ... |
| 2 | wrong use: an unknown option, command, key, tag or format |
| 3 | broken input: an entry, the README or the file to import cannot be read; nothing was written |
| 4 | somebody on the net did not answer, so that something is not known |
| 5 | a reference does not exist (`verify`) |
| 6 | a reference is retracted or withdrawn (`verify`) |
| 130 | interrupted |

The commands read the list of the nearest `moebib.toml`, here or in a folder above; where there is none, the
bibliography of Mixture-of-Experts inference that moebib carries, which is read-only.
"""


def page() -> str:
    """The whole page."""
    top = click.Context(_moebib, info_name="moebib", help_option_names=["-h", "--help"])
    parts = [HEAD, _options(_moebib, top)]
    for name in _moebib.list_commands(top):
        command = _moebib.get_command(top, name)
        assert command
        parts.append(_section(command, click.Context(command, info_name=name, parent=top)))
    return "\n".join(parts)


def _section(command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    text = "\n\n".join(_paragraphs(inspect.cleandoc(command.help or "")))
    return f"## moebib {context.info_name}\n\n`{usage}`\n\n{text}\n\n{_options(command, context)}"


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        # \b asks click to keep the lines; here they become a block that keeps them.
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
