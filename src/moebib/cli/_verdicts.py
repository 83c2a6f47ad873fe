"""The output formats of verdicts: text for people, JSON, JUnit XML, and findings for SARIF and GitHub annotations."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from moebib.cli import _diagnostics
from moebib.cli._text import counted, plain
from moebib.commands.verify_report import KINDS, Result, VerifyReport
from moebib.lookup.verdict import VerdictKind
from moebib.lookup.verify import PUBLISHED_VERSION
from moebib.text import markup

__all__ = ["FORMATS", "STYLES", "advice", "headline", "policy_lines", "summary", "text_rows"]

STYLES: Mapping[VerdictKind, str] = {
    "ok": "green", "cannot tell": "yellow", "differs": "bold yellow", "not found": "bold red", "retracted": "bold red",
    "withdrawn": "bold red",
}  # fmt: skip
"""The style of a verdict on a terminal."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def headline(result: Result) -> str:
    """The key, the verdict and its reason: "cooling: not found (all 9 sources responded)"."""
    treatment = f" [{result.treatment}]" if result.treatment else ""
    return f"{result.key}: {result.verified.verdict}{treatment}"


def text_rows(result: Result) -> Iterator[tuple[str, str]]:
    """The title that is to be searched for by hand, what differs with both values and the evidence, and the remarks."""
    verdict = result.verified.verdict
    if verdict.kind in ("not found", "cannot tell"):
        yield "title", markup.plain(result.verified.record.title)
    if verdict.link:
        yield "notice", verdict.link
    links = [difference.link for difference in verdict.differences]
    for number, difference in enumerate(verdict.differences):
        yield f"{difference.field} here", difference.here
        yield f"{difference.field} in {difference.source}", difference.there
        if difference.link and difference.link not in links[number + 1 :]:  # once, below the last that it shows
            yield "evidence", difference.link
    yield from (("note", hint) for hint in verdict.hints)


def summary(report: VerifyReport) -> str:
    """The number of references with each verdict, and of entries that could not be read."""
    counts = report.verdicts()
    parts = [f"{counts[kind]} {kind}" for kind in reversed(KINDS) if counts[kind]]
    parts += [f"{len(report.lost)} unreadable"] if report.lost else []
    return ": ".join(filter(None, [counted(len(report.results), "reference"), ", ".join(parts)]))


def advice(report: VerifyReport, *, is_fixed: bool = False, corrected: Collection[int] = ()) -> Iterator[str]:
    """What to do next, after ``--fix`` or without it; nothing differs in references with the numbers *corrected*."""
    counts = report.verdicts()
    verdicts = [result.verified for result in report.results]
    of_preprints = [result for result in report.results
                    if any(hint.startswith(PUBLISHED_VERSION) for hint in result.verified.verdict.hints)]  # fmt: skip
    if counts["retracted"] + counts["withdrawn"]:
        yield "hint: cite retracted or withdrawn works only to say so"
    if counts["not found"]:
        yield "hint: search for what was not found by hand; moebib does not know every work"
    unknown = [verified for verified in verdicts if verified.verdict.kind == "cannot tell"]
    if any(not verified.unavailable for verified in unknown):
        yield "hint: check by hand what no service has to have"
    different = [result for result in report.results
                 if result.verified.verdict.kind == "differs" and result.verified.number not in corrected]  # fmt: skip
    if different:
        yield f"hint: compare what {'still ' * is_fixed}differs with the work itself"
        if not is_fixed and (bib := _bib_file(different)):
            yield f"hint: `moebib verify {bib} --fix` corrects what is certain"
        if any(not result.file or result.file.endswith(".toml") for result in different):
            yield "hint: `moebib why KEY` shows the values of all services for a work of the list"
    if any(verified.unavailable for verified in verdicts):
        yield "hint: run the same command again later; only the missing responses are requested"
    if bib := _bib_file(of_preprints):
        yield f"hint: `moebib update {bib}` replaces preprints with their publications"


