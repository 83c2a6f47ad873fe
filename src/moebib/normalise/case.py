"""Converts text in ALL CAPITALS to mixed case, if it is certain that it is no acronym."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from moebib.records.name import Name
from moebib.text.fold import fold
from moebib.text.grammar import split_formulas

__all__ = ["forms_in", "in_title_case", "is_all_caps", "names_in_mixed_case"]

_MARK = re.compile(r"\{[^{}]*\}|</?(?:i|b|sub|sup|sc)>")
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_PIECE = re.compile(rf"(?P<mark>{_MARK.pattern})|{_WORD.pattern}")
_VOWEL = re.compile("[aeiouy]")
_SMALL = frozenset("a an and as at but by for from in into of on or over per the to via vs with".split())  # noqa: SIM905
_ROMAN = re.compile(r"[IVX]{2,}")
_SPELLINGS = {word.lower(): word for word in (  # noqa: SIM905
    "ACM AI API ASIC BERT CPU CUDA DNA FPGA GAN GPU IBM IEEE IO LIDAR LLaMA LLM LSTM MIMO MIT ML MoE NASA NeRF NUMA "
    "QoS RNA ROC SIAM SIMD SoC SQL SRAM TPU UNIX US USA USENIX"
).split()}  # fmt: skip
"""The spelling of words with capitals inside; words without vowels are regarded as acronyms anyway."""
_PARTICLES = frozenset("van von den der ter ten zu zur zum".split())  # noqa: SIM905
_AMBIGUOUS = frozenset((
    "van", "den", "ten", "ter", "zu", "de", "di", "da", "del", "della", "degli", "dei", "la", "le", "el", "al", "du",
    "des", "dos", "das", "do", "y", "e", "bin", "ibn", "bint", "ben", "abu", "af", "av",
))  # fmt: skip
"""Words that some people write in capitals, or that are names elsewhere, as in Vietnam and China."""
_REGNAL = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
"""The numbers of monarchs, popes and descendants, up to 39."""
_UNCERTAIN = re.compile(r"^IJ|[\u011e\u0130\u015e].*I|I.*[\u011e\u0130\u015e]")
"""The Dutch IJ stays in capitals, and the Turkish I without a dot is another letter than i."""


def is_all_caps(text: str) -> bool:
    """Whether *text* is in capitals and has more than two words, of which one is too long for an acronym.

    >>> is_all_caps("SPARSE EXPERTS AT SCALE"), is_all_caps("GPU CPU TPU"), is_all_caps("IBM RESEARCH")
    (True, False, False)
    """
    outside = _MARK.sub("", "".join(split_formulas(text)[::2]))
    if not outside.isupper() or any(char.isalpha() and char.lower() == char for char in outside):
        return False  # letters without case, as in CJK
    words = [word for word in _WORD.findall(outside) if len(word) > 1]
    return len(words) > 2 and any(len(word) > 4 and _VOWEL.search(fold(word)) for word in words)


def forms_in(text: str) -> dict[str, str]:
    """The words of *text* with capitals inside, by their lower case, for the spelling of acronyms."""
    if text.isupper():
        return {}
    return {word.lower(): word for word in _WORD.findall(text) if any(char.isupper() for char in word[1:])}


def in_title_case(title: str, forms: Mapping[str, str]) -> str:
    """A title in capitals in "Title Case"; *forms* are known spellings. Formulas, {spans} and tags stay.

    >>> in_title_case("PART II: ON-CHIP MIXTURE-OF-EXPERTS AND THE GPU", {})
    'Part II: On-Chip Mixture-of-Experts and the GPU'
    """
    # Formulas become characters that are no letters, so that every word is seen between those around it.
    pieces = split_formulas(title)
    formulas = iter(pieces[1::2])
    words = "\0".join(pieces[::2])
    changed = _PIECE.sub(lambda match: match[0] if match["mark"] else _word_in_title_case(match, forms), words)
    return re.sub("\0", lambda _: next(formulas), changed)


def _word_in_title_case(match: re.Match[str], forms: Mapping[str, str]) -> str:
    word, low = match[0], match[0].lower()
    if spelling := forms.get(low) or _SPELLINGS.get(low):
        return spelling
    if low.endswith("s") and (spelling := _SPELLINGS.get(low[:-1])):
        return f"{spelling}s"
    if any(char.isdigit() for char in word) or _ROMAN.fullmatch(word) or not _VOWEL.search(fold(word)):
        return word
    if low in _SMALL and not _is_capitalised_anyway(match):
        return low
    begins = re.match(r"[dlo]['\u2019](?=\w\w)", low)  # O'Neil, D'Arcy
    return low.capitalize() if not begins else begins[0].capitalize() + low[begins.end() :].capitalize()


def _is_capitalised_anyway(match: re.Match[str]) -> bool:
    """Whether a short word begins or ends a title or a part of it, or begins a compound ("On-Chip")."""
    before, after = match.string[: match.start()].rstrip(" "), match.string[match.end() :].lstrip(" ")
    begins = not before or before.endswith((":", ".", "?", "!", "\u2014"))
    return begins or not after or (after.startswith("-") and not before.endswith("-"))


def names_in_mixed_case(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """*names* with family names in capitals as "Family"; initials, mononyms, regnal numbers and organisations stay.

    Two capitals are a family name if all names of the list are in capitals, and longer ones among them.
    """
    are_all = len(names) > 1 and all(name.family.isupper() or name.literal for name in names)
    shortest = 2 if are_all and any(map(_is_all_caps_name, names)) else 3
    return tuple(_name_in_mixed_case(name) if _is_all_caps_name(name, shortest) else name for name in names)


def _is_all_caps_name(name: Name, shortest: int = 3) -> bool:
    letters = re.sub(r"[\s'\u2019-]", "", name.family)
    cased = letters.isupper() and letters.isalpha() and all(char.lower() != char for char in letters)
    if not name.given or not cased or len(letters) < shortest or not _VOWEL.search(fold(letters)):
        return False
    words = name.family.lower().split(" ")
    is_number = all(_REGNAL.fullmatch(word.upper()) for word in words)  # Louis XIV has no family name
    begins = _leading_particles(words)  # "van der" is certain, "van" is not
    is_ambiguous = bool(_AMBIGUOUS.intersection(words[begins if begins > 1 else 0 :]))
    return not is_number and not is_ambiguous and not _UNCERTAIN.search(name.family)


def _leading_particles(words: Sequence[str]) -> int:
    """How many words, without the last one, are particles before the family name."""
    return next(i for i, word in enumerate(words) if word.lower() not in _PARTICLES or i == len(words) - 1)


def _name_in_mixed_case(name: Name) -> Name:
    first, *more = name.family.split(" ")
    words = [_proper(first), *(word if _REGNAL.fullmatch(word) else _proper(word) for word in more)]  # Smith III
    given = " ".join(
        word if "." in word or len(word) < 4 or _REGNAL.fullmatch(word) else _proper(word)
        for word in name.given.split(" ")
    )
    lead = _leading_particles(words)
    if not lead or name.particle:
        return replace(name, family=" ".join(words), given=given)
    particle = " ".join(words[:lead]).lower()
    return replace(name, family=" ".join(words[lead:]), given=given, non_dropping_particle=particle)


def _proper(word: str) -> str:
    """A word of a name in mixed case: "O'Neil", "McDonald", "Smith-Jones"."""
    if not word.isupper():
        return word
    low = word.replace("\u0130", "i").lower()
    proper = re.sub(r"(^|[-'\u2019])([^\W\d_])", lambda part: part[1] + part[2].upper(), low)
    return re.sub(r"\bMc([a-z])(?=[a-z]{2})", lambda part: f"Mc{part[1].upper()}", proper)
