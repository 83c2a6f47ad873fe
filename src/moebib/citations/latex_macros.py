r"""Macros of an author's own that cite: ``\newcommand{\see}[1]{(see \cite{#1})}`` makes ``\see{key}`` a citation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from moebib.citations import CitingMacro

__all__ = ["ENVIRONMENT", "MacroDefinition", "citing_commands", "definitions"]


def _named(group: str) -> str:
    """The pattern of a macro, which may be in braces."""
    return rf"\s*+\{{?\s*+\\(?P<{group}>[A-Za-z@]+)\s*+\}}?"


_SPECIFICATION = r"(?:[^{}]|\{[^{}]*\})*"
_DEFINITION = re.compile(
    rf"""\\(?:
      (?:(?:re)?newcommand|providecommand|DeclareRobustCommand)\*?{_named("command")}
        \s*+(?:\[(?P<number>\d)\])?\s*+(?P<default>\[[^\]\n]*\])?\s*+(?P<body>\{{)
    | (?:re)?newenvironment\*?\s*+\{{(?P<environment>[A-Za-z]+)\}}
        \s*+(?:\[(?P<count>\d)\])?\s*+(?P<first>\[[^\]\n]*\])?\s*+(?P<beginning>\{{)
    | [egx]?def\s*+\\(?P<primitive>[A-Za-z@]+)(?P<parameters>(?:\#\d)*)\s*+(?P<replacement>\{{)
    | (?:New|Renew|Provide|Declare)(?:Expandable)?DocumentCommand{_named("document")}
        \s*+\{{(?P<specification>{_SPECIFICATION})\}}\s*+(?P<code>\{{)
    | (?:let\s*+|LetLtxMacro|(?:New|Renew|Declare)CommandCopy){_named("copy")}\s*+=?{_named("original")}
    )""",
    re.VERBOSE,
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_LONGEST_BODY = 1_000
_BODIES = {"body": "command", "beginning": "environment", "replacement": "primitive", "code": "document"}
"""The group at which the body of a definition begins -> the group of its name."""
_LAST_COMMAND = re.compile(r"\\([A-Za-z]+)\*?\s*\Z")
ENVIRONMENT = "begin "
"""What comes before the name of an environment, which is called as ``\\begin{name}``."""
_ARGUMENT = re.compile(r"[+!]?(?:(?P<optional>[oO])|(?P<star>[st])|(?P<mandatory>m))(?:\s*\{[^{}]*\})?\s*")
_PARAMETER = re.compile(r"\s*#(\d)\s*")


class MacroDefinition(NamedTuple):
    """The definition of a macro."""

    name: str
    at: int
    """The offset of the macro in the text."""
    arguments: str = ""
    """Those of a :class:`CitingMacro`."""
    body: tuple[int, int] = (0, 0)
    original: str = ""
    """The macro that this one is a copy of, or ends in, so that their arguments are the same."""


def definitions(text: str) -> Iterator[MacroDefinition]:
    """The macros that *text* defines, but for those whose arguments cannot be recognised by their form."""
    for match in _DEFINITION.finditer(text):
        if match["original"]:
            yield MacroDefinition(match["copy"], match.start("copy") - 1, original=match["original"])
            continue
        group, name = next((group, name) for group, name in _BODIES.items() if match[group] is not None)
        body = (match.end(group), _closing_brace(text, match.end(group)))
        arguments = _arguments(match)
        last = None if arguments else _LAST_COMMAND.search(text, *body)
        prefix = ENVIRONMENT if name == "environment" else ""
        yield MacroDefinition(
            prefix + match[name],
            match.start(name) - 1,
            arguments,
            body,
            original=last[1] if last and not prefix else "",
        )


def _arguments(match: re.Match[str]) -> str:
    if match["command"] or match["environment"]:
        number = int(match["number"] or match["count"] or 0)
        return ("o" if match["default"] or match["first"] else "m") * bool(number) + "m" * (number - 1)
    if match["primitive"]:
        return "m" * match["parameters"].count("#")
    arguments = ""
    at = 0
    specification = match["specification"].strip()
    while argument := _ARGUMENT.match(specification, at):
        arguments += "o" if argument["optional"] else "s" if argument["star"] else "m"
        at = argument.end()
    return arguments if at == len(specification) else ""


def _closing_brace(text: str, start: int) -> int:
    """The offset of the brace that closes a body; of the first characters, if it is very long or not closed."""
    depth = 1
    for brace in _BRACE.finditer(text, start, start + _LONGEST_BODY):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.start()
    return min(start + _LONGEST_BODY, len(text))


def citing_commands(
    text: str,
    defined: Iterable[MacroDefinition],
    known: Mapping[str, CitingMacro],
    spans_of_keys: Callable[..., Iterator[tuple[int, int]]],
) -> dict[str, CitingMacro]:
    """Those of the macros that are *defined* that cite their arguments, also by one another, and those *known* to.

    *spans_of_keys* finds the keys in a part of *text*.
    """
    commands = dict(known)
    for _ in range(3):  # a macro may use one that is defined behind it
        before = dict(commands)
        for definition in defined:
            if original := commands.get(definition.original):
                commands[definition.name] = original
                continue
            spans = spans_of_keys(*definition.body, commands=commands)
            keys = [
                key
                for start, end in spans
                for part in text[start:end].split(",")
                if (key := _PARAMETER.fullmatch(part))
            ]
            numbers = sorted({int(key[1]) - 1 for key in keys})
            if numbers and numbers[-1] < len(definition.arguments):
                commands[definition.name] = CitingMacro(definition.arguments, tuple(numbers))
        if commands == before:
            break
    return commands