def _bib_file(results: Iterable[Result]) -> str:
    """The .bib file that *results* are in, as an argument of a command; empty if they are in none."""
    files = [*dict.fromkeys(result.file for result in results if _is_in_bib(result))]
    return shlex.quote(files[0]) if len(files) == 1 else "FILE.bib" if files else ""


def _is_in_bib(result: Result) -> bool:
    return result.file.lower().endswith(".bib")


def policy_lines(report: VerifyReport) -> Iterator[str]:
    """What the verdicts mean under the policy, and what its venue has said."""
    if policy := report.policy:
        treatments = "; ".join(f"{treatment}: {number}" for treatment, number in report.treatments().most_common())
        yield f"for {policy.venue}: {treatments}"
        source = {"first-hand": "", "quoted": "as quoted from ", "reported": "as reported at "}[
            policy.known
        ] + policy.source
        yield f"{policy.venue} {policy.says} ({policy.stated}, {source})"


def _json(report: VerifyReport) -> str:
    data = [_as_json(result) for result in report.results]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _as_json(result: Result) -> dict[str, Any]:
    verdict = result.verified.verdict
    line, column = result.place
    return {
        "key": result.key,
        "title": markup.plain(result.verified.record.title),
        "file": result.file or None,
        "line": line,
        "column": column,
        "verdict": verdict.kind,
        "why": verdict.why,
        "link": verdict.link or None,
        "differences": [difference._asdict() for difference in verdict.differences],
        "hints": list(verdict.hints),
        "policy": result.treatment,
        "unavailable": dict(result.verified.unavailable),
    }


def _junit(report: VerifyReport) -> str:
    """JUnit XML: a test case per reference, which fails unless the reference is ok; skipped if it cannot be checked.

    The attributes are those of https://github.com/testmoapp/junitxml.
    """
    counts = report.verdicts()
    skipped = counts["cannot tell"]
    totals = {
        "tests": len(report.results) + len(report.lost), "failures": len(report.results) - counts["ok"] - skipped,
        "errors": len(report.lost), "skipped": skipped,
    }  # fmt: skip
    suites = ET.Element("testsuites", {name: str(number) for name, number in totals.items()})
    suite = ET.SubElement(suites, "testsuite", {"name": "moebib verify", **suites.attrib})
    for finding in report.lost:
        case = _case(suite, finding.id or finding.code, finding.file or "", finding.line)
        ET.SubElement(case, "error", {"message": _in_xml(finding.message)}).text = _in_xml(str(finding))
    for result in report.results:
        case = _case(suite, result.key, result.file, result.place[0])
        verdict = result.verified.verdict
        details = "\n".join(f"{label}: {text}" for label, text in text_rows(result))
        message = ": ".join(filter(None, [str(verdict), ", ".join(other.field for other in verdict.differences)]))
        if verdict.kind == "cannot tell":
            ET.SubElement(case, "skipped", {"message": _in_xml(message)}).text = _in_xml(details)
        elif verdict.kind != "ok":
            failure = {"type": verdict.kind, "message": _in_xml(message)}
            ET.SubElement(case, "failure", failure).text = _in_xml(details)
        elif details:
            ET.SubElement(case, "system-out").text = _in_xml(details)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _case(suite: ET.Element, name: str, file: str, line: int | None) -> ET.Element:
    attributes = {"name": _in_xml(name), "classname": _in_xml(file) or "moebib"}
    attributes |= {"file": _in_xml(file)} if file else {}
    return ET.SubElement(suite, "testcase", attributes | ({"line": str(line)} if line else {}))


def _in_xml(text: str) -> str:
    """*text* without the characters that XML cannot contain, and with those escaped that reorder or hide others."""
    return _NOT_IN_XML.sub("\ufffd", plain(text))


def _html(report: VerifyReport) -> str:
    from moebib.cli._verdicts_html import html_report

    return html_report(report)


FORMATS: dict[str, Callable[[VerifyReport], str]] = {
    "json": _json,
    "sarif": lambda report: _diagnostics.FORMATS["sarif"](report.findings(), {}),
    "github": lambda report: _diagnostics.FORMATS["github"](report.findings(), {}),
    "junit": _junit,
    "html": _html,
}
"""The formats other than text, which is printed while references are looked up."""
