r"""Commands with arguments whose text is more than that of the arguments: citations, units, ions, conditions.

They are replaced by the LaTeX of what they print before a text is read.
"""

from __future__ import annotations

import re

__all__ = ["with_phrases"]

_PREFIXES = {
    "nano": "n", "micro": "µ", "milli": "m", "centi": "c", "deci": "d", "kilo": "k", "mega": "M", "giga": "G",
    "tera": "T", "peta": "P", "exa": "E", "pico": "p", "femto": "f", "atto": "a", "hecto": "h", "deca": "da",
}  # fmt: skip
_UNITS = {
    "metre": "m", "meter": "m", "gram": "g", "second": "s", "ampere": "A", "kelvin": "K", "mole": "mol",
    "candela": "cd", "hertz": "Hz", "newton": "N", "pascal": "Pa", "joule": "J", "watt": "W", "coulomb": "C",
    "volt": "V", "farad": "F", "ohm": "Ω", "siemens": "S", "weber": "Wb", "tesla": "T", "henry": "H", "lumen": "lm",
    "lux": "lx", "becquerel": "Bq", "gray": "Gy", "sievert": "Sv", "litre": "l", "liter": "L", "tonne": "t",
    "minute": "min", "hour": "h", "day": "d", "electronvolt": "eV", "decibel": "dB", "bit": "bit", "byte": "B",
    "percent": r"\%", "degree": "°", "degreeCelsius": "°C", "celsius": "°C",
    "arcminute": "\u2032", "arcsecond": "\u2033", "angstrom": "Å", "bar": "bar", "micron": "µm", "parsec": "pc",
    "year": "yr",
    "km": "km", "cm": "cm", "mm": "mm", "um": "µm", "nm": "nm", "kg": "kg", "mg": "mg", "ms": "ms", "us": "µs",
    "ns": "ns", "kHz": "kHz", "MHz": "MHz", "GHz": "GHz", "eV": "eV", "keV": "keV", "MeV": "MeV", "GeV": "GeV",
    "TeV": "TeV", "kW": "kW", "MW": "MW", "kWh": "kWh", "mV": "mV", "kV": "kV", "mA": "mA",
}  # fmt: skip
_POWERS = {"squared": "2", "cubed": "3", "square": "2", "cubic": "3"}
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")

_OPTION = r"(?:\s*\[[^][]*\])?"
_END = "(?![A-Za-z])"


def _until(ends: str) -> str:
    r"""What is before one of the commands *ends*; no condition begins in it, so that each is read once."""
    return rf"(?:(?!\\(?:{ends}|ifmmode){_END}).)*+"


def _group(name: str) -> str:
    return rf"\s*\{{(?P<{name}>(?:[^{{}}]|\{{[^{{}}]*\}})*)\}}"


_PHRASE = re.compile(
    r"\\(?:[A-Za-z]*[Cc]ite[a-z]*\*?\s*\[(?P<note>[^][]*)\](?:\s*\[(?P<after>[^][]*)\])?" + _group("keys")
    + rf"|(?:SI|qty){_OPTION}" + _group("value") + _group("of_value")
    + rf"|(?:si|unit){_OPTION}" + _group("unit")
    + rf"|(?P<number>num|ang){_OPTION}" + _group("digits")
    + "|ion" + _group("element") + _group("charge")
    + rf"|ifmmode{_END}{_until('else|fi')}(?:\\else{_END}\s*(?P<text>{_until('fi')}))?\\fi{_END}\s*)",
    re.S,
)  # fmt: skip
_MAY_BE = re.compile(r"\\(?:[A-Za-z]*[Cc]ite[a-z]*\*?\s*\[|(?:SI|qty|si|unit|num|ang|ion|ifmmode)(?![A-Za-z]))")


def with_phrases(latex: str) -> str:
    r"""*latex* with the LaTeX that its phrases print.

    >>> with_phrases(r"\ion{Fe}{ii} at \SI{3}{\kilo\meter\per\second}, see \citep[p.~3]{a}")
    'Fe II at 3~km s\\textsuperscript{-1}, see a, p.~3'
    >>> with_phrases(r"\ifmmode a\else b\fi")
    'b'
    """
    return _PHRASE.sub(_printed, latex) if _MAY_BE.search(latex) else latex


def _printed(phrase: re.Match[str]) -> str:
    if phrase["keys"] is not None:
        before, after = ("", phrase["note"]) if phrase["after"] is None else (phrase["note"], phrase["after"])
        return f"{before} {phrase['keys']}".strip() + (f", {after}" if after else "")
    if phrase["value"] is not None:
        return f"{phrase['value']}~{_unit(phrase['of_value'])}"
    if phrase["unit"] is not None:
        return _unit(phrase["unit"])
    if phrase["digits"] is not None:
        return phrase["digits"] + ("°" if phrase["number"] == "ang" else "")
    if phrase["element"] is not None:
        charge = phrase["charge"]
        is_number = charge.isdecimal() and int(charge) < len(_ROMAN)
        return f"{phrase['element']} {_ROMAN[int(charge)] if is_number else charge.upper()}"
    return phrase["text"] or ""


_WORD_OF_UNIT = re.compile(r"\\([A-Za-z]+)\s*|([^\\])")


def _unit(latex: str) -> str:
    r"""A unit of siunitx: prefixes, units, ``\per`` and powers; what is unknown stays."""
    parts: list[str] = []
    prefix = power = sign = ""
    for name, char in _WORD_OF_UNIT.findall(latex):
        if name in _PREFIXES:
            prefix = _PREFIXES[name]
        elif name == "per":
            sign = "-"
        elif name in ("square", "cubic"):
            power = _POWERS[name]
        elif name in _POWERS and parts:
            before, _, exponent = parts[-1].partition(r"\textsuperscript{")
            parts[-1] = rf"{before}\textsuperscript{{{'-' * exponent.startswith('-')}{_POWERS[name]}}}"
        elif name in _UNITS:
            exponent = f"{sign}{power or '1'}" if sign or power else ""
            raised = rf"\textsuperscript{{{exponent}}}" if exponent else ""
            parts.append(f"{prefix}{_UNITS[name]}{raised}")
            prefix = power = sign = ""
        elif name:
            parts.append(f"\\{name} ")
        else:
            parts.append({".": " ", "~": " "}.get(char, char))
    # Units are apart, and letters that are written out are not.
    return " ".join(parts) if "\\" in latex else "".join(parts)
