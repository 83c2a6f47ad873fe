"""Tells lists of people from other words with capitals: by their form, and by the words that the list has elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from moebib.formats.paper_list.read.line import EM, LINK, STRONG, MarkdownLine
from moebib.normalise.written_people import read_people

__all__ = ["BEFORE_PEOPLE", "could_be_people", "end_of_leading_people", "people_in", "words_of"]

BEFORE_PEOPLE = re.compile(r"\W*\b(?:by|from)\b:?\s+", re.I)
"""What says that people follow."""

_CONNECTED = re.compile(r"\s*(?:,|;|\uff0c|\uff1b|\u3001|&|\band\b|\u00b7|\|)\s*")
_OTHERS = re.compile(
    r"(?<![\s,;\uff0c\u3001])[\s,;\uff0c\u3001]*+(?:(?:\.\.\.|\u2026)[\s,;]*+)?"
    r"(?:\bet[ .]+al\b\.?|\band\s+others\b|\betc\b\.?|\u7b49)[\s.]*$",
    re.I,
)
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w'\u2019\u2010.-]*|d[aeiou]s?|v[ao]n|der|den|la|le|el|al|bin|ben|zu|ter|ten)"
    r"(?:[ \u00a0-](?:[^\W\d_a-z][\w'\u2019\u2010.-]*|d[aeiou]s?|v[ao]n|der|den|la|le|el|al|bin|ben|zu|ter|ten)){0,5}"
)
_CAPITAL = r"[^\W\d_a-z]"
_CJK_NAME = re.compile(r"[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af\u00b7]{2,5}")
_FOOTNOTES = re.compile(r"[*\u2020\u2021\u00a7\u00b6\d\u00b9\u00b2\u00b3\u2070-\u2079]+(?=[\s,;]|$)")


_AFFILIATION = re.compile(r"\s*[(\uff08][^()\uff08\uff09]*[)\uff09](?=\s*(?:[,;]|\bet\b|\band\b|$))")
_FAMILY_FIRST = re.compile(r"[^,]+,[^,]+")


@lru_cache(maxsize=20_000)
def people_in(text: str) -> tuple[tuple[str, ...], bool]:
    """The names that *text* lists, and whether there are more ("et al."); no names if it is no list of people.

    >>> people_in("Ying WEI, Jan van Damme and J. Lund et al.")
    (('Ying WEI', 'Jan van Damme', 'J. Lund'), True)
    >>> people_in("Lund, Ida and Berg, Jon and others"), people_in("Text, Sound, Image and Code")
    ((('Lund, Ida', 'Berg, Jon'), True), ((), False))
    """
    if before := BEFORE_PEOPLE.match(text):
        text = text[before.end() :]
    text = _AFFILIATION.sub("", text)
    without_others = _OTHERS.sub("", text)
    others = without_others != text
    bare = _FOOTNOTES.sub("", without_others).strip(" .,;:")
    if not 2 <= len(bare) <= 5_000:
        return (), False
    families = re.split(r"\s+and\s+", bare)
    if len(families) > 1 and all(map(_FAMILY_FIRST.fullmatch, families)):
        return tuple(families), others
    names = [_without_period(name) for name in _CONNECTED.split(bare) if name.strip(" .")]
    full = [
        name
        for name in names
        if _CJK_NAME.fullmatch(name) or (_NAME.fullmatch(name) and re.search(r"[ .\u00a0]", name))
    ]
    if names and len(full) == len(names):
        return tuple(names), others
    if read := read_people(without_others):
        return tuple(str(name) for name in read), others or read.others
    return (tuple(names), others) if len(full) >= max(1, 0.8 * len(names)) else ((), False)


def _without_period(name: str) -> str:
    """A name without the period of the sentence, but with that of an initial."""
    return name.strip() if re.search(r"\b\w\.$", name.strip()) else name.strip(" .")


_WORD = re.compile(r"\b[a-z]{3,}\b")
# Words of titles that a short list may have in capitals only.
_TITLE_WORDS = frozenset(
    """
    access accurate active adaptive agent aggressive algorithm all ambient analysis analytics approach
    architecture are art artificial attention augmented automatic aware balanced based batch bayesian beam
    benchmark better beyond big bias brain budget cache cases causal cells challenge cheap clustering code
    collaborative commonsense communication composable compression computer computing concept conditional
    consistent context contrastive control cost coverage critical cross data dataset deep dense depth design
    detection diffusion direct distributed distilled domain double dual dynamic early easy economic edge
    efficient elastic embedding end energy engine engineering error evaluation exit experience expert experts
    explicit exploring extreme failure fair fast federated feedback few fine flexible flow foundation framework
    from full functions fusion future game gate general generation generative global good graph graphs grounded
    group grouped guided hard hardware hidden hierarchical high how hybrid identity image implicit inference
    information input instruction intelligence interaction is it joint key knowledge label labels language large
    latency latent layer layers learned learning less limits linear local logic long loss low machine many mask
    massive matrix memory meta method methods metric mixed mixture mobile modality model models modular more
    motion multi multimodal music natural network networks neural noise noisy non normalization not novel object
    offline online open operator optimal optimization outlier overview pairs parallel parameter path perception
    performance plan planning point policy power practice precision prediction preference principled prior
    privacy probabilistic problem process program programming projection prompt proxy public pure quality
    quantization query quantum random rank reasoning recognition recommendation regression reinforcement
    relational representation research resource retrieval review reward robot robust role routing safe sample
    scalable scale scaling scene search secure security selection selective self semantic sequence server
    serving set shared short signal simple single skills small smart social software sound source space sparse
    spatial speculative speech speed speedup stable state static statistical stereo stochastic strategy strong
    structure structured student study sub supervised survey swarm system systems table target task tasks
    teacher technical template temporal test text theory thought throughput time token tokens toward towards
    train training transfer transformer transformers tree trust tuning understanding unified universal universe
    unlabeled unsupervised user using value variational vector video view vision visual voice weak web weight
    weights what when why wide with world zero
    """.split()  # noqa: SIM905  # one word a line would be 500 lines
)
_ORGANISATIONS = frozenset((
    "academy", "college", "company", "corporation", "deepmind", "foundation", "google", "institute", "lab",
    "laboratory", "labs", "ltd", "microsoft", "nvidia", "openai", "research", "school", "university",
))  # fmt: skip
_ENDING = re.compile(
    r"(?:ing|[ts]ion|ment|ness|ity|tive|able|ance|ence|ism|ics|ology|ized|less|ware|ical|ous|ated|ational)$"
)


def words_of(lines: Iterable[MarkdownLine]) -> frozenset[str]:
    """The words of a list that it has in small letters: a capitalised pair of them is no name of a person."""
    return _TITLE_WORDS.union(_ORGANISATIONS, *(_WORD.findall(line.text) for line in lines))


LIKELY = 0.8
"""How likely two names are people: from here on, a text is taken for a list of people."""


def could_be_people(text: str, words: frozenset[str]) -> float:
    """How likely a text lists people: 1 for three names or "et al.", less for a single one, which may be a company."""
    names, others = people_in(text)
    if not names:
        return 0
    if _are_words(names, words):
        return 0
    return 1 if len(names) > 2 or others or BEFORE_PEOPLE.match(text) else LIKELY if len(names) == 2 else 0.3


def _are_words(names: Sequence[str], words: frozenset[str]) -> bool:
    """Whether most names are other words in capitals."""
    doubtful = 0
    for name in names:
        parts = [part for part in re.findall(r"[^\W\d_]+", name) if len(part) > 2 and not part.islower()]
        # The ending of a word alone is no proof: there are people called Manning.
        common = sum(1 if part.lower() in words else 0.75 * bool(_ENDING.search(part.lower())) for part in parts)
        doubtful += bool(parts) and common * 2 >= len(parts)
    return doubtful * 2 >= len(names)


# What follows the authors of a citation: the year, the title in quotation marks, or the end of a sentence.
_BOUNDARY = re.compile(
    r"[.,]?\s*\(?(?:19|20)\d\d[a-z]?\b|[.,:]?\s*[\"\u201c\u300a]|[.:]\s+(?=\S)"
    rf"|,\s+(?=[{EM}{STRONG}])|\s*(?=[{EM}{STRONG}{LINK}])"
)


_LONGEST_LEADING, _MOST_BOUNDARIES = 1500, 40
"""How many characters and boundaries are looked at: more authors are in no citation, and hostile text costs no more."""


def end_of_leading_people(text: str, words: frozenset[str]) -> int:
    """Where the authors end with whom a citation begins; 0 if it does not begin with people.

    >>> text = "Lund, I. A., & Berg, J. (2020). On clay. Acta, 12."
    >>> text[: end_of_leading_people(text, frozenset())]
    'Lund, I. A., & Berg, J.'
    >>> end_of_leading_people("Deep Learning. Acta, 12.", frozenset({"deep"}))
    0
    """
    best = most = 0
    is_initial = False  # whether the best end is that of an initial, behind which the name goes on
    for boundary in islice(_BOUNDARY.finditer(text[:_LONGEST_LEADING]), _MOST_BOUNDARIES):
        before = text[: boundary.start()]
        names = read_people(before) if len(before.strip()) > 3 else None
        # With no more names than before, what was added is no name: "Lund N. Fast: ...".
        if not names or (len(names) <= most and not is_initial):
            continue
        is_title_next = bool(re.match(r"[.,]?\s*(?:\(?(?:19|20)\d\d|[\"\u201c])", boundary[0]))
        has_initials = re.search(rf"\b{_CAPITAL}\.|\b{_CAPITAL}{{1,3}}$", before) is not None
        is_certain = len(names) > 1 or names.others or is_title_next or has_initials
        if boundary[0].startswith(":"):  # "Maps & Tables: Friends or Foes?"
            is_certain = len(names) > 2 or names.others or has_initials
        if is_certain and not _are_words([str(name) for name in names], words):
            is_initial = boundary[0].startswith(".") and re.search(rf"(?:\.[^.]*\b|,\s){_CAPITAL}$", before) is not None
            best = boundary.start() + is_initial
            most = len(names)
    return best
