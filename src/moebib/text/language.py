"""The language and the script of a text, as far as its words and letters show them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

__all__ = [
    "are_in_one_script",
    "language_in",
    "language_named_in",
    "language_of",
    "language_of_journal",
    "language_tag",
    "script_of",
]

_UNDETERMINED = "und"
"""The language (BCP 47) of a text that is not in English, if no more is known."""

_WORD = re.compile(r"[^\W\d_]+")
# Function words that English does not have; those of several languages ("de", "un") are listed with each.
_FUNCTION_WORDS = {
    "cs": "pro při ze na se je jako které která pod nad mezi",
    "da": "og af til med som hos mellem ved om fra det den et",
    "de": "der die das und für von zur zum mit eine eines einer einem im auf über bei als nach durch zwischen wie",
    "es": "el la los las de del y en para por una un sobre entre desde como al su mediante",
    "fr": "le la les des de du et pour par dans sur une un aux avec entre vers chez sans sous comme",
    "id": "dan yang untuk dengan pada dari dalam terhadap menggunakan berbasis sebagai oleh antara",
    "it": "il lo la gli le di del della dei delle e nel nella una un sulla tra dal alla",
    "nl": "de het een van en voor met op door naar bij tussen uit aan",
    "no": "og av til med som hos mellom ved om fra det den et",
    "pl": "na dla oraz przez się jako pod nad przy między",
    "pt": "o os de da dos das e em para por uma um sobre entre ao",
    "ro": "și de la în pentru cu din pe prin ale unui unei",
    "sv": "och av till med som hos mellan vid om från det den ett för på",
    "tr": "ve ile için bir üzerine olarak göre",
    "vi": "và của cho trong các một với những về từ",
}
_ENGLISH = frozenset("and are from how its of or the toward towards using with".split())  # noqa: SIM905
# Words of English and of other languages.
_SHARED = frozenset("an as at by for in is on to via".split())  # noqa: SIM905
_LOANWORDS = "blasé café cliché coöperation coöperative déjà étale exposé façade naïve protégé résumé rôle über"
# What journals are called in other languages, also in short.
_JOURNALS = """
abhandlungen anais annali atti berichte boletín boletim buletinul cahiers czasopismo časopis dergisi dokl doklady
fiz izv izvestiya jahrbuch jurnal matem mitteilungen nauk revista rivista sbornik sitzungsberichte tidskrift tidsskrift
tijdschrift trudy tạp uspekhi uspehi vestnik vyssh zapiski zap zeitschrift zeszyty zh zhurnal zprávy
"""
_NAMES = {
    "arabic": "ar", "bulgarian": "bg", "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da", "dutch": "nl",
    "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
    "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko", "norwegian": "no", "persian": "fa",
    "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr", "slovak": "sk",
    "spanish": "es", "swedish": "sv", "thai": "th", "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip
_NAMED = re.compile(rf"^\W*(?:(?:written|text|published|article|paper)\s+)?in\s+({'|'.join(_NAMES)})\b|"
                    rf"[\[(]\s*(?:in\s+)?({'|'.join(_NAMES)})\s*[\])]", re.I)  # fmt: skip


def language_of(text: str) -> str:
    """The language of a title (BCP 47) if function words show it, or one and letters that English lacks.

    ``"und"`` if only such letters show that it is not English, and ``""`` if nothing does, or an English word is in it.

    >>> language_of("Das Brennen von Töpfen und Ziegeln"), language_of("Výzkum pálení hlíny")
    ('de', 'und')
    >>> language_of("De Novo Design of the Kiln"), language_of("Erdős-Rényi Kilns")
    ('', '')
    """
    spelt = _WORD.findall(text)
    words = {word.lower() for word in spelt}
    if words & _ENGLISH:
        return ""
    counts = {language: len(words & known) for language, known in _known().items()}
    best = max(counts, key=counts.__getitem__)
    accented = [word for word in spelt if word.lower() not in _LOANWORDS.split() and any(map(_is_accented, word))]
    if counts[best] > 1 or (counts[best] and accented):
        return best
    in_lower_case = sum(word[0].islower() for word in accented)  # names are not
    return _UNDETERMINED if in_lower_case > bool(words & _SHARED) else ""


def _is_accented(char: str) -> bool:
    return not char.isascii() and unicodedata.name(char, "").startswith(("LATIN SMALL LETTER", "LATIN CAPITAL LETTER"))


def language_of_journal(name: str) -> str:
    """The language of a journal (BCP 47) by its *name*; ``"und"`` if only a word like "Zeitschrift" shows it.

    >>> language_of_journal("Dokl. Akad. Nauk SSSR"), language_of_journal("Journal of Clay")
    ('und', '')
    """
    is_named = not {word.lower() for word in _WORD.findall(name)}.isdisjoint(_JOURNALS.split())
    return language_of(name) or (_UNDETERMINED if is_named else "")


@cache
def _known() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}


def language_named_in(note: str) -> str:
    """The language (BCP 47) that a note such as "in Chinese" names, also in brackets; "" if it names none.

    >>> language_named_in("In Chinese."), language_named_in("Pots (in German)"), language_named_in("Pots in Greek Art")
    ('zh', 'de', '')
    """
    match = _NAMED.search(note)
    return _NAMES[next(filter(None, match.groups())).lower()] if match else ""


def language_in(tag: str) -> str:
    """The language (two letters) of a tag of BCP 47, or of a name that people write in its place; "" if it is neither.

    >>> [language_in(tag) for tag in ("en-GB", "eng", "de_AT", "American English", "German", "Kiln")]
    ['en', 'en', 'de', 'en', 'de', '']
    """
    if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_].*)?", tag):
        return tag[:2].lower()
    named = (_NAMES | {"english": "en"}).items()
    return next((code for name, code in named if name in tag.lower()), "")


def language_tag(language: str) -> str:
    """The tag of a *language* that is given by its name, as databases do; anything else as it is.

    >>> [language_tag(language) for language in ("German", "de-AT", "ger", "Kiln")]
    ['de', 'de-AT', 'ger', 'Kiln']
    """
    return (language_in(language) or language) if language.isalpha() and len(language) > 3 else language


def script_of(text: str) -> str:
    """The script of most words of *text* ("LATIN", "CJK", "CYRILLIC"), as Unicode names it; "" without letters.

    A character of Chinese, Japanese or Korean counts as a word.

    >>> script_of("基于 Transformer 的分类方法"), script_of("Γ in Invented Systems"), script_of("2024")
    ('CJK', 'LATIN', '')
    """
    if text.isascii():
        return "LATIN" if re.search("[A-Za-z]", text) else ""
    scripts: Counter[str] = Counter()
    for word in _WORD.findall(text):
        named = [unicodedata.name(char, "").split(" ")[0] for char in word]
        wide = [name for name in named if name in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")]
        scripts.update(wide or named[:1])
    return scripts.most_common(1)[0][0] if scripts else ""


def are_in_one_script(a: str, b: str) -> bool:
    """Whether two texts are in one script, as far as they have letters: otherwise, their spelling says nothing."""
    return len({script_of(a), script_of(b)} - {""}) < 2
