"""Duplicates: works that stand there twice, as far as their entries tell."""

from __future__ import annotations

from collections.abc import Iterator

from moebib.checks.rules import Context, Family, Flaw, Rule
from moebib.records.equivalence import words_of
from moebib.text.shorten import quote

_GENERIC = frozenset({
    "preface", "introduction", "foreword", "editorial", "index", "contents", "conclusion", "context", "abstract",
    "errata", "erratum", "acknowledgments", "acknowledgements", "appendix", "panel", "discussion", "keynote",
    "overview",
})  # fmt: skip


def probably_one(context: Context) -> Iterator[tuple[str, Flaw]]:
    """Two entries that are alike in title, people, year and the rest (``moebib.matching.distance``)."""
    for first, second, distance in context.duplicates:
        shared = {one.canonical for one in first.all_identifiers if one.is_of_one_work}
        if shared & {one.canonical for one in second.all_identifiers}:
            continue  # MB341 says so
        message = f"probably the same work as {first.id!r}: distance {distance}"
        hint = f"`moebib dedupe --merge {first.id} {second.id}`, or --not if they are two"
        yield second.id, Flaw(("title",), message, hint)


def one_title(context: Context) -> Iterator[tuple[str, Flaw]]:
    """Two works by other people, or of other kinds, with one title."""
    told = {frozenset(pair) for pair in context.config.different}
    told |= {frozenset((first.id, second.id)) for first, second, _ in context.duplicates}
    for records in context.by_title.values():
        for record in records[1:]:
            both = frozenset((records[0].id, record.id))
            if both not in told and len(words_of(record.title)) > 2 and not _is_generic(record.title):
                message = f"the title is also that of {records[0].id!r}: {quote(record.title)}"
                yield record.id, Flaw(("title",), message, "if they are one work, `moebib dedupe` makes them one")


def _is_generic(title: str) -> bool:
    return all(word in _GENERIC or word.isdigit() for word in words_of(title))


def _pair(first: str, second: str) -> str:
    return f"# papers/doe2024.toml\n{first}# papers/doe2024a.toml\n{second}"


def _work(title: str, author: str = "Doe, Jane", year: int = 2024) -> str:
    return f'type = "paper-conference"\ntitle = "{title}"\nauthor = ["{author}"]\nissued = "{year}"\n'


FAMILY = Family("duplicates", (
    Rule(
        code="MB451", name="probably-one-work", finds="two entries that are probably of one work",
        why="It is counted twice, cited under two keys, and corrected in one of the two places.",
        bad=(_pair(_work("Sparse Experts at Scale"), _work("Sparse experts at scale")),
             _pair(_work("Sparse Experts at Scale"), _work("Sparse-Experts at Scale", "Doe, J.", 2025))),
        good=(_pair(_work("Sparse Experts at Scale"), _work("Sparse Experts at Scale", "Roe, Max")),
              _pair(_work("Sparse Experts at Scale"), _work("Dense Experts at Scale")),
              _pair(_work("Sparse Experts, Part I"), _work("Sparse Experts, Part II"))),
        fix="`moebib dedupe` shows the evidence, makes them one without loss, or remembers that they are two.",
        check_list=probably_one,
    ),
    Rule(
        code="MB452", name="two-works-one-title", finds="two works with one title, by other people or of another kind",
        why="One of the two may have the wrong title. It is a note, for some titles are used twice.",
        bad=(_pair(_work("Sparse Experts at Scale"), _work("Sparse Experts at Scale", "Roe, Max")),
             _pair(_work("A Survey of Experts"), _work("A survey of experts", "Roe, Max", 2011))),
        good=(_pair(_work("Sparse Experts at Scale"), _work("Sparse Experts at Scale", "Doe, J.")),
              _pair(_work("Preface"), _work("Preface", "Roe, Max")),
              _pair(_work("Sparse Experts at Scale"), _work("Dense Experts at Scale"))),
        fix="Look both up; `moebib dedupe --not KEY KEY` ends the question.", check_list=one_title, level="note",
    ),
))  # fmt: skip
