r"""What LaTeX does not read as its own language: comments, verbatim text, URLs and text that is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

__all__ = ["unread_spans", "verbatim_environments"]

_BRACED = r"\{[^{}\n]*(?:\{[^{}\n]*\}[^{}\n]*)*\}"
_OPTIONS = r"\s*+(?:\[[^]\n]{0,200}\])?\s*+"
_ENVIRONMENTS = (
    r"(?:[BL]|sp|Save)?[vV]erbatim(?:tab|write|Out)?\*?|lstlisting|minted|comment|filecontents\*?|tcb(?:output)?listing"
)
_DECLARED = re.compile(
    r"\\(?:excludecomment|lstnewenvironment|(?:Recustom|Custom|Define)VerbatimEnvironment|(?:re)?newtcblisting)"
    rf"{_OPTIONS}\{{([A-Za-z]+\*?)\}}"
)
_SHORT = re.compile(rf"\\(?:MakeShortVerb\*?|DefineShortVerb|lstMakeShortInline){_OPTIONS}\{{?\\([^\w\s\\{{}}%])")
_CONDITION = re.compile(
    r"\\(?:(?P<fi>fi)|(?P<else>else)|if(?:cat|num|dim|odd|[vhm]mode|inner|void|[vh]box|x|eof|true|false|case|defined"
    r"|csname|fontchar|pdf|xetex|luatex|@[A-Za-z@]*)?|newif\s*+\\(?P<new>[A-Za-z@]+)|(?P<other>if[A-Za-z@]+))"
    r"(?![A-Za-z@])"
)


def verbatim_environments(text: str) -> frozenset[str]:
    """The environments that *text* declares to be verbatim, or to be left out."""
    return frozenset(match[1] for match in _DECLARED.finditer(text))


def unread_spans(text: str, environments: frozenset[str] = frozenset()) -> Iterator[tuple[int, int]]:
    """The spans of *text* that contain no commands; *environments* are verbatim, too."""
    short = "".join(sorted({match[1] for match in _SHORT.finditer(text)}))
    unread = _unread(environments | verbatim_environments(text), short)
    ends = _ends_of_conditions(text)
    at = 0
    while match := unread.search(text, at):
        at = _end(text, match, ends)
        if match.lastgroup:
            yield match.start(), at


@lru_cache(maxsize=100)
def _unread(environments: frozenset[str], short: str) -> re.Pattern[str]:
    r"""Searched in the order of the text: a ``%`` in ``\verb`` is no comment, and a ``\verb`` in one is ignored."""
    names = "|".join([_ENVIRONMENTS, *map(re.escape, sorted(environments))])
    inline = rf"(?:lstinline{_OPTIONS}|mintinline{_OPTIONS}\{{[^}}\n]*\}})\s*+"
    return re.compile(
        rf"""
          \\(?:[vV]erb\*?\s*+|{inline})(?P<quote>[^\w\s*{{])
        | (?P<braced>\\(?:{inline}|(?:url|path|nolinkurl|href{_OPTIONS})\s*+){_BRACED})
        | \\begin\s*+\{{(?P<name>{names})\}}
        | (?P<condition>\\iffalse\b(?!\}}))
        | (?P<end>\\end\s*+\{{document\}}|\\endinput\b)
        | (?P<comment>%[^\n\r]*)
        | \\[^a-zA-Z]
        | (?P<short>[{re.escape(short) or "%"}])
        """,
        re.VERBOSE,
    )


def _end(text: str, match: re.Match[str], ends: Mapping[int, int]) -> int:
    """The end of text that is not read; if its end is missing, only its beginning is skipped."""
    after = match.end()
    if match["end"]:
        return len(text)
    if match["condition"]:
        return ends.get(match.start(), after)
    if match["short"]:
        line_end = text.find("\n", after)
        return text.find(match["short"], after, line_end if line_end >= 0 else len(text)) + 1 or after
    if match["quote"]:
        return text.find(match["quote"], after) + 1 or after
    if name := match["name"]:
        closing = f"\\end{{{name}}}"
        end = text.find(closing, after)
        return end + len(closing) if end >= 0 else after
    return after


def _ends_of_conditions(text: str) -> dict[int, int]:
    r"""The start of each conditional -> the end of its ``\else`` or ``\fi``."""
    if "\\iffalse" not in text:
        return {}
    matches = [*_CONDITION.finditer(text)]
    defined = {match["new"] for match in matches}
    ends: dict[int, int] = {}
    is_open: list[int] = []
    for match in matches:
        is_argument = text.startswith("}", match.end()) and not match["fi"]
        if match["new"] or (match["other"] and match["other"] not in defined) or is_argument:
            continue  # \ifthenelse and others take arguments, and \iftrue in braces is one
        if not (match["fi"] or match["else"]):
            is_open.append(match.start())
        elif is_open:
            ends.setdefault(is_open[-1] if match["else"] else is_open.pop(), match.end())
    return ends
