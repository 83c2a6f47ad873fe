"""The command line: one file for each command, which parses arguments, calls one function and prints the result.

Data goes to stdout, everything else to stderr. Exit codes: 0 success, 1 findings or outdated outputs, 2 wrong usage,
3 invalid input, 4 a service did not respond, 5 not found, 6 retracted or withdrawn, 130 interrupted.

To add a command, add a file with a ``click.command`` and the constant ``GROUP``, its heading in ``moebib --help``.
"""

from __future__ import annotations

import errno
import gc
import shutil
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from moebib import _registry
from moebib.cli._options import global_options
from moebib.errors import InputError, InvalidRecord

if TYPE_CHECKING:
    from moebib.cli._output import Terminal

__all__ = ["GROUPS", "group_of", "main"]

GROUPS = (
    "Start a list",
    "Add and keep current",
    "Look at a list",
    "Check and fix",
    "Change a list",
    "Export and cite",
    "Work with any .bib file",
    "Git and CI",
    "Help",
)
"""The headings in the help, in order. A command declares its own as ``GROUP``; an unknown one comes last."""


_MOST_USED = (
    "init", "add", "update", "search", "list", "show", "check", "fix", "verify", "edit", "tag", "rm", "build", "export",
    "cite", "convert", "diff", "doctor", "config", "completion",
)  # fmt: skip
"""The commands that come first under their heading in the help, in this order."""
_NAMED_ELSEWHERE = {
    "help": "--help", "version": "--version", "new": "init", "create": "init", "get": "add", "fetch": "add",
    "remove": "rm", "delete": "rm", "find": "search", "grep": "search", "ls": "list", "cat": "show", "view": "show",
    "info": "show", "browse": "open", "web": "open", "lint": "check", "validate": "check", "clean": "fix",
    "repair": "fix", "format": "fmt", "tidy": "fmt", "sort": "fmt", "rename": "rekey", "move": "rekey",
    "merge": "dedupe", "duplicates": "dedupe", "refresh": "update", "upgrade": "update", "sync": "update",
    "blame": "why", "explain": "rule", "rules": "rule", "bibliography": "cite", "bib": "export", "bibtex": "export",
    "render": "build", "generate": "build", "settings": "config",
}  # fmt: skip
"""What other programs call a command or option -> its name here."""


def group_of(command: click.Command) -> str:
    """The heading under which the help lists *command*."""
    group: str = getattr(sys.modules[command.callback.__module__], "GROUP", "Other")
    return group


class _Commands(click.Group):
    """The commands, each imported only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, those that are used most first."""
        ranks = {name: rank for rank, name in enumerate(_MOST_USED)}
        return sorted(_registry.leaves(sys.modules[__name__]), key=lambda name: ranks.get(name, len(ranks)))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As in click, but an option of a command that is before it gets the line that is right."""
        given = tuple(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            name = next((word for word in given if word in self.list_commands(ctx)), "")
            command = self.get_command(ctx, name) if name else None
            if command and any(error.option_name in param.opts for param in command.params):
                line = f"`moebib {name} {error.option_name}`"
                ctx.fail(f"unknown option {error.option_name!r}; write it after the command: {line}")
            raise

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As in click, but `moebib help check`, which other programs have, gets the line that shows this help."""
        if args[0] == "help" and args[1:2] and args[1] in self.list_commands(ctx):
            ctx.fail(f"unknown command 'help'; did you mean `moebib {args[1]} --help`?")
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            if ctx.resilient_parsing:  # a shell completes a line with an error
                return None
            from moebib.text.suggest import suggest

            meant = _NAMED_ELSEWHERE.get(cmd_name)
            similar = f"; did you mean {meant!r}?" if meant else suggest(cmd_name, self.list_commands(ctx))
            ctx.fail(f"unknown command {cmd_name!r}{similar}")
        command = _registry.leaf(sys.modules[__name__], cmd_name, click.Command)
        if command.epilog is None:
            command.params += global_options(hidden=True)
            command.epilog = "Every command also has -C DIR, -q and --no-color: see `moebib --help`."
        return command

    def invoke(self, ctx: click.Context) -> int:
        """Run a command, then report what it left out of the list; the exit code is then at least 3."""
        try:
            code = super().invoke(ctx)
        except click.exceptions.Exit as error:
            code = error.exit_code
        finally:
            out: Terminal | None = ctx.obj
            if out and out.unread:
                from moebib.cli._output import listed

                out.error(f"{listed(out.unread)}; what cannot be read is left out")
        return max(code or 0, 3 if out and out.unread else 0)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        groups: dict[str, list[tuple[str, str]]] = {group: [] for group in GROUPS}
        names = self.list_commands(ctx)
        width = max(map(len, names))
        for name in names:
            command = self.get_command(ctx, name)
            if command and not command.hidden:
                row = (name.ljust(width), command.get_short_help_str(200))
                groups.setdefault(group_of(command), []).append(row)
        for group, rows in groups.items():
            if rows:
                with formatter.section(group):
                    formatter.write_dl(rows)


