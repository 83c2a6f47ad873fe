"""Duplicates: works that are listed twice, as far as their entries show."""

from __future__ import annotations

from collections.abc import Iterator

from moebib.checks.rules import Context, Flaw, Rule
from moebib.records.equivalence import words_of
from moebib.text.markup import plain
from moebib.text.shorten import quote


def _pair(first: str, second: str) -> str:
    return f"# papers/doe2024.toml\n{first}# papers/doe2024a.toml\n{second}"


def _work(title: str, author: str = "Doe, Jane", year: int = 2024) -> str:
    return f'type = "paper-conference"\ntitle = "{title}"\nauthor = ["{author}"]\nissued = "{year}"\n'


@Rule(
    code="MB451", name="duplicate-work", finds="two entries that are probably the same work",
    why="The work is counted twice, cited by two keys, and corrected in only one of two places.",
    bad=(_pair(_work("Sparse Experts at Scale"), _work("Sparse experts at scale")),
         _pair(_work("Sparse Experts at Scale"), _work("Sparse-Experts at Scale", "Doe, J.", 2025))),
    good=(_pair(_work("Sparse Experts at Scale"), _work("Sparse Experts at Scale", "Roe, Max")),
          _pair(_work("Sparse Experts at Scale"), _work("Dense Experts at Scale")),
          _pair(_work("Sparse Experts, Part I"), _work("Sparse Experts, Part II"))),
    fix="`moebib dedupe` shows the evidence and merges the two, or records that they are different works. "
        "In other files, remove one of the two.",
).whole_list  # fmt: skip
def duplicate_work(context: Context) -> Iterator[tuple[str, Flaw]]:
    """By the distance of title, authors, year and the rest. A shared identifier is left to MB341."""
    for first, second, distance in context.duplicates:
        first_ids, second_ids = (
            {identifier.canonical for identifier in record.all_identifiers if identifier.is_of_one_work}
            for record in (first, second)
        )
        if first_ids.isdisjoint(second_ids):
            message = f"probably the same work as {first.id!r}: distance {distance}"
            hint = "remove one of the two, unless they are different works"
            if context.is_list:
                hint = f"`moebib dedupe --merge {first.id} {second.id}`, or --not if they are different works"
            yield second.id, Flaw(("title",), message, hint)


_GENERIC = frozenset({
    "preface", "introduction", "foreword", "editorial", "index", "contents", "conclusion", "bibliography", "abstract",
    "errata", "erratum", "acknowledgments", "acknowledgements", "appendix", "panel", "discussion", "keynote",
    "overview",
})  # fmt: skip


@Rule(
    code="MB452", name="duplicate-title", finds="two works of different authors or types with the same title",
    why="One of the two may have the wrong title. This is a note, because some titles are used twice.",
    bad=(_pair(_work("Sparse Experts at Scale"), _work("Sparse Experts at Scale", "Roe, Max")),
         _pair(_work("A Survey of Experts"), _work("A survey of experts", "Roe, Max", 2011))),
    good=(_pair(_work("Sparse Experts at Scale"), _work("Sparse Experts at Scale", "Doe, J.")),
          _pair(_work("Preface"), _work("Preface", "Roe, Max")),
          _pair(_work("Sparse Experts at Scale"), _work("Dense Experts at Scale"))),
    fix="Look up both; `moebib dedupe --not KEY KEY` records that they are different works.", level="note",
).whole_list  # fmt: skip
def duplicate_title(context: Context) -> Iterator[tuple[str, Flaw]]:
    """Not if MB451 reports the two, moebib.toml says that they are different, or the title is short or generic."""
    settled = context.config.different_pairs | {
        frozenset((first.id, second.id)) for first, second, _ in context.duplicates
    }
    for first, *duplicates in context.by_title.values():
        for record in duplicates:
            words = words_of(plain(record.title))
            is_generic = all(word in _GENERIC or word.isdigit() for word in words)
            if frozenset((first.id, record.id)) not in settled and len(words) > 2 and not is_generic:
                message = f"same title as {first.id!r}: {quote(record.title)}"
                merge = "`moebib dedupe` merges them" if context.is_list else "remove one of the two"
                yield record.id, Flaw(("title",), message, f"if they are the same work, {merge}")
