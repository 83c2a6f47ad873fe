"""Three-way merges: entry files, .bib files and CSL-JSON as two branches changed them, given their common base."""

from __future__ import annotations

from moebib.three_way.bib import merge_bib
from moebib.three_way.json import merge_json
from moebib.three_way.markers import MergedText, with_whole_in_markers
from moebib.three_way.readme import merge_kept_readme, merge_readme
from moebib.three_way.toml import merge_toml

__all__ = [
    "MergedText", "merge_bib", "merge_json", "merge_kept_readme", "merge_readme", "merge_toml", "with_whole_in_markers",
]  # fmt: skip
