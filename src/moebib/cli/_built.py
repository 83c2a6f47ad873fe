"""What is printed of a build."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from moebib.cli._options import Preview
from moebib.cli._output import Terminal
from moebib.cli._text import counted

if TYPE_CHECKING:
    from moebib.commands.build import Built

__all__ = ["report_built"]

_MOST_PROBLEMS = 20
"""How many problems with one hint are printed."""


def report_built(out: Terminal, built: Built, preview: Preview, *, as_json: bool) -> None:
    """Print what was built: each place in a README that is kept as it is, and the files.

    Raises:
        click.exceptions.Exit: If something must be decided first, or a check finds a file that is out of date.
    """
    from moebib.commands.build import SHOWN_BY_GITHUB

    readme = built.readme
    for notice in readme.changes if readme else ():
        out.say(f"{notice.where}: {notice.message}")
    for hint, group in groupby(readme.problems if readme else (), key=attrgetter("hint")):
        notices = list(group)
        for notice in notices[:_MOST_PROBLEMS]:
            out.say(f"{notice.where}: {notice.message}")
        if len(notices) > _MOST_PROBLEMS:
            out.say(f"... and {len(notices) - _MOST_PROBLEMS} more like these")
        if hint:
            out.say(f"  hint: {hint}")
    if built.nearly_too_long:
        size, limit = (number // 1024 for number in (built.nearly_too_long, SHOWN_BY_GITHUB))
        out.say(
            f"{built.readme_path} has {size} KiB, and GitHub shows the first {limit} KiB of a README\n"
            "hint: move some of its sections to files of their own"
        )
    notices_of = {"notices": readme.changes, "problems": readme.problems} if readme else {}
    facts = {name: [notice._asdict() for notice in notices] for name, notices in notices_of.items()}
    out.changes(built.changes, preview._replace(diff=preview.check or preview.diff), facts if as_json else None)
    if built.changes and preview.write:
        out.say(built.changes.summary(applied=True))
    if readme and readme.problems:
        number = counted(len(readme.problems), "difference")
        out.error(f"{number} between {built.readme_path} and the entries to decide; nothing is written")
        raise click.exceptions.Exit(1)
    if not built.changes:
        out.say("all outputs are up to date")
    elif preview.check or preview.diff:
        out.say(f"{counted(len(built.changes), 'file')} out of date\nhint: run `moebib build`")
        raise click.exceptions.Exit(1)
