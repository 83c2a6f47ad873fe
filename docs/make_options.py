"""Write docs/reference/options.md from the commands themselves: `python docs/make_options.py`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from moebib.cli import _moebib

PAGE = Path(__file__).parent / "reference" / "options.md"

HEAD = """\
# Options

<!-- Made by docs/make_options.py from the commands; do not edit. -->

Which command has which option: the same idea has the same name, short form and meaning in every command.
[Commands](commands.md) describes each command with all its options.

- `-C DIR`, `-q` and `--no-color` may come before or after any command, and `-h` shows its help.
- `-` is stdin wherever a file or keys are read, and stdout wherever a file is written.
- With `--dry-run` or `--diff`, nothing is written. Every command that writes files has both.
- `--json` prints the result as one JSON document. Of most commands that write files, it has `written` and `changes`:
  the path of each file, its `action` (`create`, `change` or `delete`) and, with `--diff`, its patch. `add`, `update`
  and `verify` print a list of works or references. What is not found is an empty list or `null`; after an error, which
  is on stderr with an exit code of 2 or more, stdout may be empty.
- No directory is created for `-o FILE`.
"""


def page() -> str:
    """The whole page."""
    top = click.Context(_moebib, info_name="moebib")
    rows: dict[tuple[str, str], list[str]] = {}
    commands: dict[str, list[str]] = {}
    for name in sorted(_moebib.list_commands(top)):
        command = _moebib.get_command(top, name)
        assert command
        context = click.Context(command, info_name=name, parent=top)
        commands[name] = []
        for option in command.params:
            if isinstance(option, click.Option) and not option.hidden:
                spelling, text = option.get_help_record(context) or ("", "")
                rows.setdefault((spelling, _meaning(text)), []).append(name)
                commands[name] += re.findall(r"--[a-z-]+", spelling)
    shared = {row: names for row, names in rows.items() if len(names) > 1}
    single = {row: names for row, names in rows.items() if len(names) == 1}
    by_command = "\n".join(f"| {_link(name)} | {_codes(options)} |" for name, options in commands.items())
    return "\n".join(
        [
            HEAD,
            f"## Of several commands\n\n{_table(shared)}",
            f"## Of one command\n\n{_table(single)}",
            f"## By command\n\n| command | options |\n|---|---|\n{by_command}\n",
        ]
    )


def _meaning(text: str) -> str:
    """What an option means in every command that has it, without the names of formats and defaults."""
    words = re.sub(r"^(Output|Input) format: .*", r"\1 format.", " ".join(text.split()))
    words = re.sub(r"^With [^:]+: (.)", lambda match: match[1].upper(), words)
    return re.sub(r"\s*\[[^]]*\]$|,? and exit with code 1 if anything would(?=\.)", "", words)


def _table(rows: dict[tuple[str, str], list[str]]) -> str:
    lines = (
        f"| `{_cell(spelling)}` | {_cell(meaning)} | {' '.join(names)} |"
        for (spelling, meaning), names in sorted(rows.items(), key=lambda row: row[0][0].lstrip("-").lower())
    )
    return "\n".join(["| option | meaning | commands |", "|---|---|---|", *lines, ""])


def _link(name: str) -> str:
    return f"[{name}](commands.md#moebib-{name})"


def _codes(options: Iterable[str]) -> str:
    return " ".join(f"`{option}`" for option in options)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {PAGE}\n")
