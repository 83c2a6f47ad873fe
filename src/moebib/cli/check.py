"""`moebib check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from moebib.cli._format_options import output_format_option, read_output_format
from moebib.cli._list import list_root
from moebib.cli._options import Preview, input_file, json_option, preview_options, rules_options
from moebib.cli._output import Terminal
from moebib.cli._progress import busy, progress
from moebib.cli._text import counted
from moebib.errors import Finding, InputError

if TYPE_CHECKING:
    from moebib.checks.engine import Responses
    from moebib.checks.rules import Rule
    from moebib.commands.check import Checked
    from moebib.commands.inputs import CheckTarget

GROUP = "Check and fix"


@click.command()
@click.argument("files", nargs=-1, type=input_file, metavar="[FILE]...")
@rules_options
@output_format_option("text", "concise", "json", "github", "sarif")
@json_option
@click.option("--fix", is_flag=True, help="First apply all certain fixes, as `moebib fix` does.")
@preview_options(needs="--fix")
@click.option("--online", is_flag=True, help="Also query services about identifiers, retractions and publications.")
@click.option("--links", is_flag=True, help="Also request every link, to find dead ones.")
@click.option("--refresh", is_flag=True, help="With --online or --links: ignore cached responses and fetch again.")
@click.pass_context
def check(
    ctx: click.Context,
    files: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    output_format: str | None,
    as_json: bool,
    fix: bool,
    preview: Preview,
    online: bool,
    links: bool,
    refresh: bool,
) -> None:
    """Check the list, or the given files, for problems.

    FILE is in any format that `moebib import` reads: .bib, CSL-JSON, RIS, Hayagriva, a Markdown list; - is stdin.
    Several .bib files are checked as one bibliography: macros and parents may be in another file, and keys must differ.
    Makes no network requests unless --online or --links is given.

    RULE is a name, a code or the beginning of codes (title-ends-with-period, MB371, MB37), or several of them,
    separated by commas. `moebib rule RULE` explains a rule.

    A comment "# moebib: ignore RULE reason" suppresses a rule in an entry ("% moebib: ..." in a .bib file), [check] in
    moebib.toml in the whole list. Notes are suggestions: they are printed, but do not count as problems.

    \b
    Examples:
      moebib check
      moebib check refs.bib --select MB35,title-ends-with-period
      moebib check macros.bib refs.bib
      moebib check --online --links

    \b
    Exit code:
      0  no problems found
      1  problems found
      3  a file is not a bibliography; the others are checked all the same
      4  no problems found, but some services did not respond (--online, --links)
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.check import total

    out: Terminal = ctx.obj
    format_ = read_output_format(output_format, as_json=as_json) or "text"
    root = Path() if files else list_root(out, or_files=True)
    _check_use(files, format_, preview, fix=fix, refresh=refresh, is_online=online or links)
    if fix:
        from moebib.cli.fix import fix as fix_command

        ctx.invoke(fix_command, files=files, select=select, ignore=ignore, diff=preview.diff, dry_run=preview.dry_run)
        out.unread.clear()  # they are among the findings

    targets, rules, refused = _read(out, files, root, select, ignore)
    results = [_check_target(out, target, rules, online=online, links=links, refresh=refresh) for target in targets]
    for error in refused:
        out.error(str(error))
    if refused and not results:
        raise click.exceptions.Exit(3)
    checked = total(result.checked for result in results)
    _print_findings(out, checked.findings, format_, root)
    out.say(_summary(checked))
    is_inconclusive = _say_inconclusive(out, results)

    if refused:
        raise click.exceptions.Exit(3)
    if any(finding.level != "note" for finding in checked.findings):
        raise click.exceptions.Exit(1)
    if is_inconclusive:
        raise click.exceptions.Exit(4)


def _check_use(
    files: tuple[Path, ...], format_: str, preview: Preview, *, fix: bool, refresh: bool, is_online: bool
) -> None:
    """Raises UsageError for options that cannot be used together."""
    from moebib.store import STDIN

    if fix and STDIN in files:
        raise click.UsageError("--fix cannot write to stdin\nhint: `moebib fix -` prints what is fixed")
    if preview.diff and format_ != "text":
        raise click.UsageError(f"--diff prints a patch, and cannot be combined with {format_}")
    if not fix and not preview.write:
        raise click.UsageError("--diff and --dry-run need --fix")
    if refresh and not is_online:
        raise click.UsageError("--refresh needs --online or --links")


