"""The forms in which paper lists write dates: "2024", "24", "2024.3", "2024-03-05", "Mar 2024", "24 May 2022"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from moebib.errors import InputError
from moebib.records.date import MONTH_NAMES, Date
from moebib.records.series import full_year

__all__ = ["DateForm", "read_date_forms"]

_TOKEN = re.compile(r"[0-9]+|[A-Za-z]+|[^0-9A-Za-z]+")
_MONTHS = {name.lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
_SHORT_MONTHS = {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_PARTS = {"Y": "year", "y": "year", "B": "month", "b": "month", "M": "month", "m": "month", "D": "day", "d": "day"}
"""Symbol -> what it stands for: ``Y`` 2024, ``y`` 24, ``B`` March, ``b`` Mar, ``M`` 03, ``m`` 3, ``D`` 05, ``d`` 5."""


class DateForm(NamedTuple):
    """How a date is written: symbols, with the text before each of them."""

    symbols: str
    literals: tuple[str, ...]
    """One more than symbols: the text before each of them, and at the end."""
    case: str = ""
    """The method of ``str`` by which the name of a month gets its case; "" for a capital letter."""

    @property
    def precision(self) -> int:
        """1 for a year, 2 for a month, 3 for a day."""
        return len({_PARTS[symbol] for symbol in self.symbols})

    def write(self, date: Date) -> str | None:
        """*date* in this form; ``None`` if it is not known as precisely.

        >>> DateForm("ym", ("'", ".", "")).write(Date(2024, 3))
        "'24.3"
        """
        if len(date.parts) < self.precision or date.year > 9999 or date.unspecified:
            return None
        pieces = [self._written(symbol, date) for symbol in self.symbols]
        return "".join(literal + piece for literal, piece in zip(self.literals, (*pieces, ""), strict=True))

    def _written(self, symbol: str, date: Date) -> str:
        month, day = date.month or 0, date.day or 0
        if symbol in "Bb":
            name = MONTH_NAMES[month - 1]
            name = name if symbol == "B" else name[:3]
            return str(getattr(name, self.case)()) if self.case else name
        return {
            "Y": str(Date(date.year)), "y": f"{date.year % 100:02}", "M": f"{month:02}", "m": str(month),
            "D": f"{day:02}", "d": str(day),
        }[symbol]  # fmt: skip

    def less_precise(self) -> Iterator[DateForm]:
        """The form without the day, then also without the month; each with what is between the others."""
        for left_out in ("Dd", "DdMmBb"):
            kept = [i for i, symbol in enumerate(self.symbols) if symbol not in left_out]
            if len(kept) < len(self.symbols):
                literals = [self.literals[i] if n else self.literals[0] for n, i in enumerate(kept)]
                symbols = "".join(self.symbols[i] for i in kept)
                yield self._replace(symbols=symbols, literals=(*literals, self.literals[-1]))


@lru_cache(maxsize=5_000)
def read_date_forms(text: str) -> tuple[tuple[Date, DateForm], ...]:
    """The dates that *text* can be, each with its form, the likeliest first; empty if it is anything else.

    >>> [(str(date), form.symbols) for date, form in read_date_forms("'24.10")]
    [('2024-10', 'yM'), ('2024-10', 'ym')]
    >>> [str(date) for date, _ in read_date_forms("5/3/2024")]
    ['2024-05-03', '2024-03-05']
    """
    tokens = _TOKEN.findall(text)
    choices = [_choices(token) for token in tokens]
    if not all(choices) or len(tokens) > 11:
        return ()
    readings: dict[tuple[Date, DateForm], None] = {}
    for chosen in product(*choices):
        if reading := _reading(chosen):
            readings.setdefault(reading)
    return tuple(sorted(readings, key=lambda reading: _oddness(reading[1].symbols)))


def _oddness(symbols: str) -> int:
    """How unusual a form is: the day before the number of the month, or only one of two numbers with a zero."""
    day_before_number = symbols[0] in "Dd" and symbols[1] in "Mm"
    mixed = bool({*symbols} & {*"MD"}) and bool({*symbols} & {*"mdBb"})
    return day_before_number + mixed


def _choices(token: str) -> list[list[tuple[str, str]]]:
    """What a token can be: each a list of symbols with their digits or letters; symbol "" is literal text."""
    if token.isdecimal():
        if re.fullmatch("(?:19|20)[0-9]{2}", token):
            return [[("Y", token)]]
        if len(token) == 4:
            return [[("y", token[:2]), ("M", token[2:])]]
        if len(token) in (6, 8):
            return [[("Y", token[:4]), ("M", token[4:6]), *([("D", token[6:])] if token[6:] else [])]]
        symbols = {1: "md", 2: "MDmdy" if token[0] != "0" else "MDy"}.get(len(token), "")
        return [[(symbol, token)] for symbol in symbols]
    if token.isalpha() and token.isascii():
        word = token.lower()
        short = [[("b", token)]] if word in _SHORT_MONTHS else []
        return short + ([[("B", token)]] if word in _MONTHS else [])
    return [[("", token)]]


def _reading(chosen: tuple[list[tuple[str, str]], ...]) -> tuple[Date, DateForm] | None:
    """The date that symbols and texts are, if each part of it occurs once and in an order that people use."""
    symbols, literals, values, case = "", [""], {}, ""
    for symbol, text in (piece for token in chosen for piece in token):
        if not symbol:
            literals[-1] += text
            continue
        part = _PARTS[symbol]
        if part in values:
            return None
        if symbol in "Bb":
            case = "upper" if text.isupper() else "lower" if text.islower() else ""
            values[part] = _MONTHS.get(text.lower()) or _SHORT_MONTHS[text.lower()]
        else:
            values[part] = full_year(int(text)) if symbol == "y" else int(text)
        symbols += symbol
        literals.append("")
    order = "".join(_PARTS[symbol][0] for symbol in symbols)
    if order not in ("y", "ym", "ymd", "my", "mdy", "dmy"):
        return None
    if symbols[0] in "MmDd" and "Y" not in symbols:  # "3.24" may be anything
        return None
    try:
        date = Date(values["year"], values.get("month"), values.get("day"))
    except InputError:
        return None
    return date, DateForm(symbols, tuple(literals), case)
