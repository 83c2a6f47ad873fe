r"""Definitions: the commands that a LaTeX preamble defines, expanded where they are used, and which parts are harmless.

TeX executes a preamble, and a .bib file may have one from anywhere. Only what merely defines how something is printed
is harmless: ``\newcommand``, ``\providecommand``, ``\def``, ``\let``, ``\font`` and ``\hyphenation``, if nothing in it
reads, writes or repeats anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from moebib.text.latex._copying import executed
from moebib.text.latex._tables import HARMLESS, READ_SYMBOLS

__all__ = ["Definition", "Definitions", "EndlessExpansion", "PreamblePart", "read_preamble"]


class EndlessExpansion(Exception):
    """The expansion has no end, or is many times as long as the text."""


class Definition(NamedTuple):
    """What a command stands for."""

    name: str
    body: str
    arguments: int = 0
    default: str | None = None
    """The first argument, where it is not given in brackets."""
    is_fallback: bool = False
    """Whether it only counts where the command is not defined, as with ``\\providecommand``."""


class PreamblePart(NamedTuple):
    """A part of a preamble."""

    latex: str
    is_harmless: bool = True
    names: tuple[str, ...] = ()
    """The commands that it defines."""
    definitions: tuple[Definition, ...] = ()
    """Those of them that can be expanded."""


_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+\})*+\})*+\}"
_NAME = r"(?:\{\s*+\\(?P<braced>[A-Za-z]+)\s*+\}|\\(?P<bare>[A-Za-z]+))"
_NEW = re.compile(
    rf"\\(?P<how>newcommand|renewcommand|providecommand|DeclareRobustCommand)\s*+\*?+\s*+{_NAME}\s*+"
    rf"(?:\[(?P<count>[0-9])\])?+\s*+(?:\[(?P<default>[^][{{}}]*+)\])?+\s*+(?P<body>{_GROUP})"
)
_DEF = re.compile(rf"\\(?:long\s*+\\)?g?def\s*+\\(?P<name>[A-Za-z]+)(?P<parameters>[^{{}}]*+)(?P<body>{_GROUP})")
_LET = re.compile(r"\\let\s*+\\(?P<name>[A-Za-z]+)\s*+=?+\s*+(?P<other>\\[A-Za-z]+)")
_FONT = re.compile(
    r"\\font\s*+\\(?P<name>[A-Za-z]+)\s*+=?+\s*+[A-Za-z0-9]+(?:\s+(?:scaled\s+|at\s+)[0-9.]+(?:\s*+pt)?)?+"
)
_HYPHENATION = re.compile(r"\\hyphenation\s*+\{[^\\{}%#&$~^_]*+\}")
# \ifx \undefined \x ... \fi
_GUARD = re.compile(
    r"\\ifx\s*+(?:\\undefined\s*+\\(?P<after>[A-Za-z]+)|\\(?P<before>[A-Za-z]+)\s*+\\undefined)(?![A-Za-z])"
    r"(?P<inner>(?:[^\\]|\\(?!(?:if|fi|else|or)))*+)\\fi(?![A-Za-z])"
)
_PARAMETERS = re.compile(r"\s*+(?:#[1-9]\s*+)*+")
# From what is not understood to the next part: whole groups.
_STARTS = r"\\(?:(?:new|renew|provide)command|DeclareRobustCommand|def|gdef|let|font|hyphenation|ifx|input)(?![A-Za-z])"
_OTHER = re.compile(rf"(?:\\[A-Za-z]+|{_GROUP}|.)(?:(?!{_STARTS})(?:{_GROUP}|.))*+", re.S)
_UNSAFE_IN_BODY = re.compile(r"(?<!\\)%|\\(?:if[a-z]*|fi|else|or)(?![A-Za-z])")


def read_preamble(latex: str) -> list[PreamblePart]:
    r"""The parts of a preamble, in their order.

    >>> harmless, other = read_preamble(r"\newcommand{\noopsort}[1]{} \input{names.sty}")
    >>> harmless.definitions[0]
    Definition(name='noopsort', body='', arguments=1, default=None, is_fallback=False)
    >>> other.is_harmless
    False
    """
    parts: list[PreamblePart] = []
    at = 0
    while at < len(latex):
        if latex[at].isspace():
            at += 1
            continue
        matches = ((pattern.match(latex, at), read) for pattern, read in _KINDS)
        match, read = next(((match, read) for match, read in matches if match), (None, None))
        if match and read:
            parts.append(read(match))
        elif match := _OTHER.match(latex, at):
            text = match[0].strip()
            parts.append(PreamblePart(text, is_harmless=text in (r"\relax", "{}")))
        else:
            break
        at = match.end()
    return parts


def _new(match: re.Match[str]) -> PreamblePart:
    name = match["braced"] or match["bare"]
    is_fallback = match["how"] == "providecommand"
    definition = Definition(name, match["body"][1:-1], int(match["count"] or 0), match["default"], is_fallback)
    return _defining(match[0], definition, redefines=match["how"] in ("renewcommand", "DeclareRobustCommand"))


def _def(match: re.Match[str]) -> PreamblePart:
    parameters = match["parameters"]
    body = match["body"][1:-1]
    if not _PARAMETERS.fullmatch(parameters):  # \def\x#1\endx: TeX searches for the end of the argument
        is_harmless = not (_is_of_tex(match["name"]) or executed(parameters) or _problem(body, match["name"]))
        return PreamblePart(match[0], is_harmless, (match["name"],))
    return _defining(match[0], Definition(match["name"], body, parameters.count("#")), redefines=True)


def _defining(latex: str, definition: Definition, *, redefines: bool) -> PreamblePart:
    is_harmless = not (redefines and _is_of_tex(definition.name)) and not _problem(
        definition.body + (definition.default or ""), definition.name
    )
    return PreamblePart(latex, is_harmless, (definition.name,), (definition,) if is_harmless else ())


def _let(match: re.Match[str]) -> PreamblePart:
    is_harmless = not executed(match["other"]) and not _is_of_tex(match["name"])
    definitions = (Definition(match["name"], match["other"]),) if is_harmless else ()
    return PreamblePart(match[0], is_harmless, (match["name"],), definitions)


def _font(match: re.Match[str]) -> PreamblePart:
    is_harmless = not _is_of_tex(match["name"])
    return PreamblePart(
        match[0], is_harmless, (match["name"],), (Definition(match["name"], ""),) if is_harmless else ()
    )


def _guard(match: re.Match[str]) -> PreamblePart:
    inner = read_preamble(match["inner"])
    names = tuple(name for part in inner for name in part.names)
    is_harmless = all(part.is_harmless for part in inner) and set(names) == {match["after"] or match["before"]}
    definitions = tuple(definition._replace(is_fallback=True) for part in inner for definition in part.definitions)
    return PreamblePart(match[0], is_harmless, names, definitions if is_harmless else ())


def _is_of_tex(name: str) -> bool:
    r"""Whether other commands need this one as it is: with ``\\def\\relax{...}``, TeX may not come to an end."""
    return name in HARMLESS or bool(executed(f"\\{name}"))


def _problem(body: str, name: str) -> bool:
    """Whether TeX would do more with *body* than print it."""
    is_recursive = re.search(rf"\\{name}(?![A-Za-z])", body)
    return bool(executed(body) or is_recursive or _UNSAFE_IN_BODY.search(body))


_KINDS = (
    (_NEW, _new),
    (_DEF, _def),
    (_LET, _let),
    (_GUARD, _guard),
    (_FONT, _font),
    (_HYPHENATION, lambda match: PreamblePart(match[0])),
)

_MOST_EXPANSIONS = 1_000
_LONGEST = 100_000
_TOKEN = re.compile(r"\s*+(?=\S)(\\[A-Za-z]+|\\.|[^{}])", re.S)
_BRACE = re.compile(r"\\.|[{}]", re.S)
_OPTION = re.compile(r"\s*+\[([^][{}]*+)\]")
_PARAMETER = re.compile(r"#([1-9])")
_ENDS_IN_COMMAND = re.compile(r"\\[A-Za-z]{1,98}\Z")


class Definitions:
    r"""The definitions in force in a file.

    >>> definitions = Definitions([*read_preamble(r"\newcommand{\ponds}[2][Reed]{#1 {#2} \TeX}")])
    >>> print(definitions.expand(r"\ponds{A}: \ponds[B]{C}"))
    Reed {A} \TeX: B {C} \TeX
    """

    def __init__(self, parts: Iterable[PreamblePart]) -> None:
        self._by_name: dict[str, Definition] = {}
        for part in parts:
            for definition in part.definitions:
                is_known = definition.name in self._by_name or definition.name in READ_SYMBOLS
                if not (definition.is_fallback and is_known):
                    self._by_name[definition.name] = definition

    def __bool__(self) -> bool:
        return bool(self._by_name)

    @cached_property
    def _used(self) -> re.Pattern[str]:
        names = "|".join(sorted(self._by_name)) or "(?!)"
        return re.compile(rf"(?<!\\)((?:\\\\)*+)\\({names})(?![A-Za-z])[ \t\r\n]*+")

    def expand(self, latex: str) -> str:
        """*latex* with what its commands stand for.

        Raises:
            EndlessExpansion: If that has no end, or is many times as long.
        """
        if "\\" not in latex or not self._by_name:
            return latex
        expansions = at = 0
        while match := self._used.search(latex, at):
            expansions += 1
            start = match.end(1)
            expanded, end = self._expansion(self._by_name[match[2]], latex, match.end())
            before, after = latex[max(start - 99, 0) : start], latex[end : end + 1]
            expanded = _gap(before, expanded) + expanded + _gap(expanded or before, after)
            latex = f"{latex[:start]}{expanded}{latex[end:]}"
            at = start
            if expansions > _MOST_EXPANSIONS or len(latex) > _LONGEST:
                raise EndlessExpansion
        return latex

    def _expansion(self, definition: Definition, latex: str, at: int) -> tuple[str, int]:
        """What a command whose arguments begin at *at* stands for, and where they end."""
        arguments: list[str] = []
        if definition.default is not None:
            option = _OPTION.match(latex, at)
            arguments.append(option[1] if option else definition.default)
            at = option.end() if option else at
        while len(arguments) < definition.arguments and (argument := _argument(latex, at)):
            arguments.append(argument[0])
            at = argument[1]
        arguments += [""] * (definition.arguments - len(arguments))
        pieces = _PARAMETER.split(definition.body)
        body = pieces[0]
        for number, text in zip(pieces[1::2], pieces[2::2], strict=True):
            argument_text = arguments[int(number) - 1] if int(number) <= len(arguments) else ""
            body += _gap(body, argument_text) + argument_text
            body += _gap(body, text) + text
        return body, at


def _argument(latex: str, at: int) -> tuple[str, int] | None:
    """The group or token at *at*, without the braces of the group, and where it ends."""
    if token := _TOKEN.match(latex, at):
        return token[1], token.end()
    start, depth = latex.find("{", at), 0
    for brace in _BRACE.finditer(latex, start) if start >= 0 else ():
        depth += (brace[0] == "{") - (brace[0] == "}")
        if not depth:
            return latex[start + 1 : brace.start()], brace.end()
    return None


def _gap(before: str, after: str) -> str:
    """The space between a command and a letter after it, which would be another command together."""
    return " " if after[:1].isalpha() and _ENDS_IN_COMMAND.search(before) else ""
