"""Draw docs/pictures: sessions in a terminal, from what the commands print. Run: python docs/make_pictures.py.

`moebib add` and `verify` get the answers of services from the bundled list, and nothing is requested. A picture has no
script, no font and no file from elsewhere, and its text can be selected.

With --report, chromium makes report.png, the page that `moebib verify` writes, in the same way.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))  # the replayed services

from moebib.records.record import Record  # noqa: E402
from moebib.toml.validation import parse_entry  # noqa: E402
from screens import shown  # noqa: E402
from services import fields, services  # noqa: E402 - the path comes first
from small_list import moebib  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"

_COLUMNS = 62  # on a telephone, longer lines would be too small to read
_SIZE, _ADVANCE, _LEADING, _MARGIN, _BAR = 15, 9.0, 21, 18, 34  # in pixels
_LISTED = ("eliseev2023fast", "du2024sida", "tang2024hobbit")
_SECTIONS = "<!-- moebib:begin sections -->\n<!-- moebib:end sections -->\n"
_CONFIG = """\
format = 2
title = "Papers on offloading"

[readme]
path = "README.md"

[[outputs]]
format = "bibtex"
path = "refs.bib"

[[sections]]
tag = "offloading"
heading = "Offloading"
"""
_DRAFT = """\
@inproceedings{adapmoe,
  author = {Shuzhang Zhong and Ling Liang and Yuan Wang and Runsheng Wang and Ru Huang and Meng Lee},
  title = {{AdapMoE}: Adaptive Sensitivity-based Expert Gating and Management for Efficient {MoE} Inference},
  booktitle = {ICCAD},
  year = {2024},
}

