"""The language and the script of a text, as far as its words and letters show them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

__all__ = ["language_in", "language_named_in", "language_of", "script_of"]

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
_ENGLISH = frozenset("an and are as at by for from how in is its of on or the to toward towards using via with".split())  # noqa: SIM905
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
    """The language of a title (BCP 47) if two function words show it and no English one is in it; else "".

    >>> language_of("Das Brennen von Töpfen und Ziegeln"), language_of("De Novo Design of the Kiln")
    ('de', '')
    """
    words = set(_WORD.findall(text.lower()))
    counts = {language: len(words & known) for language, known in _known().items()}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] > 1 and not words & _ENGLISH else ""


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
