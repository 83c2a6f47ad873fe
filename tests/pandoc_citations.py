"""The keys that pandoc reads in documents; one process reads them all, because starting it takes long."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from moebib.citations.format import find_pandoc

_HEADINGS = {
    "markdown": "\n\n# NEXT-DOCUMENT\n\n",
    "org": "\n\n* NEXT-DOCUMENT\n\n",
    "rst": "\n\nNEXT-DOCUMENT\n=============\n\n",
}


def keys_by_pandoc(texts: Sequence[str], format: str) -> list[list[str]]:
    """The sorted keys in each text; what a text defines for a whole document holds for all of them."""
    done = subprocess.run(
        [find_pandoc(), "-f", format, "-t", "json"],
        input="".join(f"{_HEADINGS[format]}{text}" for text in texts),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    document = json.loads(done.stdout)
    keys = [_cited(document["meta"])]
    for block in document["blocks"]:
        if block["t"] == "Header" and "NEXT-DOCUMENT" in json.dumps(block):
            keys.append([])
        keys[-1] += _cited(block)
    assert len(keys) == len(texts) + 1
    return [sorted(keys[0] + of_text) if len(texts) == 1 else sorted(of_text) for of_text in keys[1:]]


def _cited(node: Any) -> list[str]:
    """The keys of every citation in a part of pandoc's syntax tree."""
    if isinstance(node, list):
        return [key for child in node for key in _cited(child)]
    if not isinstance(node, dict):
        return []
    if node.get("t") == "Cite":
        return [citation["citationId"] for citation in node["c"][0]]
    return [key for child in node.values() for key in _cited(child)]
