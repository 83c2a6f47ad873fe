"""Marks in the text of a reference: characters that no text contains, around italics and between blocks."""

from __future__ import annotations

import re

__all__ = ["BLOCK", "EM", "EM_END", "ITALIC", "without_marks"]

EM, EM_END = "\x01", "\x02"
BLOCK = "\x03"
ITALIC = re.compile(f"{EM}([^{EM}{EM_END}]*){EM_END}")


def without_marks(text: str) -> str:
    """*text* without the marks."""
    return text.replace(EM, "").replace(EM_END, "").replace(BLOCK, " ")
