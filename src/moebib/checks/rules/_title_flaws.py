"""What can be wrong with a title. The rules that say so are in ``titles``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.rules import Context, Flaw
from moebib.normalise import case, entities, full_stop, latex, markup
from moebib.records.equivalence import words_of
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.latex import is_latex
from moebib.text.shorten import quote

_PAPERS = frozenset({"article", "article-journal", "paper-conference", "document", "chapter", "report"})
_SMALL = frozenset("a an and as at by for from in into its of on or over the their to via with".split())  # noqa: SIM905
_CUT = re.compile(r"(?:\.\.\.|\u2026|[:,;(\[]|\b(?:a|an|and|by|for|from|of|or|the|with|via|versus|using))$", re.I)
_NO_BLANK = re.compile(r"(?<=[A-Za-z]{2})[:,;?!](?=[A-Z][a-z]+[ -])")
_TAG = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|sc|scp|span|tt|math|mml:\w+|jats:\w+)\b[^<>]*>|&(?:amp|lt|gt|quot|#\d+);", re.I
)
# A letter that begins two bytes of UTF-8, and one that goes on, as Windows-1252 reads them.
_GOES_ON = (
    "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014"
    "\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
_MOJIBAKE = re.compile(f"[\u00c2-\u00c5\u00ce\u00d0][{_GOES_ON}]|\u00e2\u20ac|\ufffd")
_LOST = re.compile(r"[A-Za-z]\?[a-z]|[A-Za-z]\u00bf[a-z]")
_FORMULA = re.compile(r"(?<!\\)\$[^$]*(?<!\\)\$")
_TWICE = re.compile(r"\b(a|an|and|as|for|from|in|of|on|the|to|with)\s+\1\b", re.I)
_PAIRS = {"(": ")", "[": "]", "\u201c": "\u201d"}
_LEAST, _MOST = 0.2, 0.8
"""Of the words of a title that could have a capital: below is sentence case, above is Title Case."""
_ENOUGH = 10
"""Titles that a list must have before it has a habit."""


def ends_in_dot(record: Record, _: Context) -> Iterator[Flaw]:
    """DBLP and others set a dot behind titles; styles set their own."""
    title = full_stop(record).title
    if title != record.title and not title.endswith(".") and not re.search(r"\s[^\W\d_]\.$", record.title):
        yield Flaw(("title",), f"the title ends in a dot: {quote(record.title)}", "remove it", {"title": title})


def nickname(record: Record, context: Context) -> Iterator[Flaw]:
    """The name of a model or system is what a paper is about, not what it is called."""
    title = re.sub(r"[{}]", "", record.title)
    words = title.split()
    if record.type not in _PAPERS or not 0 < len(words) <= 2 or title.endswith(("...", "\u2026")):
        return
    models = {fold(model.name) for model in context.models}
    is_name = all(map(_like_a_name, words)) and not title.isupper()
    is_version = any(re.match(r"\D*+\d.*[A-Z]", word) or re.search(r"[A-Z]\d", word) for word in words)
    # A foreign file calls programs so, and they are called so.
    is_paper = record.is_preprint or record.type == "paper-conference"
    if fold(title) in models or (context.is_list and (is_name or is_version)) or (is_paper and is_name):
        hint = "write the title as the work prints it; the name goes to `aliases`"
        yield Flaw(("title",), f"a nickname, not a title: {record.title!r}", hint)


def _like_a_name(word: str) -> bool:
    return any(char.isdigit() for char in word) or any(char.isupper() for char in word[1:])


def cut_short(record: Record, _: Context) -> Iterator[Flaw]:
    """A title that stops in the middle, or goes on in another place."""
    title = record.title.strip()
    if _CUT.search(title) and len(title.split()) > 2 and not title.endswith((" A", "a")):
        yield Flaw(("title",), f"the title seems to be cut short: {quote(title)}", "write it in full")
        return
    words = words_of(title)
    for other in (*record.aliases, *(version.title for version in record.versions)):
        if _goes_on(words, words_of(other)):
            yield Flaw(("title",), f"the title seems to be cut short: {quote(title)}", f"write {other!r}")
            return


def _goes_on(words: list[str], longer: list[str]) -> bool:
    """Whether the last word of the one title is the beginning of the word that stands there in the other."""
    last = len(words) - 1
    if not 3 <= last < len(longer) or words[:last] != longer[:last]:
        return False
    return longer[last] != words[last] and longer[last].startswith(words[last])


def loud(record: Record, _: Context) -> Iterator[Flaw]:
    """Capitals throughout cannot be turned into another case by any style without losing the acronyms."""
    if case.is_loud(record.title):
        known = case.forms_in(" ".join((record.abstract, *record.keyword)))
        hint = f"write {case.quiet_title(record.title, known)!r}"
        yield Flaw(("title",), f"ALL IN CAPITALS: {quote(record.title)}", hint)


def no_blank(record: Record, _: Context) -> Iterator[Flaw]:
    """``Experts:A Survey``."""
    outside = _FORMULA.sub(lambda found: " " * len(found[0]), record.title)
    places = [found.end() for found in _NO_BLANK.finditer(outside)]
    if places:
        title = record.title
        for at in reversed(places):
            title = f"{title[:at]} {title[at:]}"
        message = f"no blank after {record.title[places[0] - 1]!r}: {quote(record.title)}"
        yield Flaw(("title",), message, f"write {title!r}", {"title": title})


def markup_left(record: Record, _: Context) -> Iterator[Flaw]:
    """LaTeX, HTML or MathML, which no reader of the record decodes once more."""
    if not (_TAG.search(record.title) or is_latex(record.title)):
        return
    title = latex(markup(entities(record))).title
    change = {"title": title} if title != record.title and title and not _TAG.search(title) else None
    message = f"LaTeX or HTML in the title: {quote(record.title)}"
    yield Flaw(("title",), message, f"write {title!r}" if change else "write it as plain text", change)


def unbalanced(record: Record, _: Context) -> Iterator[Flaw]:
    """A formula that does not end, a bracket without its partner."""
    title = record.title
    if len(re.findall(r"(?<!\\)\$", title)) % 2 and not re.search(r"\$\d", title):
        yield Flaw(("title",), f"a $ without its partner: {quote(title)}", "close the formula")
        return
    text = _FORMULA.sub("", title)
    for opening, closing in {**_PAIRS, "{": "}"}.items():
        if text.count(opening) != text.count(closing) and not re.search(r"(?:^|\s)[\w]{1,3}\)|[\[(]\d|\d[\])]", text):
            message = f"{opening} and {closing} do not match: {quote(title)}"
            yield Flaw(("title",), message, "close it, or take it out")
            return


def mojibake(record: Record, _: Context) -> Iterator[Flaw]:
    """UTF-8 that was read as Latin-1, and letters that became question marks."""
    fields = ("title", "container_title", "publisher")
    for field in fields:
        text = getattr(record, field)
        if _MOJIBAKE.search(text) or _LOST.search(text):
            right = _undone(text)
            change = {field: right} if right else None
            message = f"letters that were read in a wrong encoding: {quote(text)}"
            yield Flaw((field,), message, f"write {right!r}" if right else "write the letters as they are", change)
    for i, name in enumerate(record.author):
        shown = f"{name.given} {name.family}{name.literal}"
        if "?" in shown or "\u00bf" in shown or (not shown.isascii() and _MOJIBAKE.search(shown)):
            if not (_MOJIBAKE.search(shown) or _LOST.search(shown)):
                continue
            message = f"letters that were read in a wrong encoding: {quote(shown)}"
            yield Flaw(("author", i), message, "write the letters as they are")


def _undone(text: str) -> str:
    try:
        right = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
    return right if right != text and right.isprintable() and not _MOJIBAKE.search(right) else ""


def other_case(context: Context) -> Iterator[tuple[str, Flaw]]:
    """Sentence case in a list of Title Case, or the other way round."""
    habits = {record.id: habit for record in context.records if (habit := _habit(record.title))}
    if len(habits) < _ENOUGH:
        return
    titled = sum(habit == "Title Case" for habit in habits.values())
    usual = "Title Case" if titled * 2 > len(habits) else "sentence case"
    strays = [key for key, habit in habits.items() if habit != usual]
    if len(strays) * 4 <= len(habits):
        message = f"{'sentence case' if usual == 'Title Case' else 'Title Case'} in a list of {usual}"
        yield from ((key, Flaw(("title",), message, "write it as the work prints it")) for key in strays)


def _habit(title: str) -> str:
    after = re.sub(r"^[^:]*:\s*", "", title) if ":" in title else title
    words = [word for word in re.findall(r"[A-Za-z][A-Za-z'\u2019]{2,}", after)[1:] if word.lower() not in _SMALL]
    plain = [word for word in words if not any(char.isupper() for char in word[1:])]
    if len(plain) < 3:
        return ""
    share = sum(word[0].isupper() for word in plain) / len(plain)
    return "Title Case" if share >= _MOST else "sentence case" if share <= _LEAST else ""


def two_titles(record: Record, _: Context) -> Iterator[Flaw]:
    """Another title by which the work is known; it may be the right one."""
    for i, alias in enumerate(record.aliases):
        both_short = len(alias.split()) < 3 and len(record.title.split()) < 3
        if (len(alias.split()) > 2 or both_short) and not _same_words(alias, record.title):
            yield Flaw(("aliases", i), f"one work under two titles: {alias!r} and {record.title!r}",
                       "the title is what the version that is cited prints")  # fmt: skip


def alias_like_title(record: Record, _: Context) -> Iterator[Flaw]:
    """Another title that is the title, spelled otherwise: search finds both anyway."""
    for i, alias in enumerate(record.aliases):
        if _same_words(alias, record.title):
            rest = tuple(other for other in record.aliases if other != alias)
            message = f"an alias that is the title, spelled otherwise: {alias!r}"
            yield Flaw(("aliases", i), message, "remove it; searches do not see the difference", {"aliases": rest})


def _same_words(a: str, b: str) -> bool:
    return "".join(words_of(a)) == "".join(words_of(b))


def in_braces(record: Record, _: Context) -> Iterator[Flaw]:
    """Braces around the whole title keep every style from doing what it does."""
    inner = record.title[1:-1]
    if re.fullmatch(r"\{[^{}]*\}", record.title) and len(inner.split()) > 2:
        message = f"the whole title is in braces: {quote(record.title)}"
        yield Flaw(("title",), message, "leave them to what must keep its case", {"title": inner.strip()})


def doubled_word(record: Record, _: Context) -> Iterator[Flaw]:
    """``of of``, ``the the``."""
    if found := _TWICE.search(record.title):
        title = _TWICE.sub(r"\1", record.title)
        message = f"{found[0]!r} in {quote(record.title)}"
        yield Flaw(("title",), message, f"write {title!r}", {"title": title} if found[0].islower() else None)
