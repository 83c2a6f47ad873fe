"""Names as services have them: with titles, degrees, affiliations and footnotes, or several in one text."""

from __future__ import annotations

import html
import re
import unicodedata

__all__ = [
    "has_and",
    "in_one_script",
    "is_affiliation",
    "is_initials",
    "is_organisation",
    "is_unknown",
    "is_whole",
    "several",
    "with_initials",
    "without_additions",
]

# Titles before a name; "Md" and "Sri" are names of people.
_TITLES = re.compile(
    r"(?:(?:(?:Assoc(?:iate)?|Assist(?:ant)?|Asst|Adj|Hon|Univ|Em)\.?[ -]+)?"
    r"(?:Prof(?:essor|\b\.?)|Dr\b\.?|Mr\b\.?|Mrs\b\.?|Ms\.|Miss\b|Sir\b|Dame\b|Dipl\.?[ -]?Ing\.?)"
    r"(?:[ -]*(?:med|rer|nat|phil|[Ii]ng|[Ee]ng|habil|h\. ?c)\.)*[\s,]+)+(?=[^\W\d_])"
)
# Degrees after a name. "M.A." and "M.D." may be initials: "Lund Berg, M.A."
_DEGREES = re.compile(
    r"(?:,?\s+(?:Ph\.? ?D|D\.? ?Phil|M\.? ?Sc|B\.? ?Sc|Dr\.? ?(?:med|rer\. ?nat|Ing)|Pharm\.?D|Sc\.D|MPH|MBBS|MBChB|"
    r"DDS|DVM|FRCP\w*|FACS|FAHA|Esq)\.?|,\s*(?:MD|RN|MBA|JD))+$"
)
_BRACKETS = re.compile(r"\s*[\[(]\s*(?P<inside>[^()\[\]]*)[\])]?\s*$")
_ROLES = re.compile(
    r"(?:the )?(?:corresponding |first |lead )?(?:author|editor|eds?|translator|deceased|prof|dr|ph\.?d)\b.*", re.I
)
_YEARS = re.compile(
    r",?\s*[<(\[]?(?:b\.|d\.|ca\.|fl\.)?\s*[1-9]\d{2,3}\??(?:\s*[-\u2013]\s*(?:\d{2,4}\??)?)?[>)\]]?\.?$"
)
_ADDRESS = re.compile(r"\s*[<(]?(?:mailto:)?[\w.+-]+@[\w-]+\.[\w.-]+[>)]?|\s*<?https?://\S+", re.I)
# Numbers and signs that refer to an affiliation or a footnote: "Doe1,2", "Doe*", "Doe$^{1}$".
_MARKS = re.compile(
    r"(?:\s*\$\s*\^\{?[^$]*\}?\s*\$|"
    r"(?<=[^\W\d_]{2})(?:,?\s*(?:\d{1,2}(?!\d)|[*\u2020\u2021\xa7\xb6\u2016#]+|\^\w{1,3}))+|"
    r"[\xb9\xb2\xb3\u2070-\u2079,]*[\xb9\xb2\xb3\u2070-\u2079]+|[\s,*\u2020\u2021]+)$"
)
_UNKNOWN = re.compile(
    r"\W*(?:un(?:ac|al|ap|as|av|kn)|none|null|tba|s\. ?n|n\. ?n|n/a|not (?:available|applicable|known|provided)|"
    r"no (?:authors?|names?)(?: (?:listed|given))?|unknown(?: authors?)?|anonymous|anon|various(?: authors)?|"
    r"author unknown|unbekannt|anonyme|an\xf3nimo)\W*",
    re.I,
)
_PARTICLES = frozenset((
    "af", "al", "bin", "da", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "el", "ibn", "la",
    "le", "ter", "van", "vom", "von", "y", "zu",
))  # fmt: skip
_WORDS = (
    r"universit\w+|institut\w*|\w*hochschule|faculty|department|dept|school|college|hospital|laborator\w+|"
    r"cent(?:er|re)|academy|ministry|agency|association|society|council|committee|commission|foundation|corporation|"
    r"company|inc|ltd|llc|gmbh|library|museum|botanic\w* gardens?|observatory|repository|consortium|network|federation|"
    r"alliance|participants|collaboration|group|team|project|initiative|organi[sz]ation"
)
_ORGANISATION = re.compile(
    rf"\b(?:{_WORDS})\b|\b(?:survey|office|board|bank|bureau|division|union|organi[sz]ation|staff)\s+(?:of|for)\b",
    re.I,
)
_WITH_INITIALS = re.compile(r"[^\W\d_][\w'\u2019-]+(?: [\w'\u2019-]+)? (?!I{2,3}|IV)[A-Z]{1,3}")
_OTHER_SCRIPT = re.compile("[^\x00-\u02af\u1e00-\u1eff\u2000-\u206f]")
# A word of a name: "Jane", "O'Neil", "J.-P.", "JB"
_WORD = re.compile(r"(?=[^\W\d_])(?![a-z])(?:[^\W_]|['\u2019-](?=\w))+\.?|(?:[^\W\d_]\.-?)+")
_ET_AL = re.compile(
    r"(?:(?:,|(?<!\s))\s+[\[(]?"
    r"(?:(?:and|&) (?:\d+ |many )?(?:others|colleagues|co-?workers)|et\.? al(?:ii)?|u\. ?a|"
    r"\u0438 \u0434\u0440(?:\u0443\u0433\u0438\u0435)?)\.?[\])]?){1,3}$|[,\u3001\uff0c]?\u7b49$",
    re.I,
)
_AND = re.compile(r"(?:,|(?<!\s))\s+(?:and|&|und)\s+")
_INITIALS_FIRST = re.compile(r"(?:[^\W\d_]\.[ -]?)+(?:[a-z]+ ){0,3}[^\W\d_a-z][\w'\u2019-]+")
_MOST_ADDITIONS = 20
"""A text with more is no name, and may have thousands."""
_LONGEST = 500
"""The longest name, in characters, that is searched for additions."""


