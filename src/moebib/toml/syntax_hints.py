"""Hints for files that are not TOML: what to write in place of BibTeX, YAML, JSON, and of quotes that do not close."""

from __future__ import annotations

import re

from moebib.text.latex import decode_groups, is_latex
from moebib.text.shorten import shorten
from moebib.toml.dump import dump_value

__all__ = ["hint_for_syntax"]

_LONGEST = 160
_STATEMENT = re.compile(
    r"""["']?(?P<key>[A-Za-z][\w.-]*(?: \w+)*)["']?\s*(?P<sign>:=|=>|==|[=:])?\s*(?P<value>.*?)\s*,?"""
)
_AFTER_VALUE = re.compile(r""""[^"]*"\s+\S|'[^']*'\s+\S""")
_QUOTES = {'"': '"', "'": "'", "{": "}", "\u201c": "\u201d", "\u2018": "\u2019", "\u00ab": "\u00bb", "\u201e": "\u201c"}
_BY_REASON = {
    "unclosed array": "separate the values with commas, and end the list with ]",
    "unclosed inline table": "separate the fields with commas, and end the table with }",
    "unterminated string": "end the text with the same quotation mark as it begins with",
    "illegal character '\\n'": "end the text with the same quotation mark as it begins with, on the same line",
    "cannot overwrite a value": "each field is given once: remove one of the two",
}
_BY_START = {
    "@": "this is BibTeX: write fields such as title = \"...\", or add the works of a .bib file with `moebib import`",
    "%": "a comment begins with #",
    "//": "a comment begins with #",
    "{": "write fields such as title = \"...\", one per line, without braces",
    "```": "remove this line",
    "---": "remove this line",
}  # fmt: skip


def hint_for_syntax(line: str, reason: str) -> str | None:
    r"""What to write in place of a *line* that cannot be read for this *reason*, which is ``tomllib``'s in lower case.

    >>> hint_for_syntax("year: 2024,", "expected '=' after a key in a key/value pair")
    'write year = 2024'
    >>> hint_for_syntax('title = "The $\\alpha$ of {\\"O}resund"', "unescaped '\\' in a string")
    'write title = "The $\\\\alpha$ of Öresund"'
    """
    line = line.strip()
    if by_start := next((hint for start, hint in _BY_START.items() if line.startswith(start)), None):
        return by_start
    if reason.startswith("cannot declare"):
        return "each table has one header: write its fields below the first of the two"
    if by_reason := _BY_REASON.get(reason):
        return by_reason
    statement = _STATEMENT.fullmatch(line)
    if not statement or not (statement["sign"] or statement["value"][:1] in _QUOTES):
        return None
    key, value = statement["key"].replace(" ", "_"), statement["value"]
    if not value:
        return f"write a value after {key} =, or remove the line"
    if _AFTER_VALUE.match(value):
        return 'write each field on a line of its own, and several values of one as a list: ["...", "..."]'
    return shorten(f"write {key} = {_written(value)}", _LONGEST)


def _written(value: str) -> str:
    """*value* as TOML has it."""
    if value[:1] == "[":
        elements = value.strip("[]").split(",")
        return dump_value([_text(element.strip()) for element in elements if element.strip()])
    if re.fullmatch(r"[1-9]\d*", value):
        return value
    return value.lower() if value in ("True", "False") else dump_value(_text(value))


def _text(value: str) -> str:
    """The text that a person meant."""
    end = _QUOTES.get(value[:1])
    if not end:
        value = re.sub(r"\s+#.*", "", value)  # a comment
    inner = value[1:-1] if end and len(value) > 1 and value[-1] == end else value.strip("\"'")
    return decode_groups(inner) if is_latex(inner) else inner
