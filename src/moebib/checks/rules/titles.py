"""Titles: complete, as the work prints them, in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from moebib.checks.examples import titled
from moebib.checks.rules import Context, Flaw, Rule
from moebib.normalise import case
from moebib.normalise.rules import entities, latex, markup, without_full_stop
from moebib.records.equivalence import words_of
from moebib.records.record import Record
from moebib.text.grammar import parse, split_formulas
from moebib.text.latex import is_latex
from moebib.text.markup import may_lose_capitals, plain
from moebib.text.shorten import quote

_ESCAPE = re.compile(r"\\[{}$<\\]")


def _list(titles: Mapping[str, int]) -> str:
    """A list with each title as many times as given."""
    every = [title for title, times in titles.items() for _ in range(times)]
    return "".join(f"# papers/doe{number}.toml\n{titled(title)}" for number, title in enumerate(every))


@Rule(
    code="MB371", name="title-ends-with-period", finds="a title that ends with a full stop",
    why="Some sources, such as DBLP, append one. Styles add their own, so two are printed.",
    bad=(titled("Sparse Experts at Scale."), titled("On the Routing of Tokens.")),
    good=(titled("Sparse Experts at Scale"), titled("Experts, Routers, etc."), titled("What Next...")),
    fix="`moebib fix` removes it.",
).each_work  # fmt: skip
def title_ends_with_period(record: Record, _: Context) -> Iterator[Flaw]:
    """A full stop that is not part of an abbreviation, an initial or an ellipsis."""
    title = without_full_stop(record.title)
    is_part_of_it = plain(title).endswith(".") or re.search(r"\s[^\W\d_]\.$", plain(record.title))
    if title != record.title and not is_part_of_it:
        message = f"the title ends with a full stop: {quote(record.title)}"
        yield Flaw(("title",), message, "remove it", {"title": title})


_CUT = re.compile(r"(?:\.\.\.|\u2026|[:,;(\[]|\b(?:a|an|and|by|for|from|of|or|the|with|via|versus|using))$", re.I)


@Rule(
    code="MB373", name="truncated-title", finds="a title that stops in the middle",
    why="A form, a slide or an ellipsis cut it off.",
    bad=(titled("Sparse Experts at Scale: A Survey of"),
         titled("Sparse Experts at Sc..."),
         titled("One Router for All Experts of the Mod") + 'aliases = ["One router for all experts of the model"]'),
    good=(titled("Sparse Experts at Scale"),
          titled("What Experts Are Made Of and Why"),
          titled("One Router Serves Every Expert") + 'aliases = ["One Router"]'),
    fix="Write the whole title; `moebib update KEY` fetches it.",
).each_work  # fmt: skip
def truncated_title(record: Record, _: Context) -> Iterator[Flaw]:
    """A title that ends with an ellipsis or a small word, or whose last word is longer in another title."""
    title = plain(record.title).strip()
    message = f"the title seems to be truncated: {quote(title)}"
    if _CUT.search(title) and len(title.split()) > 2 and not title.endswith((" A", "a")):
        yield Flaw(("title",), message, "write the whole title")
        return
    words = words_of(title)
    for other in (*record.aliases, *(plain(version.title) for version in record.versions)):
        if _is_cut_from(words, words_of(other)):
            yield Flaw(("title",), message, f"write {other!r}")
            return


def _is_cut_from(words: list[str], longer: list[str]) -> bool:
    """Whether the last word is only the beginning of the word at the same place in the longer title."""
    last = len(words) - 1
    if not 3 <= last < len(longer) or words[:last] != longer[:last]:
        return False
    return longer[last] != words[last] and longer[last].startswith(words[last])


@Rule(
    code="MB374", name="title-in-capitals", finds="a title that is all in capitals",
    why="No style can change its case, because the acronyms in it cannot be recognised.",
    bad=(titled("SPARSE EXPERTS AT SCALE"), titled("ROUTING TOKENS IN LARGE MODELS: A SURVEY")),
    good=(titled("Sparse EXPERTS at Scale"), titled("GPU CPU TPU"), titled("MOE")),
    fix="Write it as the work prints it; `moebib update KEY` fetches it.",
).each_work  # fmt: skip
def title_in_capitals(record: Record, _: Context) -> Iterator[Flaw]:
    """The hint keeps words in the case in which the abstract or the keywords have them."""
    if case.is_all_caps(record.title):
        forms = case.forms_in(" ".join((record.abstract, *record.keyword)))
        hint = f"write {case.in_title_case(record.title, forms)!r}"
        yield Flaw(("title",), f"title in capitals: {quote(record.title)}", hint)


_NO_SPACE = re.compile(r"(?<=[A-Za-z]{2})[:,;?!](?=[A-Z][a-z]+[ -])")


@Rule(
    code="MB375", name="missing-space-after-colon", finds="a colon or comma in a title without a space after it",
    why="Sorting, searching and line breaking take the two words for one.",
    bad=(titled("HydraMoE:Sparse Experts at Scale"), titled("Routers,Experts and Tokens")),
    good=(titled("HydraMoE: Sparse Experts"), titled("Experts at 16:9"), titled("A Study of std::Vector types")),
    fix="`moebib fix` inserts a space.",
).each_work  # fmt: skip
def missing_space_after_colon(record: Record, _: Context) -> Iterator[Flaw]:
    """Outside formulas, between two words of which the second has a capital."""
    pieces = split_formulas(record.title)
    outside = "".join(" " * len(piece) if number % 2 else piece for number, piece in enumerate(pieces))
    ends = [match.end() for match in _NO_SPACE.finditer(outside)]
    if ends:
        title = record.title
        for end in reversed(ends):
            title = f"{title[:end]} {title[end:]}"
        message = f"missing space after {record.title[ends[0] - 1]!r}: {quote(record.title)}"
        yield Flaw(("title",), message, f"write {title!r}", {"title": title})


_TAG = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|sc|scp|span|tt|math|mml:\w+|jats:\w+)\b[^<>]*>|&(?:amp|lt|gt|quot|#\d+);", re.I
)


@Rule(
    code="MB376", name="markup-in-title", finds="a title with LaTeX, HTML or HTML entities in it",
    why="A README, a web page and a reference list would print the markup itself. A title has five tags, `<i> <b> "
        "<sub> <sup> <sc>`, and in a .bib file commands such as `\\emph`.",
    bad=(titled(r"Gr\\\"obner Experts"), titled("CO<SUB>2</SUB> Experts &amp; Routers"), titled("<i>Experts"),
         "@book{a, title = {Growth of <i>Experts</i>}}"),
    good=(titled("Experts & Routers"), titled("Experts of $d_{model}$ < 512"), titled(r"The Cost of C:\\temp"),
          titled("<i>E. coli</i> in CO<sub>2</sub>"), titled(r"The \\<b> Tag, and \\{0, 1\\}"),
          r"@book{a, title = {Growth of \emph{Experts}}}"),
    fix="`moebib fix` converts it where it can.",
).each_work  # fmt: skip
def markup_in_title(record: Record, context: Context) -> Iterator[Flaw]:
    """The fix is left out if some markup would remain. In a .bib file, nobody wrote a tag to be printed."""
    given = record.title.replace("\\<", "<") if record.id in context.bib_fields else record.title
    bare = _ESCAPE.sub("", record.title)
    is_tagged = given != record.title and _TAG.search(plain(record.title))
    if not (is_tagged or _TAG.search(_characters(bare)) or is_latex(bare)):
        return
    title = latex(markup(entities(record.model_copy(update={"title": given})))).title
    changes = {"title": title} if title not in ("", record.title) and not _TAG.search(_characters(title)) else None
    message = f"LaTeX or HTML in the title: {quote(record.title)}"
    yield Flaw(("title",), message, f"write {title!r}" if changes else "write it without markup", changes)


def _characters(title: str) -> str:
    return "".join(part.value for part in parse(title) if part.kind == "text")


_BRACKETS = {"(": ")", "[": "]", "\u201c": "\u201d", "{": "}"}
# "a)", "1)" and "[0, 1)" are not mistakes.
_ONE_BRACKET = re.compile(r"(?:^|\s)[\w]{1,3}\)|[\[(]\d|\d[\])]")


@Rule(
    code="MB377", name="unbalanced-title", finds="a title with an unpaired $, brace, bracket or quotation mark",
    why="The rest of the title becomes a formula or a group. Often, the title is truncated, too.",
    bad=(titled("Experts of $d_{model} at Scale"), titled("Sparse Experts (at Scale")),
    good=(titled("Experts of $d_{model}$ at Scale"),
          titled("Sparse Experts (at Scale)"),
          titled("Experts for $100 a Month")),
    fix="Add the missing one, or remove the other.",
).each_work  # fmt: skip
def unbalanced_title(record: Record, _: Context) -> Iterator[Flaw]:
    """At most one flaw per title: a second one is often a consequence of the first."""
    title = _ESCAPE.sub("", record.title)
    if title.count("$") % 2 and not re.search(r"\$\d", title):
        yield Flaw(("title",), f"unpaired $: {quote(record.title)}", "close the formula")
        return
    text = "".join(split_formulas(title)[::2])
    for opening, closing in _BRACKETS.items():
        if text.count(opening) != text.count(closing) and not _ONE_BRACKET.search(text):
            message = f"unbalanced {opening} and {closing}: {quote(record.title)}"
            yield Flaw(("title",), message, "add the missing one, or remove the other")
            return


_SMALL_WORDS = frozenset("a an and as at by for from in into its of on or over the their to via with".split())  # noqa: SIM905
_LEAST, _MOST = 0.2, 0.8
"""The share of words with a capital among those that may have one: sentence case is below, title case above."""
_ENOUGH = 10
"""The number of titles from which a list has a convention."""


@Rule(
    code="MB379", name="inconsistent-title-case",
    finds="a title in sentence case in a list of titles in title case, or the other way round",
    why="The list looks inconsistent. This is a note, because some works print their title that way.",
    bad=(_list({"Sparse Experts at the Edge of the Network": 11, "Dense routing of all tokens in one layer": 1}),
         _list({"Dense routing of all tokens in one layer": 12, "Sparse Experts at the Edge of the Network": 2})),
    good=(_list({"Sparse Experts at the Edge of the Network": 12}),
          _list({"Sparse Experts at the Edge of the Network": 5, "Dense routing of all tokens in one layer": 5}),
          titled("Sparse experts at the edge")),
    fix="Write it as the work prints it.", level="note",
).whole_list  # fmt: skip
def inconsistent_title_case(context: Context) -> Iterator[tuple[str, Flaw]]:
    """Only if the list has enough titles, and few exceptions."""
    cases = {record.id: title_case for record in context.records if (title_case := _case_of(plain(record.title)))}
    if len(cases) < _ENOUGH:
        return
    in_title_case = sum(title_case == "title case" for title_case in cases.values())
    usual = "title case" if in_title_case * 2 > len(cases) else "sentence case"
    exceptions = {key: title_case for key, title_case in cases.items() if title_case != usual}
    if len(exceptions) * 4 <= len(cases):
        for key, title_case in exceptions.items():
            yield key, Flaw(("title",), f"{title_case} in a list of {usual}", "write it as the work prints it")


def _case_of(title: str) -> str:
    """The case of the words that may have a capital; empty if it is mixed or there are too few."""
    after_colon = re.sub(r"^[^:]*:\s*", "", title) if ":" in title else title
    words = re.findall(r"[A-Za-z][A-Za-z'\u2019]{2,}", after_colon)[1:]
    counted = [word for word in words if word.lower() not in _SMALL_WORDS and not any(map(str.isupper, word[1:]))]
    if len(counted) < 3:
        return ""
    share = sum(word[0].isupper() for word in counted) / len(counted)
    return "title case" if share >= _MOST else "sentence case" if share <= _LEAST else ""


@Rule(
    code="MB382", name="title-in-braces", finds="a title that is in braces as a whole",
    why="No style can change its case. Braces are for words that must keep theirs.",
    bad=(titled("{Sparse Experts at Scale}"), titled("{A survey of GPU experts}")),
    good=(titled("{HydraMoE}: Sparse Experts"), titled("{Hydra}"), titled("Sparse {GPU} Experts")),
    fix="`moebib fix` removes them if no word needs them: the first one and acronyms keep their case anyway.",
).each_work  # fmt: skip
def title_in_braces(record: Record, _: Context) -> Iterator[Flaw]:
    """A name of one or two words may be in braces."""
    inner = record.title[1:-1]
    if re.fullmatch(r"\{[^{}]*\}", record.title) and len(inner.split()) > 2:
        message = f"the whole title is in braces: {quote(record.title)}"
        hint = "use braces only around words that must keep their case"
        changes = None if may_lose_capitals(inner.strip()) else {"title": inner.strip()}
        yield Flaw(("title",), message, hint, changes)


_REPEATED = re.compile(r"\b(a|an|and|as|for|from|in|of|on|the|to|with)\s+\1\b", re.I)


@Rule(
    code="MB383", name="repeated-word", finds="a small word that is repeated in a title",
    why="It is a typing mistake.",
    bad=(titled("The Routing of of Tokens"), titled("Experts in the the Cloud")),
    good=(titled("The Routing of Tokens"), titled("Experts of That That Route"), titled("On and off Experts")),
    fix="`moebib fix` removes the second one.",
).each_work  # fmt: skip
def repeated_word(record: Record, _: Context) -> Iterator[Flaw]:
    """The fix is certain only if no capital is involved."""
    if match := _REPEATED.search(record.title):
        title = _REPEATED.sub(r"\1", record.title)
        message = f"repeated word {match[0]!r} in {quote(record.title)}"
        yield Flaw(("title",), message, f"write {title!r}", {"title": title} if match[0].islower() else None)
