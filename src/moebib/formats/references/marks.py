"""Italics in the text of a reference: two characters that no text contains, around what is in italics."""

from __future__ import annotations

import re

__all__ = ["EM", "EM_END", "ITALIC", "without_marks"]

EM, EM_END = "\x01", "\x02"
ITALIC = re.compile(f"{EM}([^{EM}{EM_END}]*){EM_END}")


def without_marks(text: str) -> str:
    """*text* without the marks."""
    return text.replace(EM, "").replace(EM_END, "")
