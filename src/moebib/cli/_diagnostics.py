"""The output formats of findings: with the line and a caret, concise, JSON, GitHub annotations, SARIF."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from moebib.codes import CODES
from moebib.errors import Finding
from moebib.records.name import Names
from moebib.text.lines import LINE_BREAK

__all__ = ["FORMATS", "colored", "finding_as_json"]

_GITHUB_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
_LONGEST = 120
"""The longest line that is shown whole; of a longer one, the part around the column is shown."""


def _text(findings: Sequence[Finding], texts: Mapping[str, str]) -> str:
    lines = {file: LINE_BREAK.split(text) for file, text in texts.items()}
    return "".join(f"{_block(finding, lines.get(finding.file or ''))}\n" for finding in findings)


def _block(finding: Finding, lines_of_file: Sequence[str] | None) -> str:
    lines = [_headline(finding)]
    number = str(finding.line or "")
    margin = " " * max(len(number), 1)
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
    return json.dumps([finding_as_json(finding) for finding in findings], ensure_ascii=False, indent=2) + "\n"


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """A finding as plain data."""
    values = {field.name: getattr(finding, field.name) for field in fields(finding)}
    plain = {name: value for name, value in values.items() if value is not None and name not in ("patch", "level")}
    if patch := finding.patch:
        changes = {
            name: value.texts() if isinstance(value, Names) else value  # JSON would be a list without "others"
            for name, value in patch.changes.items()
        }
        plain["patch"] = {"id": patch.id, "changes": json.loads(json.dumps(changes, default=_as_data))}
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
        else {"id": code, "shortDescription": {"text": CODES[code].meaning}}
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
    uri = quote(Path(finding.file or "").as_posix())  # a URI has no spaces, and only ASCII characters (RFC 3986)
    location: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if finding.line:
        location["region"] = {name: value for name, value in region.items() if value is not None}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": finding.level,
        "message": {"text": finding.message + (f" ({finding.hint})" if finding.hint else "")},
    }
    return result | ({"locations": [{"physicalLocation": location}]} if finding.file else {})


_PARTS = re.compile(
    r"^(?P<path>\S.*:\d+:\d+: )?(?P<code>MB\d{3})(?P<fixable> \[\*\])?(?= )"  # the headline
    r"|^(?P<margin> *-->|[ \d]* \|(?: +(?P<caret>\^)$)?)|^(?P<help>help:)",
    re.MULTILINE,
)
_STYLES: dict[str, dict[str, Any]] = {
    "path": {"bold": True}, "code": {"fg": "red", "bold": True}, "fixable": {"fg": "cyan"},
    "margin": {"fg": "blue"}, "caret": {"fg": "red", "bold": True}, "help": {"fg": "cyan", "bold": True},
}  # fmt: skip


def colored(text: str) -> str:
    """Findings as "text" or "concise", in colour."""
    return _PARTS.sub(_styled, text)


def _styled(match: re.Match[str]) -> str:
    groups = {name: part for name, part in match.groupdict().items() if part and name != "margin"}
    if margin := match["margin"]:
        groups = {"margin": margin.removesuffix(match["caret"] or ""), **groups}
    return "".join(click.style(part, **_STYLES[name]) for name, part in groups.items())


FORMATS: dict[str, Callable[[Sequence[Finding], Mapping[str, str]], str]] = {
    "text": _text,
    "concise": _concise,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}
