"""Variants of one given or family name: nicknames, and transcriptions from other scripts."""

from __future__ import annotations

import re
from functools import cache, lru_cache

__all__ = ["full_names_of", "have_same_consonants", "transcribed", "with_short_o"]

_NICKNAMES = """
abigail abby, abraham abe, albert al bert, alexander alex alexandre aleksandr sasha sandy, alexandra alex sasha
sandra, alfred fred alf, allison allie, amanda mandy, andrew andy drew, anthony tony, antonio toni, arthur art,
barbara barb, benjamin ben, bernard bernie, bradley brad, catherine cathy kate, charles charlie chuck, charlotte
lottie, christina tina chris, christine chris, christopher chris, cynthia cindy, daniel dan danny, david dave, deborah
deb debbie, dennis denny, dmitry dima mitya, donald don, dorothy dot, douglas doug, edward ed eddie ted ned, eleanor
ellie, elizabeth liz beth betty eliza lisa, emily em, eugene gene, evgeny zhenya eugene, francis frank, francisco
paco, franklin frank, frederick fred, gabriel gabe, geoffrey geoff, gerald gerry jerry, gregory greg, harold harry
hal, henry harry hank, isabella bella, jacob jake, james jim jimmy jamie, janet jan, jeffrey jeff, jennifer jen jenny,
jerome jerry, jessica jess, johannes hans jan, john jack johnny, jonathan jon, jose pepe, joseph joe joey, joshua
josh, judith judy, julian jules, katherine kate kathy katie, kathleen kathy, kenneth ken, kimberly kim, laurence
larry, lawrence larry, leonard len leo, lillian lily, louis lou, lucas luke, madeleine maddie, manuel manny, margaret
maggie meg peggy greta, martin marty, matthew matt, maximilian max, maxwell max, melissa mel, michael mike mick mikey
micha, mikhail misha, mitchell mitch, nathaniel nathan nate, nicholas nick, nicolas nico, nikolaus klaus, oliver
ollie, olivia liv, pamela pam, patricia pat patty, patrick pat, peter pete, philip phil, rachel rach, randall randy,
raymond ray, rebecca becky, richard rick dick rich, robert bob rob bobby bert, roberta bobbie, ronald ron, samantha
sam, samuel sam, sergey seryozha, sophia sophie, stanley stan, stephen steve, steven steve, stuart stu, susan sue,
suzanne sue, theodore ted theo, theresa terry tess, thomas tom tommy, timothy tim, tobias toby, valentina valya,
victor vic, victoria vicky, vincent vince vinny, vladimir vlad volodya, walter walt, wilhelm willi, william bill will
billy liam, yekaterina katya, zachary zach zack
"""
# Transcriptions of the same letters of Cyrillic, Arabic, Greek or Korean, in the order in which they are replaced.
_TRANSCRIBED = (
    ("eo", "u"), ("shch", "s"), ("tsch", "c"), ("tch", "c"), ("sch", "s"), ("zh", "z"), ("kh", "h"), ("ch", "c"),
    ("sh", "s"), ("ph", "f"), ("th", "t"), ("ts", "c"), ("tz", "c"), ("w", "v"), ("ff", "v"), ("ou", "u"), ("oo", "u"),
    ("x", "ks"), ("y", "i"), ("j", "i"), ("ie", "e"), ("iu", "u"), ("ia", "a"), ("io", "o"),
)  # fmt: skip


def full_names_of(letters: str) -> frozenset[str]:
    """The full names that a given name is or can be short for; none if it is in no row of the nicknames."""
    return _full_names().get(letters, frozenset())


@cache
def _full_names() -> dict[str, frozenset[str]]:
    """Name -> the full names that it is or can be short for."""
    full: dict[str, set[str]] = {}
    for row in _NICKNAMES.split(","):
        for name in row.split():
            full.setdefault(name, set()).add(row.split()[0])
    return {name: frozenset(names) for name, names in full.items()}


@lru_cache(maxsize=20_000)
def transcribed(letters: str) -> str:
    """*letters* with one letter for each of those that transcriptions write in several ways."""
    for old, new in _TRANSCRIBED:
        letters = letters.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", letters)


def have_same_consonants(a: str, b: str) -> bool:
    """Whether only vowels within the names differ: Piotr and Petr, Mohamed and Muhammad, but not Andrea and Andrei."""
    bones = [re.sub(r"[aeiou]", "", transcribed(name)) for name in (a, b)]
    ends = [name[-1] if name[-1] in "aeiou" else "" for name in (a, b)]
    return a[0] == b[0] and bones[0] == bones[1] and len(bones[0]) > 2 and ends[0] == ends[1]


def with_short_o(letters: str) -> str:
    """A Japanese name without the mark of a long o: Ohno and Ono, Satoh and Sato."""
    return re.sub(r"(?<=o)h(?![aeiouy])", "", letters)