def in_one_script(name: str) -> str:
    """A name in Latin letters without the same name in another script beside it.

    >>> in_one_script("San Zhang \u5f20"), in_one_script("\u5f20\u4e09 (San Zhang)"), in_one_script("\u5f20\u4e09")
    ('San Zhang', 'San Zhang', '\u5f20\u4e09')
    """
    if not _OTHER_SCRIPT.search(name):
        return name
    words = name.split()
    scripts = [{"LATIN" in unicodedata.name(char, "") for char in word if char.isalpha()} for word in words]
    latin = [word for word, script in zip(words, scripts, strict=True) if script == {True}]
    if len(latin) < 2 or {False} not in scripts or {True, False} in scripts:
        return name
    is_list = name.count(",") == len(words) - 1  # "Jan, \u042f\u043d, Berg, \u0411\u0435\u0440\u0433"
    return " ".join(word.strip("()[],;" if is_list else "()[];") for word in latin).strip(",")


def without_additions(name: str) -> str:
    """A name, or a part of one, without titles, degrees, dates, addresses, affiliations in brackets and footnotes.

    >>> [without_additions(name) for name in ("Prof. Dr. Jane Doe, PhD", "Doe, Jane (Doe College)", "Jane Doe1,2*")]
    ['Jane Doe', 'Doe, Jane', 'Jane Doe']
    >>> [without_additions(name) for name in ("Scot, Reginald, 1538?-1599", "Yu, Xiong (Bill)", "Lund Berg, M.A.")]
    ['Scot, Reginald', 'Yu, Xiong (Bill)', 'Lund Berg, M.A.']
    """
    for _ in range(_MOST_ADDITIONS if len(name) <= _LONGEST else 0):
        before, name = name, _once(name)
        if name == before:
            break
    return name


def _once(name: str) -> str:
    name = re.sub(r"^(?:(?:and|&|by|und)|\(?\d{1,2}[.)]?)\s+(?=\S)|[,;]\s*$", "", _ADDRESS.sub("", name).strip())
    if (brackets := _BRACKETS.search(name)) and brackets.start() and _is_added(brackets["inside"]):
        name = name[: brackets.start()]
    name = _TITLES.sub("", name, count=1) if _TITLES.match(name) else name
    for additions in (_YEARS, _DEGREES, _MARKS):
        name = additions.sub("", name).rstrip(", ")
    return name


def _is_added(inside: str) -> bool:
    """Whether what is in brackets behind a name is an affiliation, a role or a number; "(Bill)" is a name."""
    return bool(
        re.fullmatch(r"[\W\d]*(?:and[\W\d]*)*|[A-Z]{3,}", inside)
        or _ROLES.fullmatch(inside)
        or is_organisation(inside)
        or re.search(r"\d{4}|,", inside)
    )


def is_unknown(name: str) -> bool:
    """Whether a text in place of a name says that there is none: "Anonymous", "(:unav)", "[s.n.]"."""
    return _UNKNOWN.fullmatch(name) is not None


