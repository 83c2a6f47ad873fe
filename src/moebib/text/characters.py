"""Characters that a reader does not see: control characters, and those that change the direction of text."""

from __future__ import annotations

import re

__all__ = ["CONTROLS", "HIDDEN", "UNSEEN"]

CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
"""Control characters (C0, DEL and C1) except tab and line breaks, for a class of a regular expression."""
HIDDEN = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff"
"""Direction marks, overrides and isolates (UAX 9), annotation and tag characters (in which a text can be hidden), the
byte order mark and surrogates, for a class of a regular expression."""
UNSEEN = re.compile(f"[{CONTROLS}{HIDDEN}]")
"""A character that must not reach a document: it shows nothing, or makes other text look different."""
