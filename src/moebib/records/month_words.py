"""The names of months and seasons that dates are written with, by number: in English, and in languages of Europe.

A name that is a month in one language and another month, or a common word, in another one is left out.
"""

from __future__ import annotations

from moebib.records.date import MONTH_NAMES, SEASON_NAMES

__all__ = ["MONTHS", "SEASONS"]

_ELSEWHERE = (
    "januar jänner janvier enero gennaio janeiro januari gener",
    "februar feber février fevrier febrero febbraio fevereiro februari febrer fév févr feb",
    "märz maerz mars marzo março marco maart marts març mrz mär",
    "avril abril aprile avr abr",
    "mai mayo maggio maio mei maj maig",
    "juni juin junio giugno junho juny",
    "juli juillet julio luglio julho juliol juil",
    "août aout agosto augustus augusti agost",
    "septembre septiembre settembre setembro",
    "oktober octobre octubre ottobre outubro okt",
    "novembre noviembre novembro",
    "dezember décembre decembre diciembre dicembre dezembro december desember desembre dez déc",
)
"""The months in German, French, Spanish, Italian, Portuguese, Dutch, the Scandinavian languages and Catalan."""
_SEASONS_ELSEWHERE = (
    "frühling frühjahr printemps primavera", "sommer été verano estate", "fall herbst automne otoño autunno outono",
    "hiver invierno inverno",
)  # fmt: skip

MONTHS = {name.lower()[:length]: number for number, name in enumerate(MONTH_NAMES, 1) for length in (3, len(name))}
MONTHS |= {word: number for number, words in enumerate(_ELSEWHERE, 1) for word in words.split()} | {"sept": 9}
SEASONS = {name.lower(): number for number, name in enumerate(SEASON_NAMES, 1)}
SEASONS |= {word: number for number, words in enumerate(_SEASONS_ELSEWHERE, 1) for word in words.split()}
