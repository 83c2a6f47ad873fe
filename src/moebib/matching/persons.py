"""Compare two names of people, in the ways in which people and services write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from moebib.matching.spelling import is_misspelt
from moebib.records.name import Name
from moebib.text.fold import fold

__all__ = ["given_names_of", "is_organisation", "is_pinyin", "letters_of", "long_words_of", "note_on"]

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"})
_EXPANDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe"})
_PARTICLES = frozenset((
    "af", "al", "ap", "av", "bin", "da", "dal", "das", "de", "degli", "dei", "del", "dela", "della", "den",
    "der", "des", "di", "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "lo", "los", "op", "ten", "ter",
    "van", "vander", "vom", "von", "y", "zu", "zum", "zur",
))  # fmt: skip
_ORGANISATION = frozenset((
    "alliance", "association", "behalf", "center", "centre", "collaboration", "collaborative",
    "collaborators", "committee", "community", "consortia", "consortium", "contributors", "council",
    "foundation", "group", "initiative", "institute", "investigators", "network", "organisation",
    "organization", "panel", "partnership", "program", "programme", "project", "society", "study", "taskforce",
    "team", "university",
))  # fmt: skip
# The syllables of Mandarin: in names of them, each letter distinguishes one person from another.
_SYLLABLE = (r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:i?ang|i?ong|eng|ing|uang|i?an|en|in|u?an|un|iao|uai|i?ao|ai|ei|"
             r"ui|ou|iu|i?e|ia|ua|uo|ue|[aeiouv])|ai|an|ang|ao|en|er|ou)")  # fmt: skip
_PINYIN = re.compile(rf"{_SYLLABLE}{{1,2}}")
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


@lru_cache(maxsize=20_000)
def letters_of(text: str) -> str:
    """The letters and digits of *text*, folded: "Sainte-Łąka" is "saintelaka"."""
    return "".join(re.findall(r"[^\W_]+", fold(text).translate(_LETTERS)))


@lru_cache(maxsize=20_000)
def _forms(text: str) -> frozenset[str]:
    """The letters of *text* with umlauts in each of the ways in which they are replaced: Müller, Muller, Mueller."""
    bare = letters_of(text)
    if text.isascii():
        short = bare if is_pinyin(bare) else re.sub(r"(?<=[aou])e|a(?=a)", "", bare)
        return frozenset((bare, short))
    return frozenset((bare, letters_of(text.lower().translate(_EXPANDED))))


def note_on(a: Name, b: Name) -> str | None:
    """What differs in two names that can be those of one person, "" if nothing does; ``None`` if they cannot be."""
    return _note_on(a, b) if (a.family, a.given) <= (b.family, b.given) else _note_on(b, a)


@lru_cache(maxsize=20_000)
def _note_on(a: Name, b: Name) -> str | None:
    if a.suffix and b.suffix and letters_of(a.suffix) != letters_of(b.suffix):
        return None
    if _in_order(a) == _in_order(b):
        return ""
    if _forms(a.display()) & _forms(b.display()):
        return ""
    if a.literal or b.literal:
        return "" if letters_of(a.literal).removeprefix("the") == letters_of(b.literal).removeprefix("the") else None
    readings = (_note_on_parts, _note_on_swapped, _note_on_words, _note_on_longer_family)
    return next((note for compare in readings if (note := compare(a, b)) is not None), None)


@lru_cache(maxsize=20_000)
def _in_order(name: Name) -> tuple[list[str], list[str]]:
    """All folded words in alphabetical order, and the initials in that of the name."""
    words = [*map(letters_of, _all_words(name))]
    return sorted(words), [word for word in words if len(word) == 1]


def is_organisation(name: Name) -> bool:
    """Whether a name is that of an organisation, or contains a word like "consortium"."""
    return bool(name.literal) or not _ORGANISATION.isdisjoint(map(letters_of, _all_words(name)))


def is_pinyin(letters: str) -> bool:
    """Whether *letters* are one or two syllables of Mandarin: "zhang", "xiaoming", but not "ada"."""
    return _PINYIN.fullmatch(letters) is not None


def _is_syllable(letters: str) -> bool:
    return re.fullmatch(_SYLLABLE, letters) is not None


def long_words_of(name: Name) -> Iterator[str]:
    """The folded words of a name that are no initials, each in all its forms."""
    for word in _all_words(name):
        if len(word) > 1:
            yield from _forms(word)


@lru_cache(maxsize=20_000)
def _forms_of_words(name: Name) -> frozenset[str]:
    return frozenset(long_words_of(name))


def given_names_of(name: Name) -> tuple[str, ...]:
    """The folded given names; initials that are run together ("SP", "Elias SJ") are separate."""
    return tuple(map(letters_of, _split(name.given)))


@lru_cache(maxsize=20_000)
def _split(text: str) -> tuple[str, ...]:
    """The words of a part of a name, with initials that are run together as one word each."""
    words = [word for word in re.split(r"[\s.,\-\u2010-\u2015\u00b7]+", text) if letters_of(word)]
    return tuple(
        part for word in words for part in (word if word.isalpha() and word.isupper() and len(word) < 5 else [word])
    )


@lru_cache(maxsize=20_000)
def _all_words(name: Name) -> tuple[str, ...]:
    if name.literal:
        return _split(name.literal)
    family = (word for word in re.split(r"[\s\-\u2010-\u2015]+", name.family) if letters_of(word))
    return (*_split(name.given), *_split(name.particle), *family)


def _note_on_parts(a: Name, b: Name) -> str | None:
    family = _note_on_families(a, b)
    if family is None:
        return None
    given = _note_on_given(_split(a.given), _split(b.given))
    if given is None and _is_known_by_second(a, b):
        given = "another one of the given names"
    if given is None or (family and family == given == _TYPO):
        return None
    return family or given


_TYPO = "a typing error in a name"
_HALF = "one part of a compound family name"
_TRANSCRIPTION = "another transcription"
_SWAPPED = "family and given name swapped"


def _is_known_by_second(a: Name, b: Name) -> bool:
    """Whether the only given name of one is a later one of the other; parts of one name, as in Mandarin, are not."""
    few, many = sorted(([letters_of(word) for word in name.given.split(" ")] for name in (a, b)), key=len)
    is_name = len(few) == 1 and len(few[0]) > 2 and few[0] in many[1:]
    return is_name and len(many[0]) > 1 and not (is_pinyin(few[0]) and is_pinyin(many[0]))


def _note_on_families(a: Name, b: Name) -> str | None:
    bare = [_without_particles(name) for name in (a, b)]
    if _forms_of_family(a) & _forms_of_family(b) or _forms("".join(bare[0])) & _forms("".join(bare[1])):
        return ""
    shorter, longer = sorted(bare, key=len)
    size = len(shorter)
    if size < len(longer) and len("".join(shorter)) > 2 and not _is_syllable(letters_of("".join(shorter))):
        halves = ("".join(half) for half in (longer[:size], longer[-size:]))
        if any(_forms("".join(shorter)) & _forms(half) for half in halves):
            return _HALF
    return _note_on_respelling("".join(bare[0]), "".join(bare[1]))


def _note_on_respelling(family: str, other: str) -> str | None:
    """The note on two family names that are transcriptions of one name or differ by a letter; otherwise ``None``."""
    here, there = letters_of(family), letters_of(other)
    if _with_short_o(here) == _with_short_o(there):
        return _TRANSCRIPTION
    if min(len(here), len(there)) < 5 or _is_syllable(here) or _is_syllable(there):
        return None
    if _transcribed(here) == _transcribed(there):
        return _TRANSCRIPTION
    return _TYPO if min(len(here), len(there)) > 5 and is_misspelt(here, there) else None


def _with_short_o(letters: str) -> str:
    """A Japanese name without the mark of a long o: Ohno and Ono, Satoh and Sato."""
    return re.sub(r"(?<=o)h(?![aeiouy])", "", letters)


@lru_cache(maxsize=20_000)
def _forms_of_family(name: Name) -> frozenset[str]:
    """With and without the particle."""
    return _forms(name.family) | _forms(f"{name.particle}{name.family}")


@lru_cache(maxsize=20_000)
def _without_particles(name: Name) -> list[str]:
    words = [word for word in re.split(r"[\s\-\u2010-\u2015]+", name.family) if word]
    first = next((at for at, word in enumerate(words[:-1]) if letters_of(word) not in _PARTICLES), len(words) - 1)
    return [word for word in words[first:] if letters_of(word) not in _PARTICLES] or words


def _note_on_given(a: Sequence[str], b: Sequence[str]) -> str | None:
    if not a or not b or _forms("".join(a)) & _forms("".join(b)):
        return ""
    (first, *few), (other, *many) = sorted((a, b), key=len)
    if _fit(first, other) and _fit_in_order(few, many):
        return ""
    here, there = letters_of(first), letters_of(other)
    whole = [letters_of("".join(words)) for words in (a, b)]
    if _transcribed(whole[0]) == _transcribed(whole[1]) and not any(map(is_pinyin, whole)):
        return _TRANSCRIPTION
    if not _fit_in_order(few, many):
        return None
    if _short_forms().get(here, frozenset()) & _short_forms().get(there, frozenset()):
        return "a nickname"
    if is_pinyin(here) or is_pinyin(there) or min(len(here), len(there)) < 4:
        return None
    if _have_same_consonants(here, there):
        return _TRANSCRIPTION
    return _TYPO if min(len(here), len(there)) > 5 and is_misspelt(here, there) else None


def _fit(a: str, b: str) -> bool:
    """Whether two words are equal, or one is the initial of the other."""
    if len(a) == 1 or len(b) == 1:
        return any(x[0] == y[0] for x in _forms(a) for y in _forms(b))
    return bool(_forms(a) & _forms(b))


def _fit_in_order(few: Sequence[str], many: Sequence[str]) -> bool:
    rest = iter(many)
    return all(any(_fit(word, longer) for longer in rest) for word in few)


def _note_on_swapped(a: Name, b: Name) -> str | None:
    """Family name first, with the given name or its initials in its place: "Zhang W." read as "W., Zhang"."""
    for name, other in ((a, b), (b, a)):
        is_family = bool(_forms(name.given) & _forms(f"{other.particle}{other.family}"))
        if is_family and other.given and _note_on_given(_split(name.family), _split(other.given)) == "":
            return _SWAPPED
    return None


def _note_on_words(a: Name, b: Name) -> str | None:
    """The same words and initials, of which only those of the family name are in another order."""
    if _forms_of_words(a).isdisjoint(_forms_of_words(b)):
        return None
    rest_a, rest_b = list(_all_words(a)), list(_all_words(b))
    shared = 0
    for word in tuple(rest_a):
        twin = next((other for other in rest_b if min(len(word), len(other)) > 1 and _fit(word, other)), None)
        if twin is not None:
            rest_a.remove(word)
            rest_b.remove(twin)
            shared += letters_of(word) not in _PARTICLES
    few, many = sorted((rest_a, rest_b), key=len)
    needed = sum(len(word) == 1 or letters_of(word) not in _PARTICLES for word in many)
    return "" if shared and needed <= len(few) and _fit_in_order(few, many) else None


def _note_on_longer_family(a: Name, b: Name) -> str | None:
    """Two family names of which the first was taken for a given name: "Jan Lund Berg", read as "Berg, Jan Lund"."""
    for name, other in ((a, b), (b, a)):
        given, _, first = name.given.rpartition(" ")
        # With as many given names as the name as it was read, the other one is not short of a family name.
        if (
            given
            and "-" not in first
            and len(_split(first)) == 1 < len(first)
            and len(_split(other.given)) <= len(_split(given))
        ):
            reading = Name(family=f"{first} {name.family}", given=given)
            if (note := _note_on_parts(reading, other)) is not None:
                return note
    return None


@lru_cache(maxsize=20_000)
def _transcribed(letters: str) -> str:
    for old, new in _TRANSCRIBED:
        letters = letters.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", letters)


def _have_same_consonants(a: str, b: str) -> bool:
    """Whether only vowels within the names differ: Piotr and Petr, Mohamed and Muhammad, but not Andrea and Andrei."""
    bones = [re.sub(r"[aeiou]", "", _transcribed(name)) for name in (a, b)]
    ends = [name[-1] if name[-1] in "aeiou" else "" for name in (a, b)]
    return a[0] == b[0] and bones[0] == bones[1] and len(bones[0]) > 2 and ends[0] == ends[1]


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    """Name -> the full names that it is or can be short for."""
    full: dict[str, set[str]] = {}
    for row in _NICKNAMES.split(","):
        for name in row.split():
            full.setdefault(name, set()).add(row.split()[0])
    return {name: frozenset(names) for name, names in full.items()}