@click.command(
    cls=_Commands,
    params=global_options(hidden=False),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
)
@click.version_option(
    None,
    "-V",
    "--version",
    package_name="moebib",
    message="%(package)s %(version)s",
    help="Print the version and exit.",
)
@click.pass_context
def _moebib(ctx: click.Context) -> None:
    """Keep your bibliography in git, and generate your README, BibTeX and CSL-JSON from it.

    Outside a project (no moebib.toml here or in a parent directory), read-only commands use the bundled list: papers
    and open models on Mixture-of-Experts inference.

    \b
    Examples:
      moebib init --from README.md
      moebib add 2401.06066
      moebib search offloading year:2024..
      moebib build
    """  # noqa: D301 - click wants the character, not its name
    from moebib.cli._output import Terminal

    ctx.obj = ctx.obj or Terminal()
    if ctx.invoked_subcommand is None:
        from moebib.cli._overview import overview

        # As for a missing argument: a script whose variable with the command is empty must not go on.
        click.echo(overview(), err=True)
        ctx.exit(2)


def main() -> NoReturn:
    """Run the command line and exit with its exit code."""
    from moebib.cli._streams import failure_of, is_reader_gone, protect_streams

    protect_streams()
    # Records form no reference cycles; looking for some at every 700th object takes a tenth of the time of a long file.
    gc.set_threshold(50_000, 50, 100)
    code = _run()
    sys.stdout.flush()
    failure = failure_of(sys.stdout)
    # A reader may have seen enough; data that is lost in any other way is an error.
    if failure and not is_reader_gone(failure):
        lost = _fail(f"cannot write to stdout: {failure.strerror}", 3)
        code = code or lost
    sys.stderr.flush()
    sys.exit(code)


def _run() -> int:
    try:
        code = _moebib.main(prog_name="moebib", standalone_mode=False, **_width_of_help())
    except click.ClickException as error:
        from moebib.cli._usage import usage_message

        return _fail(usage_message(error), error.exit_code)
    except InvalidRecord as error:
        from moebib.cli._output import listed

        return _fail(listed(error.findings), 3)
    except InputError as error:
        return _fail(str(error), 3 if error.where else 2)
    except OSError as error:
        return _fail(_reason(error), 3)
    except (KeyboardInterrupt, click.Abort):
        return 130
    return code if isinstance(code, int) else 0


def _width_of_help() -> dict[str, Any]:
    """The width of the help in a terminal so narrow that the help of click would be wider."""
    columns = shutil.get_terminal_size().columns
    return {"terminal_width": max(columns - 2, 20)} if columns < 52 else {}


def _reason(error: OSError) -> str:
    """What the system says of a file, and what to do about it if that is certain."""
    if error.filename is None and error.errno == errno.ENOENT:  # only the working directory has no name
        return "the working directory no longer exists\nhint: change to a directory that does"
    message = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        message += "\nhint: no file is half written; free some space, and run the command again"
    return message


def _fail(message: str, code: int) -> int:
    from moebib.cli._streams import has_color
    from moebib.cli._text import labelled

    # The option may not have been parsed when something is wrong with another one.
    color = "--no-color" not in sys.argv and has_color(sys.stderr)
    click.echo(labelled(f"error: {message}", color=color), err=True, color=True)
    return code
