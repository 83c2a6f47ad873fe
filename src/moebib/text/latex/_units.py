r"""Numbers and units of siunitx (version 3, and the units of version 2): ``\SI{3}{\kilo\metre\per\second}``."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["quantity"]

_PREFIXES = {
    "quecto": "q", "ronto": "r", "yocto": "y", "zepto": "z", "atto": "a", "femto": "f", "pico": "p", "nano": "n",
    "micro": "µ", "milli": "m", "centi": "c", "deci": "d", "deca": "da", "deka": "da", "hecto": "h", "kilo": "k",
    "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E", "zetta": "Z", "yotta": "Y", "ronna": "R",
    "quetta": "Q", "kibi": "Ki", "mebi": "Mi", "gibi": "Gi", "tebi": "Ti", "pebi": "Pi", "exbi": "Ei", "zebi": "Zi",
    "yobi": "Yi",
}  # fmt: skip
_NAMED = {
    "metre": "m", "meter": "m", "gram": "g", "second": "s", "ampere": "A", "kelvin": "K", "mole": "mol",
    "candela": "cd", "hertz": "Hz", "newton": "N", "pascal": "Pa", "joule": "J", "watt": "W", "coulomb": "C",
    "volt": "V", "farad": "F", "ohm": "Ω", "siemens": "S", "weber": "Wb", "tesla": "T", "henry": "H", "lumen": "lm",
    "lux": "lx", "becquerel": "Bq", "gray": "Gy", "sievert": "Sv", "katal": "kat", "radian": "rad", "steradian": "sr",
    "litre": "L", "liter": "L", "tonne": "t", "hectare": "ha", "minute": "min", "hour": "h", "day": "d",
    "electronvolt": "eV", "dalton": "Da", "astronomicalunit": "au", "bel": "B", "decibel": "dB", "neper": "Np",
    "bit": "bit", "byte": "B", "percent": r"\%", "degree": "°", "degreeCelsius": "°C", "celsius": "°C",
    "arcminute": "\u2032", "arcsecond": "\u2033", "kilogram": "kg",
    # Of version 2, and others that many define.
    "angstrom": "Å", "bar": "bar", "mmHg": "mmHg", "barn": "b", "knot": "kn", "nauticalmile": "M",
    "atomicmassunit": "u", "micron": "µm", "parsec": "pc", "year": "yr",
}  # fmt: skip
# Unit -> the prefixes that have an abbreviation with it: \um, \GHz.
_SHORT = {
    "A": "pnumk", "Hz": "mkMGT", "mol": "fpnumk", "V": "pnumk", "l": "hmu", "L": "hmu", "g": "fpnumk", "W": "numkMG",
    "J": "umk", "eV": "mkMGT", "m": "pnumcdk", "F": "fpnum", "H": "fpnum", "C": "num", "N": "mkM", "Pa": "kMG",
    "ohm": "mkM", "s": "afpnum", "K": "",
}  # fmt: skip
_POWERS = {"squared": "2", "cubed": "3", "square": "2", "cubic": "3"}


@cache
def _units() -> dict[str, str]:
    units = _NAMED | {"dB": "dB", "kWh": "kWh"}
    for unit, prefixes in _SHORT.items():
        symbol = {"ohm": "Ω", "l": "L"}.get(unit, unit)
        units |= {f"{prefix}{unit}": f"{'µ' if prefix == 'u' else prefix}{symbol}" for prefix in prefixes}
        units.setdefault(unit, symbol)
    return units


def quantity(kind: str, numbers: list[str], unit: str) -> str:
    r"""What ``\SI``, ``\num``, ``\ang``, ``\SIrange`` and their like print, as LaTeX.

    >>> quantity("SI", ["3"], r"\kilo\meter\per\second"), quantity("qtyrange", ["1", "5"], r"\um")
    ('3~km s\\textsuperscript{-1}', '1~µm to 5~µm')
    """
    if kind == "ang":
        signs = ("°", "\u2032", "\u2033")
        return "".join(
            f"{part}{sign}" for part, sign in zip(numbers[0].split(";"), signs, strict=False) if part.strip()
        )
    symbol = _unit(unit)
    gap = "" if symbol[:1] in ("°", "\u2032", "\u2033") and symbol != "°C" else "~"
    printed = [_number(number) + (f"{gap}{symbol}" if symbol else "") for number in numbers if number]
    if kind.endswith("list"):
        printed = [_number(number) + (f"{gap}{symbol}" if symbol else "") for number in numbers[0].split(";")]
        return ", ".join(printed[:-1]) + f" and {printed[-1]}" if len(printed) > 1 else "".join(printed)
    return " to ".join(printed) or symbol


_EXPONENT = re.compile(r"(?<=[\d.])\s*[eEdD]\s*\+?(-?\d+)\Z")


def _number(number: str) -> str:
    number = _EXPONENT.sub(r" \\texttimes{} 10\\textsuperscript{\1}", number.strip())
    return re.sub(r"\s*\+-\s*", " ± ", number) if "+-" in number else number


_WORD_OF_UNIT = re.compile(r"\\([A-Za-z]+)\s*|\^\{?(-?\d+)\}?|_\{?([A-Za-z0-9]+)\}?|([^\\])")


def _unit(latex: str) -> str:
    r"""A unit: prefixes, units, ``\per`` and powers; what is unknown stays."""
    parts: list[str] = []
    prefix = power = sign = ""
    for name, exponent, index, char in _WORD_OF_UNIT.findall(latex):
        if name in _PREFIXES:
            prefix = _PREFIXES[name]
        elif name == "per":
            sign = "-"
        elif name in ("square", "cubic"):
            power = _POWERS[name]
        elif name in _POWERS and parts:
            before, _, raised = parts[-1].partition(r"\textsuperscript{")
            parts[-1] = rf"{before}\textsuperscript{{{'-' * raised.startswith('-')}{_POWERS[name]}}}"
        elif name in _units():
            raised = f"{sign}{power or '1'}" if sign or power else ""
            parts.append(f"{prefix}{_units()[name]}" + (rf"\textsuperscript{{{raised}}}" if raised else ""))
            prefix = power = sign = ""
        elif name:
            parts.append(f"\\{name} ")
        elif exponent or index:
            script = rf"\textsuperscript{{{exponent}}}" if exponent else rf"\textsubscript{{{index}}}"
            parts[-1:] = [(parts[-1] if parts else "") + script]
        else:
            parts.append({".": " ", "~": " "}.get(char, char))
    # Units are apart, and letters that are written out are not.
    return " ".join(parts) if "\\" in latex else "".join(parts)
