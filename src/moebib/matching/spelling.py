"""Compare words of titles: British and American spelling, numbers, and typing errors."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import zip_longest

from moebib.matching import titles
from moebib.normalise.tags import in_plain

__all__ = ["is_misspelt", "note_on_words", "plain_text", "words_of_title"]

_SHORTEST = 5
"""In shorter words, a wrong letter mostly makes another word."""
_LONGEST = 40
"""Longer words are not spelt in two ways, and hostile ones would take long."""
_MOST_WORDS = 200
"""Longer titles are equal only if all their letters are."""
_FONTS = re.compile(
    r"\\(?:math(?:bb|bf|cal|frak|it|rm|scr|sf|tt)|text(?:bf|it|normal|rm|sc|sf|tt)?|bf|bm|boldsymbol|cal|displaystyle|em|"
    r"emph|ensuremath|it|left|operatorname|right|rm|sc|tt)(?![a-zA-Z])"
)
# As the commands of TeX are called.
_SYMBOLS = str.maketrans({
    "\u221e": " infty ", "\u2192": " to ", "\u00d7": " times ", "\u2264": " leq ", "\u2265": " geq ",
    "\u00b1": " pm ", "\u2113": " l ", "\u2202": " partial ", "\u2207": " nabla ", "\u221a": " sqrt ",
    "\u223c": " sim ", "\u2248": " approx ",
})  # fmt: skip
_TEX_NAMES = {
    "circ": "",
    "ell": "l",
    "infinity": "infty",
    "rightarrow": "to",
    "le": "leq",
    "ge": "geq",
    "percnt": "percent",
}
_VARIANTS = re.compile(r"\\var(?=(?:epsilon|phi|theta|rho|pi|sigma|kappa)\b)")
_NUMBERS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen twenty")  # fmt: skip
_SHORT = {"vol": "volume", "pt": "part", "ed": "edition", "vs": "versus"}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
# Of the pairs that these make equal, one is British and the other American, or one is no word.
_AMERICAN = tuple((re.compile(pattern), american) for pattern, american in (
    (r"(arm|behavi|cand|clam|col|demean|end?eav|ferv|fav|flav|glam|harb|hon|hum|lab|neighb|od|parl|ranc|rig|rum|sav|savi|"
     r"splend|tum|val|vap|vig)our", r"\1or"),
    (r"^(.{3,})is(ed?|es|ers?|ing|ations?|ational|able|ability)$", r"\1iz\2"),
    (r"lys(ed?|es|ers?|ing)$", r"lyz\1"),
    (r"^(.*[aeiou].*[aeiou])ll(ed|ers?|ing|ings|ation|ous)$", r"\1l\2"),
    (r"(calib|cent|fib|goit|lit|lust|meag|^met|(?:kilo|centi|milli|micro|nano|deci)met|spect|sab|somb|theat)re(s?)$",
     r"\1er\2"),
    (r"(cent|fib)red$", r"\1ered"), (r"centring", "centering"),
    (r"ogue(s?)$", r"og\1"), (r"^(def|off|lic|pret)ence", r"\1ense"),
    (r"programme(s?)$", r"program\1"), (r"^(art)efact", r"\1ifact"), (r"^scept", "skept"), (r"grey", "gray"),
    (r"sulph", "sulf"), (r"aluminium", "aluminum"), (r"ageing$", "aging"), (r"dgement", "dgment"), (r"mould", "mold"),
    (r"plough", "plow"), (r"^tyre", "tire"), (r"^practis", "practic"), (r"^practiz", "practic"), (r"^enquir", "inquir"),
    (r"orientat(ed?)$", r"orient\1"), (r"^(enrol|fulfil|instal|skil|wil)l(?=ment|ful|s?$)", r"\1"),
    (r"^learnt$", "learned"),
    (r"^(burn|spel|lean|dream|spoil)t$", r"\1ed"), (r"^(whil|among|amid)st$", r"\1"), (r"^while$", "whil"),
    (r"^(toward|afterward|backward|forward|upward|downward)s$", r"\1"), (r"^maths$", "math"), (r"^disc", "disk"),
    (r"^cheque", "check"), (r"^cosy$", "cozy"), (r"^analyses$", "analyzes"),
    (r"(?<=.)(?:ae|oe)(?=.)|^(?:ae|oe)(?=.{4})", "e"),
))  # fmt: skip
# Words that a single letter makes of another word, as in titles: each of them is what it says, and no typing error.
_NEIGHBOURS = """
abject adaption ablation ablative access action actor adapt adaptation adaptive addition adopt adoption adoptive affect
affective alliance alteration alternation ample angel angle ankle aspect asses assess attach attack attend auction
barge battle bidden binding bluster bonding bound brain cable casual casualty cattle causal causality causation cause
caution censor central chain chair chance change charge choice choose class clause cloud cluster clutter coarse coast
collision collusion commuting complement compliment composition computing conservation contact content contest context
contract contractive contrast contrastive conversation cooperation corelation corporation correlation council counsel
counting country county course courting creature cross crowd decay deception deduction defect deflect deflection delay
deletion dense density dental depletion deposition desert design dessert detect detection direction discreet discrete
discretion dispersion disposition dissection diversion domain drain draining dress dynamic dynamics earning edition
effect effective eight ejection elation election emersion emission emotion equality erosion error evolution exert
expansion expect expert export extend extent extraction fabric faction factor farmer feature fiction field fight
filter finding fitter flight flow focal forest formal former found fraction friction function fusion future gather
genera general generic genetic glass global glocal grade grain grape graph grasp greed green greet gross ground group
groups grown guide guise harvest heading heard heart height hidden horse house human humane image imago immersion
impact import induction infection inference inflection injection insect insert intend intension intent intention
interference intervention invariance invariant invection invention joint junction kinetic lager landing large latent
later layer leading leaner leaning learner learning legion lending lesion level lever light lineal linear liner
loading local logic login loving lower lumber machine magic major manor marine marital martial mater material maternal
matrix matter mental metal metric mining minor mirror mixing modal mode model moment moral mortal motion motor mouse
movement moving multiple multiply mural music muslin nation national navel neural neuronal neutral night normal notion
notional novel number object oblation observe offline older omission onion online optical optimal option optional
orbit order organ outing paint parallel parking parsing partial passing patent persecution phase phrase place plan
plane planing planning plant planting plate player point police policy polity polling pool pooling posing poster
potion power prayer preposition present president press prevent price pride prince print prize probe problem produce
product profit projection proof proposition prosecution protection protein proteins prove pruning purchase quality
quantity query quick quiet quite racial radial radical railway random ransom rather ration rational reading receiver
reception reduction reflect region relation relational remain rending rental research reserve residence resident
resign resistance response responsive retrieval reverse revolution reward rewind right roast robot robots robust
rooting rotational rotor rouge round route routing rubric rural sample saving scale scaling scare scene schema scheme
sealing search seduction selection selling sense sensor separate series serious serving shade shape share sheet shift
shore short sight signal signed simple singed single singly slow smart social sound spatial special species spectral
speech speed spend spread stable stage staged stale staple start state stated station statistic statistics statue
status statute steady stick stock strain straining strange stricture stride strike string strong structure study
supper support surface survey survival swift table talent target temporal temporary tense tensor terror theory there
these theses thesis thorough those thread threat three through tower tracing track trackable tracking tractable
traction tractor trading trail trailing train training transaction transfer transform transition translation treat
trial trick truck trust truth tuning turning twist unary uniform union unitary universe university urban valid value
valued valve variable variance variate vector ventral victor vision visual vocal voice wafer water weather weight
whether while white whole whose winding window winter wither word world worm worse worst write writer yearning yield
"""
_ENDINGS = frozenset((
    "", "a", "al", "d", "e", "ed", "er", "ers", "es", "i", "ian", "ic", "ies", "ing", "ion", "ions", "ity", "ly", "m",
    "n", "or", "r", "rs", "s", "st", "t", "ty", "y",
))  # fmt: skip
_BEGINNINGS = frozenset(("", "a", "b", "d", "e", "i", "o", "s", "t", "u", "x"))


@lru_cache(maxsize=20_000)
def plain_text(title: str) -> str:
    """*title* without tags, entities and the commands of formulas: "T<sub>H</sub>2" is "TH2", and "CO$_2$" is "CO2"."""
    text = html.unescape(title)
    if "<" in text:
        text = in_plain(re.sub(r"\s*</?su[bp]>\s*", "", text))
    text = _FONTS.sub(" ", _VARIANTS.sub("", text)).translate(_SYMBOLS)
    text = re.sub(r"\\([a-zA-Z]+)", lambda match: f" {_TEX_NAMES.get(match[1], match[1])} ", text)
    text = re.sub(r"\b([CFJ])(?:#|\\#|\u266f)", r"\1 sharp", text)
    return re.sub(r"\s+", " ", re.sub(r"[\\{}$^_]", "", text)).strip()


@lru_cache(maxsize=20_000)
def words_of_title(text: str) -> tuple[str, ...]:
    """The folded words of a plain title, with Greek letters spelt out and numbers of parts as digits."""
    return titles.words(re.sub(r"(?<=\d)[,\u2009\u202f](?=\d{3}\b)", "", text))


def note_on_words(here: Sequence[str], there: Sequence[str]) -> str | None:
    """What differs in the words of one title, "" if nothing but hyphens does; ``None`` if they are of two titles."""
    if "".join(here) == "".join(there):
        return ""
    fewer = min(len(here), len(there))
    most = max(len(here), len(there))
    if most > min(4 * fewer, _MOST_WORDS) or (fewer > 3 and 2 * len({*here} & {*there}) < fewer):
        return None  # certain, and much faster
    notes: list[str] = []
    for change, start, end, start_there, end_there in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if change != "equal":
            note = _note_on_block(here[start:end], there[start_there:end_there])
            if note is None:
                return None
            notes += [note] if note else []
    are_few = notes.count(_TYPO) < 2 and (_TYPO not in notes or len(here) > 2)
    return ", ".join(dict.fromkeys(notes)) if are_few else None


_TYPO = "a typing error"
_SPELLING = "British or American spelling"


def _note_on_block(here: Sequence[str], there: Sequence[str]) -> str | None:
    for change, note in ((str, ""), (_number, ""), (_american, _SPELLING)):
        if "".join(map(change, here)) == "".join(map(change, there)):
            return note
    notes = [_note_on_pair(a, b) for a, b in zip_longest(here, there, fillvalue="")]
    known = [note for note in notes if note is not None]
    if len(known) < len(notes) or known.count(_TYPO) > 1:
        return None
    return max(known, key=len, default="")


def _note_on_pair(a: str, b: str) -> str | None:
    if _number(a) == _number(b):
        return ""
    if _american(a) == _american(b):
        return _SPELLING
    is_word = {a, b} <= _neighbours()
    is_long = min(len(a), len(b)) >= _SHORTEST - 1 and max(len(a), len(b)) >= _SHORTEST
    return _TYPO if is_long and not is_word and is_misspelt(a, b) else None


@cache
def _neighbours() -> frozenset[str]:
    return frozenset(_NEIGHBOURS.split())


def _number(word: str) -> str:
    """The digits of a number in words or Roman numerals, and the whole word for "vol"; any other word as it is."""
    if word in _NUMBERS.split():
        return str(_NUMBERS.split().index(word))
    if word in _ORDINALS.split():
        return str(_ORDINALS.split().index(word) + 1)
    if word in _SHORT:
        return _SHORT[word]
    return re.sub(r"^(\d+)(?:st|nd|rd|th)$", r"\1", titles.roman_digit(word))


@lru_cache(maxsize=20_000)
def _american(word: str) -> str:
    if len(word) > _LONGEST:
        return word
    for pattern, american in _AMERICAN:
        word = pattern.sub(american, word)
    return word


def is_misspelt(a: str, b: str) -> bool:
    """Whether one of two words is the other one with a letter missing, doubled, wrong or swapped with the next.

    Two forms of a word ("network", "networks"), one with a prefix, and words with digits are no typing errors.

    >>> is_misspelt("learnng", "learning"), is_misspelt("teh", "the"), is_misspelt("network", "networks")
    (True, True, False)
    """
    start = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    end = next((at for at, (x, y) in enumerate(zip(rest_a[::-1], rest_b[::-1], strict=False)) if x != y),
               min(len(rest_a), len(rest_b)))  # fmt: skip
    left, right = rest_a[: len(rest_a) - end], rest_b[: len(rest_b) - end]
    if not (a + b).isalpha() or max(len(left), len(right)) > 2 or a == b:
        return False
    if len(left) == len(right) == 2:
        return left == right[::-1]
    if max(len(left), len(right)) > 1:
        return False
    is_inflected = rest_a in _ENDINGS and rest_b in _ENDINGS
    is_other_beginning = start == 0 and (left in _BEGINNINGS or right in _BEGINNINGS or len(left) == len(right))
    return not is_inflected and not is_other_beginning
