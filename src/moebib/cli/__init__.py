"""The command line: arguments to one action, its result to text and an exit code.

Exit codes: 0 fine, 1 findings or a stale output, 2 usage, 3 broken input, 4 somebody did not answer, 5 not found,
6 retracted or withdrawn, 130 interrupted.
Data goes to stdout, everything else to stderr. One file in this package is one command.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from moebib import _registry
from moebib.errors import Finding, InputError, InvalidRecord

__all__ = ["main"]


class _Commands(click.Group):
    """The commands, each imported only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_registry.leaves(sys.modules[__name__]))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            from moebib.text.suggest import suggest

            ctx.fail(f"no command {cmd_name!r}{suggest(cmd_name, self.list_commands(ctx))}")
        return _registry.leaf(sys.modules[__name__], cmd_name, click.Command)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # The reader of a pipe has seen enough (`moebib list | head -1`); what is still buffered goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-C",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Work as if started in DIR.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
@click.option("--no-color", is_flag=True, help="No colour, on a terminal either (as NO_COLOR does).")
@click.version_option(package_name="moebib", message="%(package)s %(version)s")
@click.pass_context
def _moebib(ctx: click.Context, folder: Path | None, quiet: bool, no_color: bool) -> None:
    """Keep a bibliography as data in git; the README, BibTeX and CSL-JSON are exports of it.

    In a folder without moebib.toml, and without one above it, the commands that read use the bibliography of
    Mixture-of-Experts inference that moebib carries.
    """
    from moebib.cli._output import Terminal

    if folder:
        os.chdir(folder)
    ctx.obj = Terminal(folder=Path(), quiet=quiet, color=not no_color)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # Records are no cycles; to look for some at every 700th object takes a tenth of the time of a long file.
    gc.set_threshold(50_000, 50, 100)
    sys.exit(_run())


def _run() -> int:
    from moebib.cli._output import plain

    try:
        code = _moebib.main(prog_name="moebib", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except InvalidRecord as error:
        _complain(error.findings)
        return 3
    except InputError as error:
        click.echo(f"error: {plain(str(error))}", err=True)
        return 3 if error.where else 2
    except OSError as error:
        click.echo(f"error: {plain(f'{error.filename}: {error.strerror}' if error.filename else str(error))}", err=True)
        return 3
    except (KeyboardInterrupt, click.Abort):
        return 130
    return code if isinstance(code, int) else 0


def _complain(findings: tuple[Finding, ...]) -> None:
    from moebib.cli._output import counted, plain

    for finding in findings:
        click.echo(plain(str(finding)), err=True)
    files = {finding.file for finding in findings if finding.file}
    place = f" in {counted(len(files), 'file')}" if files else ""
    click.echo(f"{counted(len(findings), 'problem')}{place}", err=True)
