"""Usage: pandoc.py PANDOC FILE.json STYLE.csl ...: checks that pandoc --citeproc renders every item in every style."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from pathlib import Path

EVERY_ITEM = "---\nnocite: '@*'\n---\n"


def render(pandoc: str, items: str, style: str) -> tuple[dict[str, str], str]:
    """The references by key, as text, and the messages of pandoc."""
    command = [pandoc, "--citeproc", "--bibliography", items, "--csl", style, "--from", "markdown", "--to", "html"]
    done = subprocess.run([*command, "--wrap=none"], input=EVERY_ITEM, capture_output=True, text=True, check=False)
    parts = re.split(r'<div id="ref-([^"]+)" class="csl-entry"[^>]*>', done.stdout)
    texts = (html.unescape(re.sub(r"<[^>]+>", "", text)).strip() for text in parts[2::2])
    return dict(zip(map(html.unescape, parts[1::2]), texts, strict=True)), done.stderr.strip()


def problems(items_path: str, rendered: dict[str, str], said: str) -> list[str]:
    """The problems of a rendering: a message, a missing item, or an item without the first word of its title."""
    items = json.loads(Path(items_path).read_text("utf-8"))
    missing = [item["id"] for item in items if len(rendered.get(item["id"], "")) < 10]
    bare = [item["id"] for item in items if not _shows(item.get("title", ""), rendered.get(item["id"], ""))]
    return [
        *([said] if said else []),
        *(["no items"] if not items else []),
        *([f"not rendered: {', '.join(missing[:9])}"] if missing else []),
        *([f"without its title: {', '.join(bare[:9])}"] if bare else []),
    ]


def _shows(title: str, reference: str) -> bool:
    word = re.search(r"\w+", re.sub(r"<[^>]+>", "", title))
    return not word or word[0].casefold() in reference.casefold()


def main(pandoc: str, items: str, *styles: str) -> int:
    """Return 0 if every style succeeds."""
    wrong = [
        f"{Path(style).stem}: {problem}"
        for style in styles
        for problem in problems(items, *render(pandoc, items, style))
    ]
    if wrong or not styles:
        print(*(f"pandoc: {problem}" for problem in wrong or ["no styles"]), sep="\n")
        return 1
    count = len(json.loads(Path(items).read_text("utf-8")))
    print(f"ok pandoc: {count} items in {', '.join(Path(style).stem for style in styles)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
