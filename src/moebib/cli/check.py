"""`moebib check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moebib.cli._format_options import output_format_option, read_output_format
from moebib.cli._options import Preview, input_file, json_option, preview_options, rules_options
from moebib.cli._output import Terminal, counted
from moebib.cli._progress import busy, progress
from moebib.errors import InputError

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
    from moebib import store
    from moebib.checks.engine import Responses, select_rules
    from moebib.cli._diagnostics import FORMATS, colored
    from moebib.commands.check import check, rules_for_list, texts_of, total
    from moebib.commands.inputs import read_files, read_list

    out: Terminal = ctx.obj
    format_ = read_output_format(output_format, as_json=as_json) or "text"
    root = Path() if files else out.root(or_files=True)
    if fix and store.STDIN in files:
        raise click.UsageError("--fix cannot write to stdin\nhint: `moebib fix -` prints what is fixed")
    if preview.diff and format_ != "text":
        raise click.UsageError(f"--diff prints a patch, and cannot be combined with {format_}")
    if fix:
        from moebib.cli.fix import fix as fix_command

        ctx.invoke(fix_command, files=files, select=select, ignore=ignore, diff=preview.diff, dry_run=preview.dry_run)
        out.unread.clear()  # they are among the findings
    elif not preview.write:
        raise click.UsageError("--diff and --dry-run need --fix")
    if refresh and not (online or links):
        raise click.UsageError("--refresh needs --online or --links")

    today = date.today()
    refused: list[InputError] = []
    if files:
        rules = select_rules(select, ignore)
        with busy(out, f"reading {', '.join(map(store.printable, files))}"):
            targets = list(read_files(files, today, refused))
    else:
        with busy(out, "reading the list"):
            targets = [read_list(root, today)]
        rules = rules_for_list(targets[0].context.config, select, ignore)
    parts: list[Checked] = []
    inconclusive: dict[str, Counter[str]] = {"work": Counter(), "link": Counter()}
    for target in targets:
        services = _query_services(out, target, rules, refresh=refresh) if online else Responses()
        sites = _request_links(out, target, rules, refresh=refresh) if links else Responses()
        with busy(out, "checking"):
            parts.append(check(target, rules, [*services.violations, *sites.violations]))
        inconclusive["work"].update(services.inconclusive)
        inconclusive["link"].update(sites.inconclusive)

    for error in refused:
        out.error(str(error))
    if refused and not parts:
        raise click.exceptions.Exit(3)
    checked = total(parts)
    shown = FORMATS[format_](checked.findings, texts_of(checked.findings, root))
    if format_ in ("text", "concise"):
        out.text(shown, paint=colored)
    else:
        out.data(shown)
    out.say(_summary(checked))
    for noun, reasons in inconclusive.items():
        for reason, number in reasons.items():
            out.say(f"{reason} ({counted(number, noun)})")
    if unknown := inconclusive["link"].total():
        out.say(f"could not check {counted(unknown, 'link')}: only links that their server reports as gone are dead")
    if refused:
        raise click.exceptions.Exit(3)
    if any(finding.level != "note" for finding in checked.findings):
        raise click.exceptions.Exit(1)
    if any(inconclusive.values()):
        raise click.exceptions.Exit(4)


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
