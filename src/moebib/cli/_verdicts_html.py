"""The report on verified references as one HTML file, without scripts and without anything from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import escape

from moebib.cli._text import plain
from moebib.cli._verdicts import policy_lines, summary
from moebib.commands.verify_report import KINDS, Result, VerifyReport
from moebib.lookup.verdict import Difference, Verdict, VerdictKind
from moebib.text import markup
from moebib.text.urls import is_http_url

__all__ = ["html_report"]

_CSS = """\
:root { color-scheme: light dark; --ink: #1c1c1e; --paper: #fff; --faint: #5f6368; --line: #d9dce0;
  --good: #1a6b3c; --warn: #8a5300; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8ea; --paper: #17181a; --faint: #a3a8ae; --line: #3a3d42;
  --good: #7fd6a0; --warn: #f0b866; --bad: #ff9a92; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 4rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0; }
a { color: inherit; }
.faint, .note { color: var(--faint); }
article { border-top: 1px solid var(--line); padding: .75rem 0; break-inside: avoid; }
.verdict { font-weight: 600; }
.ok { color: var(--good); }
.differs, .cannot-tell { color: var(--warn); }
.not-found, .retracted, .withdrawn { color: var(--bad); }
table { border-collapse: collapse; table-layout: fixed; width: 100%; margin: .5rem 0; }
th, td { padding: .2rem .75rem .2rem 0; text-align: left; vertical-align: top; }
th { color: var(--faint); font-weight: normal; }
th[scope=row], td:empty { width: 6.5rem; }
mark { background: none; color: inherit; font-weight: 600; text-decoration: underline; }
@media print { :root { --ink: #000; --paper: #fff; --faint: #444; --line: #bbb; --good: #000; --warn: #000;
  --bad: #000; }
  body { max-width: none; padding: 0; font-size: 10pt; } }
"""


def html_report(report: VerifyReport) -> str:
    """The report; whatever texts contain is shown as text."""
    problems = len(report.results) - report.verdicts()["ok"] + len(report.lost)
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>References: {problems} to check</title>",
        f"<style>\n{_CSS}</style></head><body>",
        "<header><h1>References</h1>",
        f"<p>{_text(summary(report))}</p>",
        f'<p class="faint">Checked on {report.day} by moebib. A verdict is what databases have on a reference, not a '
        "judgement on whoever wrote it.</p>",
        *(f'<p class="faint">{_linked(line)}</p>' for line in policy_lines(report)),
        "".join(_contents(report)),
        "</header><main>",
        *(f"<article><h2>cannot read {_text(finding.where)}</h2><p>{_text(finding.message)}</p></article>"
          for finding in report.lost),
        *(_article(result) for result in report.results),
        "</main></body></html>\n",
    ]  # fmt: skip
    return "\n".join(parts)


def _contents(report: VerifyReport) -> Iterator[str]:
    """The references to check, by verdict, as links."""
    for kind in KINDS[:-1]:
        links = [
            f'<a href="#r{result.verified.number}">{_text(result.key)}</a>'
            for result in report.results
            if result.verified.verdict.kind == kind
        ]
        if links:
            yield f'<p><span class="verdict {_class(kind)}">{kind}</span>: {", ".join(links)}</p>'


def _class(kind: VerdictKind) -> str:
    return kind.replace(" ", "-")


def _article(result: Result) -> str:
    verdict, record = result.verified.verdict, result.verified.record
    line, _ = result.place
    where = f"{result.file}:{line}" if line else result.file
    people = "; ".join(name.display() for name in record.author[:3]) + ("; et al." if len(record.author) > 3 else "")
    year = str(record.issued.year) if record.issued else ""
    cited = " · ".join(filter(None, (people, year, markup.plain(record.venue))))
    treatment = f" [{result.treatment}]" if result.treatment else ""
    return "".join([
        f'<article id="r{result.verified.number}"><h2>{_text(markup.plain(record.title) or result.key)}</h2>',
        f'<p class="faint">{_text(" · ".join(filter(None, (cited, result.key, where))))}</p>',
        f'<p><span class="verdict {_class(verdict.kind)}">{_text(str(verdict) + treatment)}</span></p>',
        "".join(_details(verdict)),
        "</article>",
    ])  # fmt: skip


def _details(verdict: Verdict) -> Iterator[str]:
    """What differs as a table, in which both values are beside one another; then the evidence and the remarks."""
    if verdict.differences:
        sources = dict.fromkeys(difference.source for difference in verdict.differences)
        there = f"in {_text(next(iter(sources)))}" if len(sources) == 1 else "elsewhere"
        yield f"<table><tr><td></td><th scope=col>here</th><th scope=col>{there}</th></tr>"
        for difference in verdict.differences:
            here, other = _compared(difference)
            source = f' <span class="faint">({_text(difference.source)})</span>' if len(sources) > 1 else ""
            yield f"<tr><th scope=row>{difference.field}</th><td>{here}</td><td>{other}{source}</td></tr>"
        yield "</table>"
    links = dict.fromkeys(difference.link for difference in verdict.differences if is_http_url(difference.link))
    yield from (f"<p>evidence: {_linked(link)}</p>" for link in links)
    if verdict.link:
        yield f"<p>notice: {_linked(verdict.link)}</p>"
    yield from (f'<p class="note">{_linked(hint)}</p>' for hint in verdict.hints)


def _compared(difference: Difference) -> tuple[str, str]:
    """Both values in HTML; of titles, the words that only one of them has are marked."""
    here, there = difference.here, difference.there
    if difference.field != "title":
        return _text(here), _text(there)
    words = [re.findall(r"\S+", text) for text in (here, there)]
    marked: tuple[list[str], list[str]] = ([], [])
    for kind, start, end, other_start, other_end in SequenceMatcher(
        None, words[0], words[1], autojunk=False
    ).get_opcodes():
        for shown, part in zip(marked, (words[0][start:end], words[1][other_start:other_end]), strict=True):
            text = _text(" ".join(part))
            shown += [text if kind == "equal" else f"<mark>{text}</mark>"] if part else []
    return " ".join(marked[0]), " ".join(marked[1])


def _linked(text: str) -> str:
    """*text* with links for the URLs in it."""
    parts = re.split(r"(https?://[^\s<>()\"']+)", text)
    return "".join(
        f'<a href="{_text(part)}" rel="noreferrer">{_text(part)}</a>' if is_http_url(part) else _text(part)
        for part in parts
    )


def _text(text: str) -> str:
    """*text* in HTML, with escapes for characters that reorder or hide others."""
    return escape(plain(text))
