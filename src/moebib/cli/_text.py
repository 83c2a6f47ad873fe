"""Text as a terminal can show it: safe, with labels and patches in colour, numbers in words, data as JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import click

from moebib.errors import Finding

__all__ = ["counted", "json_text", "labelled", "painted", "plain", "size_text"]

# C0 and C1 controls could drive the terminal (ANSI escapes); bidi controls could reorder what is read.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_LABELS = {"error": "red", "warning": "yellow", "hint": "cyan"}
_LABEL = re.compile(rf"^({'|'.join(_LABELS)}):", re.MULTILINE)
_PATCH: dict[str, dict[str, Any]] = {
    "--- ": {"bold": True}, "+++ ": {"bold": True}, "@@": {"fg": "cyan"}, "+": {"fg": "green"}, "-": {"fg": "red"}
}  # fmt: skip
"""How a line of a unified diff is shown, by its beginning."""


def plain(text: str) -> str:
    r"""*text* with escapes for control characters, except line breaks and tabs.

    >>> plain("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def labelled(message: str, *, color: bool) -> str:
    """*message* as it can be printed, with its labels in *color*: "error:", "warning:" and "hint:"."""
    text = plain(message)
    return _LABEL.sub(lambda match: click.style(match[0], bold=True, fg=_LABELS[match[1]]), text) if color else text


def painted(patch: str) -> str:
    """A unified diff in the colours that git uses."""
    lines = []
    for line in patch.split("\n"):
        kind = next((kind for start, kind in _PATCH.items() if line.startswith(start)), None)
        lines.append(click.style(line, **kind) if kind else line)
    return "\n".join(lines)


def counted(number: int, noun: str, plural: str = "") -> str:
    """*number* and *noun*, in the plural if necessary: "1 work", "2 works"."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def size_text(number: int) -> str:
    """A size in readable units; 1 MB is 1,000,000 bytes.

    >>> size_text(1_500_000), size_text(24_576), size_text(12)
    ('1.5 MB', '24.6 kB', '12 B')
    """
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{number / 1e3:.1f} kB" if number >= 1e3 else f"{number} B"


def json_text(value: object) -> str:
    """Data as JSON for people and programs."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_as_data) + "\n"


def _as_data(value: object) -> object:
    """A value that JSON does not know, as one that it does."""
    if isinstance(value, Finding):
        from moebib.cli._diagnostics import finding_as_json

        return finding_as_json(value)
    return str(value)