@inproceedings{doe2024,
  author = {Doe, Jane and Roe, Max},
  title = {Lukewarm Experts: Prefetching Sparse Models},
  booktitle = {NeurIPS},
  year = {2024},
}
"""
_PAPER = """\
@inproceedings{adapmoe,
  author = {Zhong, Shuzhang and Liang, Ling},
  title = {Adaptive Gating.},
  booktitle = {ICCAD},
  year = {2042},
}
"""


class Picture(NamedTuple):
    """A session in a folder with a list of a few works."""

    title: str
    commands: tuple[str, ...]
    files: Mapping[str, str]


_PICTURES = {
    "session": Picture(
        "moebib adds a paper to a list and verifies references",
        ("moebib add 2408.10284 --tag offloading", "moebib build", "moebib -q verify draft.bib"),
        {"draft.bib": _DRAFT},
    ),
    "finding": Picture(
        "moebib finds and fixes problems in a .bib file",
        ("moebib -q check paper.bib", "moebib -q fix paper.bib --diff"),
        {"paper.bib": _PAPER},
    ),
}


class Span(NamedTuple):
    """Text in one style: "", "b" for bold, or the name of a colour, or both."""

    style: str
    text: str


def pictures() -> dict[str, str]:
    """The names and texts of the pictures of today."""
    with tempfile.TemporaryDirectory() as folder:
        return {name: _drawn(picture, Path(folder, name)) for name, picture in _PICTURES.items()}


def _drawn(picture: Picture, folder: Path) -> str:
    return "".join(_svg(picture.title, [row for line in _session(picture, folder) for row in _rows(line)]))


def _session(picture: Picture, folder: Path) -> Iterator[list[Span]]:
    """The lines of the commands and of what they print."""
    papers = folder / "entries" / "papers"
    papers.mkdir(parents=True)
    for name, text in {"moebib.toml": _CONFIG, "README.md": _SECTIONS, **picture.files}.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    for key in _LISTED:
        text = (ROOT / "entries" / "papers" / f"{key}.toml").read_text("utf-8")
        (papers / f"{key}.toml").write_text(re.sub(r"^tags = .*$", 'tags = ["offloading"]', text, flags=re.M), "utf-8")
    environment = {"COLUMNS": str(_COLUMNS), "FORCE_COLOR": "1", "NO_COLOR": ""}
    with patch.dict(os.environ, environment), services(_answers()):
        moebib("build", folder=folder)
        for number, command in enumerate(picture.commands):
            yield from [[]] if number else []
            yield [Span("prompt", "$ "), Span("b", command)]
            done = moebib(*command.split()[1:], folder=folder, is_terminal=True, together=True)
            assert "error" not in done.out, done.out
            yield from (list(_spans(line)) for line in shown(done.out.rstrip("\n") + "\n"))


def _answers() -> Mapping[str, list[Mapping[str, Any]]]:
    """What services answer: one work of the bundled list, as published and as a preprint, and nothing of others."""
    text = (ROOT / "entries" / "papers" / "zhong2024adapmoe.toml").read_text("utf-8")
    record, _ = parse_entry(text, Record, file="", key="zhong2024adapmoe")
    assert record
    published, preprint = fields(record), record.versions[0].to_dict()
    shared = {name: published[name] for name in ("title", "author")}
    published["identifiers"] = [text for text in published["identifiers"] if text.startswith("doi:")]
    related = [("published-as", published["identifiers"][0])]
    of_arxiv = {"type": "article"} | preprint | shared | {"related": related}
    return {"arxiv": [of_arxiv], "crossref": [published], "dblp": [published], "openalex": [published]}


_STYLES = {"1": "b", "2": "dim", "31": "red", "32": "green", "33": "yellow", "34": "blue", "36": "cyan", "90": "dim"}


def _spans(line: str) -> Iterator[Span]:
    """The parts of a printed line by their style; an escape sequence that is not a style is an error."""
    styles: list[str] = []
    for position, part in enumerate(re.split(r"\x1b\[([\d;]*)m", line)):
        if position % 2 == 0:
            assert "\x1b" not in part, line
            if part:
                yield Span(" ".join(styles), part)
            continue
        for code in part.split(";"):
            styles = [*styles, _STYLES[code]] if code.strip("0") else []


def _rows(line: list[Span]) -> list[list[Span]]:
    """The rows of a line that is longer than the terminal is wide."""
    cells = [(span.style, char) for span in line for char in span.text]
    rows = [cells[start : start + _COLUMNS] for start in range(0, len(cells), _COLUMNS)] or [[]]
    return [
        [Span(style, "".join(char for _, char in group)) for style, group in groupby(row, key=itemgetter(0))]
        for row in rows
    ]


_LIGHT = {
    "bg": "#ffffff", "frame": "#d0d7de", "bar": "#f6f8fa", "fg": "#1f2328", "dim": "#59636e", "red": "#cf222e",
    "green": "#116329", "yellow": "#7d4e00", "blue": "#0550ae", "cyan": "#1b7c83", "prompt": "#1a7f37",
}  # fmt: skip
_DARK = {
    "bg": "#0d1117", "frame": "#3d444d", "bar": "#151b23", "fg": "#f0f6fc", "dim": "#9198a1", "red": "#ff7b72",
    "green": "#7ee787", "yellow": "#e3b341", "blue": "#79c0ff", "cyan": "#56d4dd", "prompt": "#3fb950",
}  # fmt: skip
_FONTS = "ui-monospace, 'SF Mono', SFMono-Regular, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace"


def _svg(title: str, lines: list[list[Span]]) -> Iterator[str]:
    """The picture of *lines* in a window."""
    width = round(_COLUMNS * _ADVANCE) + 2 * _MARGIN
    height = _BAR + 2 * _MARGIN + _LEADING * len(lines) - (_LEADING - _SIZE)
    said = "\n".join("".join(span.text for span in line) for line in lines)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    yield ' role="img" aria-labelledby="title desc">\n'
    yield f'<title id="title">{escape(title)}</title>\n<desc id="desc">{escape(said)}</desc>\n'
    yield f"<style>\n{_rules(_LIGHT)}@media (prefers-color-scheme: dark) {{\n{_rules(_DARK)}}}\n"
    yield f"text {{ font: {_SIZE}px {_FONTS}; white-space: pre }}\n.b {{ font-weight: 600 }}\n</style>\n"
    yield f'<rect class="bg" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="10"/>\n'
    yield f'<path class="bar" d="M1 {_BAR}V10a9 9 0 0 1 9-9H{width - 10}a9 9 0 0 1 9 9V{_BAR}z"/>\n'
    for number in range(3):
        yield f'<circle class="dot" cx="{20 + 18 * number}" cy="{_BAR / 2:g}" r="5.5"/>\n'
    for number, line in enumerate(lines):
        if line:
            y = _BAR + _MARGIN + _LEADING * number + _SIZE - 3
            yield f'<text x="{_MARGIN}" y="{y}" textLength="{_width(line):g}">{"".join(map(_tspan, line))}</text>\n'
    yield "</svg>\n"


def _rules(colors: Mapping[str, str]) -> str:
    """The style sheet of a set of colours."""
    shapes = f".bg {{ fill: {colors['bg']}; stroke: {colors['frame']} }}\n.bar {{ fill: {colors['bar']} }}\n"
    shapes += f".dot {{ fill: {colors['frame']} }}\ntext {{ fill: {colors['fg']} }}\n"
    names = ("dim", "red", "green", "yellow", "blue", "cyan", "prompt")
    return shapes + "".join(f".{name} {{ fill: {colors[name]} }}\n" for name in names)


def _width(line: Iterable[Span]) -> float:
    return sum(len(span.text) for span in line) * _ADVANCE


def _tspan(span: Span) -> str:
    text = escape(span.text, quote=False)
    return f'<tspan class="{span.style}">{text}</tspan>' if span.style else text


def _photograph_report(png: Path) -> None:
    """Make a picture of the report about a paper's references."""
    with tempfile.TemporaryDirectory() as folder, services(_answers()):
        Path(folder, "draft.bib").write_text(_DRAFT, "utf-8")
        moebib("verify", "draft.bib", "-o", "report.html", folder=Path(folder))
        page = Path(folder, "report.html").as_uri()
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=560,680")
        subprocess.run(["chromium", *options, f"--screenshot={png}", page], check=True, capture_output=True)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    if sys.argv[1:] == ["--report"]:
        _photograph_report(FOLDER / "report.png")
    for name, text in pictures().items():
        (FOLDER / f"{name}.svg").write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {', '.join(_PICTURES)} to {FOLDER}\n")
