"""Reads other people's lists of papers and compares the result with what a careful reader sees in each line.

    MOEBIB_SHARED=../shared .venv/bin/python benchmarks/lists.py
    MOEBIB_SHARED=../shared .venv/bin/python benchmarks/lists.py --only gnnpapers --misses 20
    MOEBIB_SHARED=../shared .venv/bin/python benchmarks/lists.py --build
    .venv/bin/python benchmarks/lists.py --invented 10

Prints a Markdown table. The lists and what to expect are in the directory MOEBIB_SHARED, in ``lists/``. With
``--invented``, lists are made from the templates in ``tests/lists_world`` instead, that many of each, and the table has
the facts that were read otherwise than they are stated.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from moebib.formats import get
from moebib.formats.paper_list.document import WorkBlock
from moebib.formats.paper_list.entries import link_kind
from moebib.formats.paper_list.reader import read_document
from moebib.library.config import Config
from moebib.records.equivalence import equivalent_name, equivalent_text, equivalent_venues
from moebib.records.identifier import Identifier, Scheme
from moebib.records.links import find_link
from moebib.records.name import parse_name
from moebib.records.record import Record
from moebib.text.markup import plain

LISTS = Path(os.environ.get("MOEBIB_SHARED", "../shared")) / "lists"
MEASURES = ("titles", "arXiv IDs", "years", "venues", "code links", "authors")
# Where the expected value is not what the line says: list, line, measure, and what the line says.
WRONG = {
    ("awesome-llm-compression", 962, "venues"): "is a workshop at NeurIPS",
    ("awesome-llm-compression", 1439, "venues"): "is a workshop at ICLR",
    ("gnnpapers", 233, "venues"): "is a workshop at ICML",
    ("awesome-llm-inference", 81, "titles"): "ends with the venue, NeurIPS 2025",
    ("awesome-llm-inference", 354, "titles"): "begins with the venue, [ICLR2025]",
    ("awesome-llm-inference", 557, "titles"): "begins with the venue, [ICLR2025]",
}
# The expected files leave out the lines whose form their script did not know: a reader sees some 200 more works there.
# All of them were looked at. Of those with a link, these are no works; of those without, these are.
NO_WORKS = {("efficient-llms-survey", 8)}
MORE_WORKS = {("llmsys-paperlist", 60)}


class Work(NamedTuple):
    """A work that was read, with its first and last line."""

    first: int
    last: int
    block: WorkBlock


@dataclass
class Result:
    """How well a list was read."""

    name: str
    works: int
    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    not_works: int = 0
    united: int = 0
    cpu_s: float = 0
    misses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def count(self, measure: str, line: int, is_right: bool, *, expected: object, read: object) -> None:
        """Count one fact that the list states."""
        if (self.name, line, measure) in WRONG:
            return
        self.of[measure] += 1
        self.right[measure] += is_right
        if not is_right:
            self.misses[measure].append(f"line {line}: {expected!r} is expected, {read!r} was read")

    def row(self) -> str:
        """The row of the table."""
        shares = [f"{100 * self.right[name] / self.of[name]:.1f}" if self.of[name] else "" for name in MEASURES]
        others = f"{100 * self.not_works / self.works:.1f} | {self.united} | {self.cpu_s:.2f}"
        return f"| {self.name} | {self.works} | {' | '.join(shares)} | {others} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="only lists, or templates, with this in their name")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print N misses of each kind of each list")
    parser.add_argument("--build", action="store_true", help="begin a list from each README, and build it")
    parser.add_argument("--invented", type=int, default=0, metavar="N", help="read N invented lists of each template")
    args = parser.parse_args()
    if args.invented:
        _invented(args.invented, args.only, args.misses)
    else:
        readmes = [path for path in sorted(LISTS.glob("*--*.md")) if args.only in path.name]
        (_build if args.build else _foreign)(readmes, args.misses)


def _foreign(readmes: Iterable[Path], misses: int) -> None:
    print(
        f"| list | works | {' | '.join(MEASURES)} | not works | united | CPU s |\n|---|{'--:|' * (len(MEASURES) + 4)}"
    )
    total = Result("all", 0)
    for readme in readmes:
        result = measure(readme)
        print(result.row(), flush=True)
        for counts, of_list in ((total.right, result.right), (total.of, result.of)):
            counts.update(of_list)
        total.works += result.works
        total.not_works += result.not_works
        total.united += result.united
        total.cpu_s += result.cpu_s
        for kind, texts in result.misses.items() if misses else ():
            print(f"\n{kind}: {len(texts)}", *texts[:misses], "", sep="\n")
    print(total.row())


def measure(readme: Path) -> Result:
    """Compare what is read of a list with what is expected."""
    expected = [json.loads(line) for line in readme.with_suffix(".expected.jsonl").read_text("utf-8").splitlines()]
    result = Result(readme.stem.partition("--")[2], len(expected))
    data = readme.read_bytes()
    begin = time.process_time()
    parsed = get("paper-list").parse(data, name=readme.name)
    result.cpu_s = time.process_time() - begin
    works = list(_works(data.decode()))
    unclaimed = list(works)
    for want in expected:
        work = _find(want, works)
        if work in unclaimed:
            unclaimed.remove(work)
        _compare(want, work, parsed.records, result)
    for work in unclaimed:
        place = result.name, work.first
        if place in NO_WORKS or not (work.block.item.url or work.block.item.links or place in MORE_WORKS):
            result.not_works += 1
            result.misses["no works"].append(f"line {work.first}: {work.block.item.title!r}")
    _count_united(expected, parsed.records, result)
    return result


def _works(text: str) -> Iterator[Work]:
    for block in read_document(text, Config()).blocks:
        first = text.count("\n", 0, block.start) + 1
        yield Work(first, first + text.count("\n", block.start, block.end - 1), block)


def equal_title(title: str) -> str:
    """A title without everything in which titles may differ."""
    return "".join(filter(str.isalnum, plain(title).casefold())) or title


def _find(want: dict[str, Any], works: Sequence[Work]) -> Work | None:
    """The work in the expected line: the one with its title or link, if there are several."""
    here = [work for work in works if work.first <= want["line"] <= work.last]
    same = [work for work in here if equivalent_text(plain(work.block.item.title), want["title"])]
    linked = [work for work in here if work.block.item.url == want.get("url")]
    return next(iter((*same, *linked, *here)), None)


def _compare(want: dict[str, Any], work: Work | None, records: Sequence[Record], result: Result) -> None:
    """Count the facts of one expected work."""
    line = want["line"]
    item = work.block.item if work else None
    title = plain(item.title) if item else ""
    result.count("titles", line, equivalent_text(title, want["title"]), expected=want["title"], read=title)
    if (page := find_link(want.get("url", ""))) and page.scheme is Scheme.ARXIV:
        with_page = [record for record in records if page.canonical in _identifiers(record)]
        result.count("arXiv IDs", line, bool(with_page), expected=str(page), read=item and item.url)
    if "year" in want:
        year = item.issued.year if item and item.issued else None
        result.count("years", line, str(year) == want["year"], expected=want["year"], read=item and item.issued)
    if "venue" in want:
        venue = item.venue if item else ""
        is_same = equivalent_text(venue, want["venue"]) or equivalent_venues(venue, want["venue"])
        result.count("venues", line, bool(venue) and is_same, expected=want["venue"], read=venue)
    if want.get("code", "").startswith("http"):
        code = [link.url for link in item.links if link_kind(link.text) == "code"] if item else []
        result.count("code links", line, want["code"] in code, expected=want["code"], read=code)
    if "authors" in want:
        names = _names(want["authors"])
        read = list(item.authors) if item else []
        is_right = len(read) == len(names) and all(
            equivalent_name(parse_name(a), parse_name(b)) for a, b in zip(read, names, strict=True)
        )
        result.count("authors", line, is_right, expected=names, read=read)


def _names(text: str) -> list[str]:
    """The names in an expected list of authors."""
    text = text.removesuffix(".").removesuffix("et al").rstrip(", ")
    if " and " in text and text.count(",") >= text.count(" and "):
        pieces = text.split(" and ")
        if all(piece.count(",") == 1 for piece in pieces):
            return [piece.strip() for piece in pieces]
    return [name.strip() for name in text.replace(", and ", ", ").replace(" and ", ", ").split(",") if name.strip()]


def _identifiers(record: Record) -> set[Identifier]:
    publications = (record, *record.versions)
    return {identifier.canonical for publication in publications for identifier in publication.identifiers}


def _count_united(expected: Iterable[dict[str, Any]], records: Iterable[Record], result: Result) -> None:
    """Count records that have two expected works with different titles and different identifiers."""
    at: dict[object, set[int]] = defaultdict(set)
    for number, record in enumerate(records):
        pages = [*_identifiers(record), *(find_link(url) for url in (record.link, record.url) if url)]
        for key in (equal_title(record.title), *(page.canonical for page in pages if page)):
            at[key].add(number)
    works_of: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for want in expected:
        page = find_link(want.get("url", ""))
        for number in at[equal_title(want["title"])] | (at[page.canonical] if page else set()):
            works_of[number].append(want)
    for works in works_of.values():
        titles = {equal_title(want["title"]) for want in works}
        pages = {find_link(want.get("url", "")) for want in works}
        if len(titles) > 1 and len(pages) > 1:
            # One work may have two titles, and another one two pages: only two that share neither are united wrongly.
            pairs = [
                (one, other)
                for one in works
                for other in works
                if equal_title(one["title"]) < equal_title(other["title"])
                and find_link(one.get("url", "")) != find_link(other.get("url", ""))
            ]
            if pairs:
                one, other = pairs[0]
                result.united += 1
                result.misses["united"].append(
                    f"lines {one['line']} and {other['line']}: {one['title']!r}, {other['title']!r}"
                )


# Beginning a list from each README.


def _build(readmes: Iterable[Path], misses: int) -> None:
    """Print what `init --from` and `build` make of each README."""
    print("| list | init | README unchanged | build --check | CPU s |\n|---|--:|---|--:|--:|")
    moebib = Path(sys.executable).with_name("moebib")
    for readme in readmes:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, "README.md")
            data = readme.read_bytes()
            copy.write_bytes(data)
            before = os.times()
            runs = [
                subprocess.run([moebib, *command], cwd=folder, capture_output=True, text=True, check=False)
                for command in (("init", "--yes", "--from", "README.md"), ("build",), ("build", "--check"))
            ]
            used = os.times()
            cpu_s = used.children_user + used.children_system - before.children_user - before.children_system
            is_same = copy.read_bytes() == data
            name = readme.stem.partition("--")[2]
            print(f"| {name} | {runs[0].returncode} | {is_same} | {runs[2].returncode} | {cpu_s:.1f} |", flush=True)
            if misses and not is_same:
                diff = ["diff", "-U0", readme, copy]
                lines = subprocess.run(diff, capture_output=True, text=True, check=False).stdout.splitlines()
                print("", *lines[: 4 * misses], "", *(run.stderr[:500] for run in runs), sep="\n")


# Invented lists.


def _invented(number: int, only: str, misses: int) -> None:
    """Print how many facts of invented lists were read otherwise than stated, by template."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from lists_world.compare import differences
    from lists_world.lists import make_list
    from lists_world.templates import TEMPLATES

    kinds = ("title", "none", "url", "code", "venue", "issued", "authors", "type")
    print(f"| template | works | {' | '.join(kinds)} |\n|---|--:|{'--:|' * len(kinds)}")
    total: Counter[str] = Counter()
    for name, template in TEMPLATES.items():
        if only not in name:
            continue
        counts: Counter[str] = Counter()
        texts: list[str] = []
        works = 0
        for seed in range(number):
            made = make_list([template], seed)
            works += len(made.works)
            records = get("paper-list").parse_text(made.text, Config()).records
            for kind, text in differences(made.works, records):
                counts[kind] += 1
                texts.append(f"{kind}, list {seed}, {text}")
        total.update(counts)
        print(f"| {name} | {works} | {' | '.join(str(counts[kind] or '') for kind in kinds)} |", flush=True)
        if misses:
            print(*texts[:misses], sep="\n")
    print(f"| all | | {' | '.join(str(total[kind]) for kind in kinds)} |")


if __name__ == "__main__":
    main()