def is_organisation(name: str) -> bool:
    """Whether a name has a word that no person's name has, as "University of Invention".

    >>> [is_organisation(name) for name in ("Gates Institute", "Survey of Gates", "Jane Doe")]
    [True, True, False]
    """
    return _ORGANISATION.search(name) is not None


def is_affiliation(name: str) -> bool:
    """Whether a text in place of an author is the address of one: "Department of Gates, Gates University, Oslo"."""
    return bool(re.match(r",\s*\w.*,", name)) or (name.count(",") > 1 and is_organisation(name))


def is_initials(text: str) -> bool:
    """Whether it consists of initials with full stops: "J. A."."""
    return re.fullmatch(r"(?:[^\W\d_]\.[ -]?)+", text) is not None


def with_initials(name: str) -> str:
    """A name as in PubMed with its initials behind a comma; empty for any other.

    >>> with_initials("Doe JA"), with_initials("van Berg J"), with_initials("Jane Doe")
    ('Doe, J. A.', 'van Berg, J.', '')
    """
    if not _WITH_INITIALS.fullmatch(name):
        return ""
    family, _, initials = name.rpartition(" ")
    return f"{family}, {' '.join(f'{letter}.' for letter in initials)}"


def has_and(name: str) -> bool:
    """Whether a name, or a part of one, joins two."""
    return _AND.search(name) is not None


def several(name: str) -> list[str]:
    """The names of several people in one text, or that text alone.

    >>> several("Doe, Jane (University of X); Berg, J."), several("Jane Doe, Jan Berg and Ada Cho")
    (['Doe, Jane (University of X)', 'Berg, J.'], ['Jane Doe', 'Jan Berg', 'Ada Cho'])
    >>> several("Doe J, Berg JA"), several("Doe, J., Berg, J. A."), several("Berg Lund, Jan Erik")
    (['Doe, J.', 'Berg, J. A.'], ['Doe, J.', 'Berg, J. A.'], ['Berg Lund, Jan Erik'])
    >>> several("J. Doe, A. Berg"), several("Doe, J.; Berg, A. et al.")
    (['J. Doe', 'A. Berg'], ['Doe, J.', 'Berg, A.', 'et al.'])
    >>> several("Jane Doe, Jan Berg, Ada Cho et al."), several("Jane Doe and 3 others")
    (['Jane Doe', 'Jan Berg', 'Ada Cho', 'et al.'], ['Jane Doe', 'et al.'])
    """
    pieces = _pieces(re.sub("[\uff1b\u3001]", ";", html.unescape(name)), ";")
    if len(pieces) > 1:
        last = _ET_AL.search(pieces[-1])
        return [*pieces[:-1], pieces[-1][: last.start()], "et al."] if last and last.start() else pieces
    if (et_al := _ET_AL.search(name)) and et_al.start():
        listed = _pieces(name[: et_al.start()], ",")
        return [*(listed if all(map(is_whole, listed)) else _joined(name[: et_al.start()])), "et al."]
    return _joined(name)


def _joined(name: str) -> list[str]:
    """The names that "and" and commas join, or the text alone."""
    sides = _AND.split(name)
    pieces = [piece for side in sides for piece in _pieces(side, ",")]
    if len(pieces) > 1 and all(map(with_initials, pieces)):
        return [with_initials(piece) for piece in pieces]
    if len(pieces) > (1 if len(sides) > 1 else 2) and all(map(is_whole, pieces)):
        return pieces
    if len(pieces) == 2 and all(map(_INITIALS_FIRST.fullmatch, pieces)):
        return pieces
    if len(pieces) > 3 and len(pieces) % 2 == 0 and all(map(is_initials, pieces[1::2])):
        return [f"{family}, {given}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    if len(sides) > 1 and all(side.count(",") == 1 and not is_organisation(side) for side in sides):
        return sides
    return [name]


def _pieces(text: str, separator: str) -> list[str]:
    return [piece for part in text.split(separator) if (piece := part.strip())]


def is_whole(name: str) -> bool:
    """Whether it is written as the whole name of a person in reading order."""
    words = name.split()
    is_written_so = all(_WORD.fullmatch(word) or word in _PARTICLES for word in words)
    is_phrase = re.search(r"\b(?:of|the|for|and)\b", name, re.I) or is_organisation(name)
    return 1 < len(words) < 6 and is_written_so and words[-1] not in _PARTICLES and not is_phrase
