"""Joining: entry files, .bib files and exports as two people changed them, given what they were (a three-way merge)."""

from __future__ import annotations

from moebib.joining.bib import join_bib
from moebib.joining.json import join_json
from moebib.joining.marks import Result
from moebib.joining.toml import join_entry

__all__ = ["Result", "join_bib", "join_entry", "join_json"]
