"""What a terminal shows in the end of what a command printed."""

from __future__ import annotations

import re

__all__ = ["shown"]


def shown(text: str) -> list[str]:
    """The lines that are left on the screen: a bar of progress is erased; colours are kept."""
    lines = [""]
    row = 0
    for part in re.split(r"(\n|\x1b\[1A|\x1b\[2K|\x1b\[\?25[hl]|\r)", text):
        if part == "\n":
            row += 1
            lines += [""] * (row == len(lines))
        elif part == "\x1b[1A":
            row -= 1
        elif part == "\x1b[2K":
            lines[row] = ""
        elif not part.startswith(("\r", "\x1b[?25")):
            lines[row] += part
    return lines if lines[-1] else lines[:-1]