def _read(
    out: Terminal, files: tuple[Path, ...], root: Path, select: tuple[str, ...], ignore: tuple[str, ...]
) -> tuple[list[CheckTarget], tuple[Rule, ...], list[InputError]]:
    """The files, or the list in *root*; the rules for them; and why files are not bibliographies."""
    from moebib import store
    from moebib.checks.engine import select_rules
    from moebib.commands.check import rules_for_list
    from moebib.commands.inputs import read_files, read_list

    today = date.today()
    refused: list[InputError] = []
    if files:
        rules = select_rules(select, ignore)
        with busy(out, f"reading {', '.join(map(store.printable, files))}"):
            return list(read_files(files, today, refused)), rules, refused
    with busy(out, "reading the list"):
        target = read_list(root, today)
    return [target], rules_for_list(target.context.config, select, ignore), refused


class _CheckedTarget(NamedTuple):
    """What was found in a file or in the list, with what services and sites say about it."""

    checked: Checked
    services: Responses
    sites: Responses


def _check_target(
    out: Terminal, target: CheckTarget, rules: Sequence[Rule], *, online: bool, links: bool, refresh: bool
) -> _CheckedTarget:
    from moebib.checks.engine import Responses
    from moebib.commands.check import check

    services = _query_services(out, target, rules, refresh=refresh) if online else Responses()
    sites = _request_links(out, target, rules, refresh=refresh) if links else Responses()
    with busy(out, "checking"):
        return _CheckedTarget(check(target, rules, [*services.violations, *sites.violations]), services, sites)


def _query_services(out: Terminal, target: CheckTarget, rules: Sequence[Rule], *, refresh: bool) -> Responses:
    from moebib.commands.check import service_responses, works_to_query
    from moebib.commands.verify import Verified, verify
    from moebib.lookup.client import open_client

    works = works_to_query(target.context, rules)
    verified: list[Verified] = []
    with (
        open_client(refresh=refresh, on_low_budget=out.warn) as client,
        progress(out, "querying services", len(works)) as bar,
    ):
        for work in verify(works, client, date.today()):
            bar.advance()
            verified.append(work)
    return service_responses(verified, rules)


def _request_links(out: Terminal, target: CheckTarget, rules: Sequence[Rule], *, refresh: bool) -> Responses:
    from moebib import sources
    from moebib.checks.link_status import link_responses, links_in, requested_url
    from moebib.web import Web
    from moebib.web.response import LinkStatus

    links = list(links_in(target.context)) if any(rule.option == "--links" for rule in rules) else []
    urls = dict.fromkeys(requested_url(link.url) for link in links)
    statuses: list[LinkStatus] = []
    with (
        Web.from_environment(limits=sources.limits(), refresh=refresh) as web,
        progress(out, "requesting links", len(urls)) as bar,
    ):
        for status in web.check_links(urls):
            bar.advance()
            statuses.append(status)
    return link_responses(links, statuses, rules)


def _print_findings(out: Terminal, findings: Sequence[Finding], format_: str, root: Path) -> None:
    from moebib.cli._diagnostics import FORMATS, colored
    from moebib.commands.check import texts_of

    shown = FORMATS[format_](findings, texts_of(findings, root))
    if format_ in ("text", "concise"):
        out.text(shown, paint=colored)
    else:
        out.data(shown)


def _say_inconclusive(out: Terminal, results: Sequence[_CheckedTarget]) -> bool:
    """Print why works and links could not be checked, and return whether there are any."""
    works: Counter[str] = Counter()
    links: Counter[str] = Counter()
    for result in results:
        works.update(result.services.inconclusive)
        links.update(result.sites.inconclusive)
    for noun, reasons in (("work", works), ("link", links)):
        for reason, number in reasons.items():
            out.say(f"{reason} ({counted(number, noun)})")
    if unknown := links.total():
        out.say(f"could not check {counted(unknown, 'link')}: only links that their server reports as gone are dead")
    return bool(works or links)


def _summary(checked: Checked) -> str:
    problems = [finding for finding in checked.findings if finding.level != "note"]
    notes = len(checked.findings) - len(problems)
    entries = counted(checked.works, "work") + (f" and {counted(checked.models, 'model')}" if checked.models else "")
    if not problems:
        return f"no problems found in {entries}" + (f"; {counted(notes, 'note')}" if notes else "")
    files = len({finding.file for finding in problems})
    fixable = sum(finding.patch is not None for finding in checked.findings)
    hint = f"; [*] {fixable} fixable with `moebib fix`" if fixable else ""
    noted = f" and {counted(notes, 'note')}" if notes else ""
    return f"{counted(len(problems), 'problem')}{noted} in {counted(files, 'file')}, {entries} checked{hint}"
