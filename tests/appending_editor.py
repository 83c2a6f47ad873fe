"""An editor that adds a comment to the end of a file; tests run it in place of that of the user."""

from __future__ import annotations

import sys
from pathlib import Path

__all__: list[str] = []

with Path(sys.argv[-1]).open("a", encoding="utf-8", newline="") as edited:
    edited.write("# edited\n")
