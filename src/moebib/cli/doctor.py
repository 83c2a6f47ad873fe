"""`moebib doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from moebib.cli._options import json_option
from moebib.cli._output import Terminal
from moebib.cli._progress import busy, progress
from moebib.cli._text import counted

if TYPE_CHECKING:
    from moebib.cli._checkup import Checkup

GROUP = "Help"


@click.command()
@click.option("--online", is_flag=True, help="Also request a page of each service, to see whether it responds.")
@json_option
@click.pass_obj
def doctor(out: Terminal, online: bool, as_json: bool) -> None:
    """Check the installation: Python, the list, settings, the cache, services and other programs.

    Makes no requests unless --online is given. API keys are not shown. Put the output into a report of a problem.

    \b
    Examples:
      moebib doctor
      moebib doctor --online
      moebib doctor --json

    \b
    Exit code:
      0  everything that moebib itself needs works
      1  a problem, for example a cache that cannot be written
      4  no service responded (--online)
    """  # noqa: D301 - click wants the character, not its name
    from moebib import store
    from moebib.cli._checkup import Checkup, check_surroundings

    with busy(out, "checking the installation"):
        checkups = list(check_surroundings(store.find_root(out.folder)))
    services = _check_services(out) if online else []
    if not online:
        checkups.append(Checkup("services", "not tested", "moebib doctor --online tests them"))
    checkups += services
    if as_json:
        out.json([checkup._asdict() for checkup in checkups])
    else:
        shown = (f"{'' if checkup.state == 'ok' else f'{checkup.state}: '}{checkup.found}" for checkup in checkups)
        out.rows("", list(zip((checkup.name for checkup in checkups), shown, strict=True)), is_data=True)
        for checkup in checkups:
            if checkup.hint:
                out.say(f"hint: {checkup.name}: {checkup.hint}")
    problems = sum(checkup.state == "problem" for checkup in checkups)
    is_silent = bool(services) and all(service.state != "ok" for service in services)
    out.say(counted(problems, "problem") if problems else "no service responded" if is_silent else "no problems found")
    if problems or is_silent:
        raise click.exceptions.Exit(1 if problems else 4)


def _check_services(out: Terminal) -> list[Checkup]:
    from moebib import sources
    from moebib.cli._checkup import check_hosts

    hosts = sorted({limit.host.lstrip(".") for limit in sources.limits()})
    checkups: list[Checkup] = []
    with progress(out, "querying services", len(hosts)) as bar:
        for checkup in check_hosts(hosts):
            bar.advance()
            checkups.append(checkup)
    return sorted(checkups)
