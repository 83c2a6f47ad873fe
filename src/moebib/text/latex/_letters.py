# ruff: noqa: RUF001 - letters of other scripts look like ours
r"""Letters by their names in LaTeX's font encodings: Cyrillic, Greek in text, phonetic and Vietnamese letters."""

from __future__ import annotations

__all__ = ["LETTERS"]

_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "nu": "ν", "xi": "ξ", "omicron": "ο", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "stigma": "ϛ",
    "digamma": "ϝ", "koppa": "ϟ", "sampi": "ϡ",
}  # fmt: skip
# What each name of a Cyrillic letter stands for, after \cyr or \CYR.
_CYRILLIC = {
    "a": "а", "b": "б", "v": "в", "g": "г", "d": "д", "e": "е", "zh": "ж", "z": "з", "i": "и", "ishrt": "й", "k": "к",
    "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р", "s": "с", "t": "т", "u": "у", "f": "ф", "h": "х",
    "c": "ц", "ch": "ч", "sh": "ш", "shch": "щ", "hrdsn": "ъ", "ery": "ы", "sftsn": "ь", "erev": "э", "yu": "ю",
    "ya": "я", "yo": "ё", "dje": "ђ", "ie": "є", "dze": "ѕ", "ii": "і", "yi": "ї", "je": "ј", "lje": "љ", "nje": "њ",
    "tshe": "ћ", "ushrt": "ў", "dzhe": "џ", "yat": "ѣ", "byus": "ѫ", "fita": "ѳ", "izh": "ѵ", "gup": "ґ", "ghcrs": "ғ",
    "ghk": "ҕ", "zhdsc": "җ", "zdsc": "ҙ", "kdsc": "қ", "kvcrs": "ҝ", "kbeak": "ҡ", "ndsc": "ң", "ng": "ҥ", "sdsc": "ҫ",
    "tdsc": "ҭ", "y": "ү", "yhcrs": "ұ", "hdsc": "ҳ", "chrdsc": "ҷ", "chvcrs": "ҹ", "shha": "һ", "schwa": "ә",
    "otld": "ө", "ae": "ӕ",
}  # fmt: skip
# The letters of the package tipa that have a name of their own, without "text".
_PHONETIC = {
    "esh": "ʃ", "ezh": "ʒ", "yogh": "ʒ", "schwa": "ə", "openo": "ɔ", "niepsilon": "ɛ", "scripta": "ɑ",
    "turnscripta": "ɒ", "turna": "ɐ", "turnv": "ʌ", "turnr": "ɹ", "turnw": "ʍ", "turny": "ʎ",
    "turnm": "ɯ", "turnh": "ɥ",
    "fishhookr": "ɾ", "glotstop": "ʔ", "revglotstop": "ʕ", "barglotstop": "ʡ", "rtailt": "ʈ", "rtaild": "ɖ",
    "rtails": "ʂ", "rtailz": "ʐ", "rtailn": "ɳ", "rtaill": "ɭ", "rtailr": "ɽ", "ltailn": "ɲ", "ltailm": "ɱ",
    "bari": "ɨ", "baru": "ʉ", "baro": "ɵ", "scr": "ʀ", "invscr": "ʁ", "scn": "ɴ", "scg": "ɢ", "sci": "ɪ",
    "scy": "ʏ", "sch": "ʜ",
    "scb": "ʙ", "scl": "ʟ", "niupsilon": "ʊ", "revepsilon": "ɜ", "rhookschwa": "ɚ", "rhookrevepsilon": "ɝ",
    "beltl": "ɬ", "lyoghlig": "ɮ", "ctc": "ɕ", "ctz": "ʑ", "htb": "ɓ", "htd": "ɗ", "htg": "ɠ", "babygamma": "ɤ",
    "ramshorns": "ɤ", "scriptv": "ʋ", "hth": "ɦ", "crh": "ħ", "ipagamma": "ɣ",
    "niphi": "ɸ", "lengthmark": "ː", "halflength": "ˑ", "primstress": "ˈ", "secstress": "ˌ",
    "dyoghlig": "ʤ", "teshlig": "ʧ", "dzlig": "ʣ", "tslig": "ʦ", "pipe": "ǀ", "doublepipe": "ǁ", "wynn": "ƿ",
    "crlambda": "ƛ", "bullseye": "ʘ", "longs": "ſ",
}  # fmt: skip


LETTERS = {
    **{f"text{name}": letter for name, letter in (_PHONETIC | _GREEK).items()},
    **{f"text{name.capitalize()}": letter.upper() for name, letter in _GREEK.items()},
    **{f"cyr{name}": letter for name, letter in _CYRILLIC.items()},
    **{f"CYR{name.upper()}": letter.upper() for name, letter in _CYRILLIC.items()},
    "textmugreek": "μ", "textMu": "Μ", "textvarsigma": "ς", "ohorn": "ơ", "uhorn": "ư", "OHORN": "Ơ", "UHORN": "Ư",
}  # fmt: skip
"""Command -> letter; the names that tipa and textgreek have for different letters are those of the Greek ones."""
