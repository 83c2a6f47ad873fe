"""`moebib check`, and the output formats of findings: with the line and a caret, concise, JSON, GitHub, SARIF."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._output import Terminal, counted, progress
from moebib.errors import Finding
from moebib.text.lines import LINE_BREAK

if TYPE_CHECKING:
    from moebib.checks.engine import Responses
    from moebib.checks.rules import Rule
    from moebib.commands.check import Checked, CheckTarget

GROUP = "Check and fix"


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]...")
@click.option("--select", multiple=True, metavar="RULE", help="Only run these rules; repeatable.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Do not run these rules; repeatable.")
@click.option(
    "--output-format",
    "format_",
    type=click.Choice(["text", "concise", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="Print findings for people or for a program.",
)
@click.option("--fix", is_flag=True, help="First apply all certain fixes, as `moebib fix` does.")
@click.option("--diff", is_flag=True, help="With --fix: write nothing; print what would change as a patch.")
@click.option("--dry-run", is_flag=True, help="With --fix: write nothing; list what would change.")
@click.option("--online", is_flag=True, help="Also query services about identifiers, retractions and publications.")
@click.option("--links", is_flag=True, help="Also request every link, to find dead ones.")
@click.option("--refresh", is_flag=True, help="With --online or --links: ignore cached responses and fetch again.")
@click.pass_context
def check(
    ctx: click.Context,
    files: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    format_: str,
    fix: bool,
    diff: bool,
    dry_run: bool,
    online: bool,
    links: bool,
    refresh: bool,
) -> None:
    """Check the list, or the given files, for problems.

    FILE is in any format that `moebib import` reads: .bib, CSL-JSON, RIS, Hayagriva, a Markdown list.
    Makes no network requests unless --online or --links is given.

    RULE is a name, a code or the beginning of codes (title-ends-with-period, MB371, MB37), or several of them,
    separated by commas. `moebib rule RULE` explains a rule.

    A comment "# moebib: ignore RULE reason" suppresses a rule in an entry ("% moebib: ..." in a .bib file), [check] in
    moebib.toml in the whole list. Notes are suggestions: they are printed, but do not count as problems.

    \b
    Examples:
      moebib check
      moebib check refs.bib --select MB35,title-ends-with-period
      moebib check --online --links

    \b
    Exit code:
      0  no problems found
      1  problems found
      4  no problems found, but some services did not respond (--online, --links)
    """  # noqa: D301 - click wants the character, not its name
    from moebib import store
    from moebib.checks.engine import Responses, select_rules
    from moebib.commands.check import check, read_file, read_list, rules_for_list, texts_of, total

    out: Terminal = ctx.obj
    if fix:
        from moebib.cli.fix import fix as fix_command

        ctx.invoke(fix_command, files=files, select=select, ignore=ignore, diff=diff, dry_run=dry_run)
    elif diff or dry_run:
        raise click.UsageError("--diff and --dry-run need --fix")
    if refresh and not (online or links):
        raise click.UsageError("--refresh needs --online or --links")

    today = date.today()
    if files:
        root = Path()
        rules = select_rules(select, ignore)
        targets: Iterator[CheckTarget] = (read_file(file, today) for file in files)
    else:
        root = store.find_root(out.folder) or store.bundled()
        target = read_list(root, today)
        rules = rules_for_list(target.context.config, select, ignore)
        targets = iter([target])
    parts: list[Checked] = []
    inconclusive: dict[str, Counter[str]] = {"work": Counter(), "link": Counter()}
    for target in targets:
        services = _query_services(out, target, rules, refresh=refresh) if online else Responses()
        sites = _request_links(out, target, rules, refresh=refresh) if links else Responses()
        parts.append(check(target, rules, [*services.violations, *sites.violations]))
        inconclusive["work"].update(services.inconclusive)
        inconclusive["link"].update(sites.inconclusive)

    checked = total(parts)
    shown = FORMATS[format_](checked.findings, texts_of(checked.findings, root))
    (out.text if format_ in ("text", "concise") else out.data)(shown)
    out.say(_summary(checked))
    for noun, reasons in inconclusive.items():
        for reason, number in reasons.items():
            out.say(f"{reason} ({counted(number, noun)})")
    if unknown := inconclusive["link"].total():
        out.say(f"could not check {counted(unknown, 'link')}: only links that their server reports as gone are dead")
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
        open_client(refresh=refresh) as client,
        progress(out, "querying services", len(works)) as bar,
    ):
        for work in verify(works, client):
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


_GITHUB_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
_LONGEST = 120
"""The longest line that is shown whole; of a longer one, the part around the column is shown."""


def _text(findings: Sequence[Finding], texts: Mapping[str, str]) -> str:
    lines = {file: LINE_BREAK.split(text) for file, text in texts.items()}
    return "".join(f"{_block(finding, lines.get(finding.file or ''))}\n" for finding in findings)


def _block(finding: Finding, lines_of_file: Sequence[str] | None) -> str:
    lines = [_headline(finding)]
    number = str(finding.line or "")
    margin = " " * len(number)
    if finding.where:
        lines.append(f"{margin}--> {finding.where}")
    if lines_of_file is not None and finding.line:
        line = lines_of_file[finding.line - 1] if finding.line <= len(lines_of_file) else ""
        shown, caret = _excerpt(line, finding.column or 1)
        lines += [f"{margin} |", f"{number} | {shown}", f"{margin} | {' ' * caret}^"]
    if finding.hint:
        lines.append(f"help: {finding.hint}")
    return "\n".join([*lines, ""])


def _headline(finding: Finding) -> str:
    """Code and message, with [*] if `moebib fix` can fix it, and "note:" if it is not a problem."""
    fixable = " [*]" if finding.patch else ""
    note = " note:" if finding.level == "note" else ""
    return f"{finding.code}{fixable}{note} {finding.message}"


def _excerpt(line: str, column: int) -> tuple[str, int]:
    """The line, shortened, and the offset of the column in it."""
    start = max(0, column - 1 - _LONGEST // 2) if len(line) > _LONGEST else 0
    return line[start : start + _LONGEST].replace("\t", " "), min(column - 1, len(line)) - start


def _concise(findings: Sequence[Finding], texts: Mapping[str, str]) -> str:
    lines = (f"{finding.where}: {_headline(finding)}" for finding in findings)
    return "".join(f"{line.removeprefix(': ')}\n" for line in lines)


def _json(findings: Sequence[Finding], texts: Mapping[str, str]) -> str:
    return json.dumps([_plain(finding) for finding in findings], ensure_ascii=False, indent=2) + "\n"


def _plain(finding: Finding) -> dict[str, Any]:
    fields = asdict(finding)
    plain = {name: value for name, value in fields.items() if value is not None and name not in ("patch", "level")}
    if patch := finding.patch:
        plain["patch"] = {"id": patch.id, "changes": json.loads(json.dumps(patch.changes, default=_as_data))}
    return plain


def _as_data(value: Any) -> Any:
    return value.to_dict() if hasattr(value, "to_dict") else str(value)


def _github(findings: Sequence[Finding], texts: Mapping[str, str]) -> str:
    """Workflow commands (https://docs.github.com/actions/reference/workflow-commands-for-github-actions)."""
    return "".join(f"{_command(finding)}\n" for finding in findings)


def _command(finding: Finding) -> str:
    places = {"file": finding.file, "line": finding.line, "col": finding.column, "title": finding.code}
    properties = ",".join(f"{name}={_escaped(str(value), ',:')}" for name, value in places.items() if value is not None)
    message = f"{finding.code} {finding.message}" + (f"\n{finding.hint}" if finding.hint else "")
    return f"::{_GITHUB_LEVELS[finding.level]} {properties}::{_escaped(message)}"


def _escaped(text: str, also: str = "") -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return "".join(f"%{ord(char):02X}" if char in also else char for char in text)


def _sarif(findings: Sequence[Finding], texts: Mapping[str, str]) -> str:
    """SARIF 2.1.0 (OASIS), as code scanning services take it."""
    from moebib.checks.rules import rules

    by_code = {rule.code: rule for rule in rules()}
    codes = list(dict.fromkeys(finding.code for finding in findings))
    described = [
        {"id": code, "name": by_code[code].name, "shortDescription": {"text": by_code[code].finds}}
        if code in by_code
        else {"id": code}
        for code in codes
    ]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "moebib", "rules": described}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, codes.index(finding.code)) for finding in findings],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(finding: Finding, number: int) -> dict[str, Any]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    location: dict[str, Any] = {"artifactLocation": {"uri": finding.file}}
    if finding.line:
        location["region"] = {name: value for name, value in region.items() if value is not None}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": finding.level,
        "message": {"text": finding.message + (f" ({finding.hint})" if finding.hint else "")},
    }
    return result | ({"locations": [{"physicalLocation": location}]} if finding.file else {})


FORMATS: dict[str, Callable[[Sequence[Finding], Mapping[str, str]], str]] = {
    "text": _text,
    "concise": _concise,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}
