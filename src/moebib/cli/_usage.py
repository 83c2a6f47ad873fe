"""What is wrong with the arguments of a command, in the form of all other messages."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click

from moebib.store.roots import CONFIG
from moebib.text.suggest import similar, unknown

__all__ = ["usage_message"]

_NAMED_ELSEWHERE = {
    "--to": "--format", "--format": "--output-format", "-f": "--output-format", "--rule": "--select",
    "--rules": "--select", "--disable": "--ignore", "-n": "--limit", "--max": "--limit", "--count": "--limit",
    "--top": "--limit", "--reverse": "--sort", "--order": "--sort", "--columns": "--fields", "--out": "--output",
    "--outfile": "--output", "--add": "--tag", "--force": "--yes", "-y": "--yes", "--preview": "--dry-run",
    "--section": "--tag",
}  # fmt: skip
"""What other programs and commands call an option -> its name in a command that has it."""


def usage_message(error: click.ClickException) -> str:
    """The message, with a hint on a line of its own."""
    message = _message(error)
    if "\nhint: " in message or not isinstance(error, click.UsageError) or not error.ctx:
        return message
    if isinstance(error, click.BadParameter) and _is_wrong_path(error):
        return f"{message}\nhint: {_hint_for_folder(error)}" if error.message.endswith(" is a directory.") else message
    return f"{message}\nhint: {_hint_for_argument(error) or f'see `{error.ctx.command_path} --help`'}"


def _message(error: click.ClickException) -> str:
    """The message of click in the form of all others: lower case, no full stop, values in quotes, one suggestion."""
    if isinstance(error, click.NoSuchOption):
        return f"unknown option {error.option_name!r}{_similar_option(error)}"
    given = re.match(r"'(.*)' is not one of", error.message)
    if given and isinstance(error, click.BadParameter) and error.param and isinstance(error.param.type, click.Choice):
        noun = f"value of {error.param.opts[-1]}:" if isinstance(error.param, click.Option) else str(error.param.name)
        return unknown(noun, given[1], map(str, error.param.type.choices))
    message = error.message if isinstance(error, click.BadParameter) else error.format_message()
    message = f"{message[:1].lower()}{message[1:].removesuffix('.')}"
    if not isinstance(error, click.BadParameter) or not error.param or not error.ctx:
        return re.sub(r"^got unexpected extra (arguments?) \((.*)\)$", r"unexpected \1 '\2'", message)
    name = re.sub(r"[][]|\.\.\.", "", error.param.get_error_hint(error.ctx))
    if isinstance(error, click.MissingParameter):
        if isinstance(error.param.type, click.Choice):
            return f"missing {error.param.name}; choose from {', '.join(map(str, error.param.type.choices))}"
        return f"missing {error.param.param_type_name} {name}"
    if isinstance(error.param.type, click.IntRange):
        message = f"must be a whole number, and at least {error.param.type.min}"
    if isinstance(error.param.type, click.FloatRange):
        message = f"must be a number from {error.param.type.min} to {error.param.type.max}"
    return message if _is_wrong_path(error) else f"invalid value for {name}: {message}"


def _similar_option(error: click.NoSuchOption) -> str:
    """The option that is meant; the dashes, which all have, do not make two alike."""
    params = error.ctx.command.get_params(error.ctx) if error.ctx else ()
    options = {name.lstrip("-"): name for param in params for name in param.opts}
    meant = _NAMED_ELSEWHERE.get(error.option_name)
    if meant not in options.values():
        meant = options.get(similar(error.option_name.lstrip("-"), options) or "")
    return f"; did you mean {meant!r}?" if meant else ""


def _hint_for_argument(error: click.UsageError) -> str:
    """What to write in place of a file or a directory that is an argument too many; empty if it is something else."""
    given = re.fullmatch(r"Got unexpected extra argument \((.*)\)", error.message.removesuffix("."))
    if not given or not error.ctx:
        return ""
    path, written = Path(given[1]), shlex.quote(given[1])
    if path.is_file() and any("--from" in param.opts for param in error.ctx.command.params):
        return f"write `{error.ctx.command_path} --from {written}`"
    return f"write `moebib -C {written} {error.ctx.info_name}`" if path.is_dir() else ""


def _is_wrong_path(error: click.ClickException) -> bool:
    """Whether a file does not exist, or is a directory: the message is complete without the name of the argument."""
    if not isinstance(error, click.BadParameter) or isinstance(error, click.MissingParameter) or not error.param:
        return False
    return isinstance(error.param.type, click.Path)


def _hint_for_folder(error: click.BadParameter) -> str:
    """What to write in place of a directory: other programs read all files in it."""
    command = error.ctx.info_name if error.ctx else ""
    if command == "check" and Path(CONFIG).is_file():
        return "without a file, `moebib check` checks the list"
    return "name a file in it" if isinstance(error.param, click.Option) else "name the files in it, such as DIR/*.bib"
