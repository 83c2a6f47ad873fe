"""Joining: entry files, .bib files and exports as two people changed them, given what they were (a three-way merge)."""

from __future__ import annotations

from moebib.three_way.bib import join_bib
from moebib.three_way.json import join_json
from moebib.three_way.marks import Result
from moebib.three_way.toml import join_entry

__all__ = ["Result", "join_bib", "join_entry", "join_json"]
