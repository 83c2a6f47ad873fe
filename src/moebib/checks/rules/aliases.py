"""Several titles of one work: the one that it prints, those of its versions, and nicknames."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.examples import titled
from moebib.checks.rules import Context, Flaw, Rule
from moebib.records.equivalence import words_of
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain

_PAPERS = frozenset({"article", "article-journal", "paper-conference", "document", "chapter", "report"})


@Rule(
    code="MB372", name="nickname-as-title", finds="the name of a model or system in place of the title",
    why="The paper cannot be found by it, and a reference list prints a title that does not exist.",
    bad=(titled("HydraMoE"),
         titled("Hydra 2.0-M32"),
         f'# models/arctic.toml\nname = "Arctic"\n# papers/arctic.toml\n{titled("Arctic")}'),
    good=(titled("HydraMoE: Sparse Experts at Scale"),
          titled("Sparse Experts"),
          'type = "software"\ntitle = "HydraMoE"'),
    fix="Write the title as the work prints it, and move the name to `aliases`.",
).each_work  # fmt: skip
def nickname_as_title(record: Record, context: Context) -> Iterator[Flaw]:
    """One or two words that look like a name or a version, or are the name of a model in the list."""
    title = plain(record.title)
    words = title.split()
    if record.type not in _PAPERS or not 0 < len(words) <= 2 or title.endswith(("...", "\u2026")):
        return
    models = {fold(model.name) for model in context.models}
    is_name = all(map(_looks_like_a_name, words)) and not title.isupper()
    is_version = any(re.match(r"\D*+\d.*[A-Z]", word) or re.search(r"[A-Z]\d", word) for word in words)
    # Other files often contain programs, whose title is a name.
    is_paper = record.is_preprint or record.type == "paper-conference"
    if fold(title) in models or (context.is_list and (is_name or is_version)) or (is_paper and is_name):
        hint = "write the title as the work prints it" + (", and move the name to `aliases`" if context.is_list else "")
        yield Flaw(("title",), f"a nickname in place of the title: {record.title!r}", hint)


def _looks_like_a_name(word: str) -> bool:
    return any(char.isdigit() for char in word) or any(char.isupper() for char in word[1:])


@Rule(
    code="MB380", name="conflicting-titles", finds="a work with another title that is not equivalent",
    why="One of the two may be a mistake, or the title of another version. This is a note, because searches find both.",
    bad=(titled("Sparse Experts at Scale") + 'aliases = ["Experts That Are Sparse"]',
         titled("Hydra-8x7B") + 'aliases = ["Hydra-8x22B"]'),
    good=(titled("HydraMoE: Sparse Experts") + 'aliases = ["HydraMoE"]',
          titled("Sparse Experts"),
          titled("Sparse Experts at Scale") + 'aliases = ["Sparse-Experts at Scale"]'),
    fix="Use the title that the cited version prints; keep the other one under `aliases`.", level="note",
).each_work  # fmt: skip
def conflicting_titles(record: Record, _: Context) -> Iterator[Flaw]:
    """Short aliases of long titles are nicknames, and no conflict."""
    for number, alias in enumerate(record.aliases):
        both_short = len(alias.split()) < 3 and len(plain(record.title).split()) < 3
        if (len(alias.split()) > 2 or both_short) and not _is_same_title(alias, plain(record.title)):
            message = f"two titles for one work: {alias!r} and {record.title!r}"
            yield Flaw(("aliases", number), message, "use the title that the cited version prints")


@Rule(
    code="MB381", name="redundant-alias", finds="an alias that differs from the title only in spelling",
    why="It adds nothing: searches ignore case, accents and hyphens.",
    bad=(titled("Sparse Experts at Scale") + 'aliases = ["Sparse-experts at scale"]',
         titled("Hydra") + 'aliases = ["HYDRA"]'),
    good=(titled("HydraMoE: Sparse Experts") + 'aliases = ["HydraMoE"]',
          titled("Sparse Experts"),
          titled("Sparse Experts") + 'aliases = ["Sparse Expert"]'),
    fix="`moebib fix` removes it.",
).each_work  # fmt: skip
def redundant_alias(record: Record, _: Context) -> Iterator[Flaw]:
    """An alias that is equivalent to the title."""
    for number, alias in enumerate(record.aliases):
        if _is_same_title(alias, plain(record.title)):
            rest = tuple(other for other in record.aliases if other != alias)
            message = f"the alias is the title in another spelling: {alias!r}"
            yield Flaw(("aliases", number), message, "remove it; searches find both spellings", {"aliases": rest})


def _is_same_title(first: str, second: str) -> bool:
    return "".join(words_of(first)) == "".join(words_of(second))
