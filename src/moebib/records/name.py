"""Names of people and organisations, read and written as BibTeX names.

The plain form is that of BibTeX (``"Berg, Jan"``, ``"van den Berg, Jan"``, ``"Liu, Jr., Tom"``, ``"{DeepSeek-AI}"``;
Patashnik, "BibTeXing", 1988, section 4). Names that it cannot express are written in the extended form of biblatex
3.20, section 3.6 ("family=Tocqueville, given=Alexis, prefix=de, useprefix=false").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from moebib._arguments import checked
from moebib._guesses import GuessedType, guessing, short_repr
from moebib.errors import InputError, InvalidArgument

__all__ = [
    "NAME_FIELDS", "NAME_PARTS", "Name", "Names", "format_name", "is_others", "parse_name", "plain_name", "split_names",
]  # fmt: skip

NAME_FIELDS = ("author", "editor", "translator")
"""The fields of a work that are lists of names."""
NAME_PARTS = ("family", "given", "dropping_particle", "non_dropping_particle", "suffix", "literal")

# In English, Latin, Russian, Chinese and Japanese.
_OTHERS = re.compile(
    r"[\[(]?(?:(?:and |& )?(?:\d+ |many )?others\.?|\.\.\.|\u2026|(?:et\.?|and) al\.?|"
    r"\u0438 (?:\u0434\u0440\.?|\u0434\u0440\u0443\u0433\u0438\u0435)|\u7b49|\u4ed6)[\])]?",
    re.IGNORECASE,
)
_ENDS_OF_OTHERS = frozenset(").]\u2026ls\u017f\u0435\u0440\u4ed6\u7b49")
_IMPURE = re.compile(r"[{}\n\r\t\ud800-\udfff]|^ | $|  ")
# In a name without these, only single spaces and commas followed by a space separate words.
_SPECIAL = re.compile(r"[{}=\n\r\t\ud800-\udfff]|^ | $|  |,(?! )")
_TO_PLAIN = str.maketrans({"{": None, "}": None, "\n": " ", "\r": " ", "\t": " "})
_EXTENDED = ("family", "given", "prefix", "suffix", "useprefix", "dropping_particle")


_GUESSES = {
    **dict.fromkeys(("last", "last_name", "lastname", "last_names", "surname", "family_name"), "family"),
    **dict.fromkeys(("first", "first_name", "firstname", "first_names", "given_name", "forename", "middle"), "given"),
    **dict.fromkeys(("name", "full", "full_name", "fullname", "display_name"), "display"),
    **dict.fromkeys(("von", "prefix", "prelast_names"), "particle"),
    **dict.fromkeys(("jr", "lineage", "lineage_names"), "suffix"),
    **dict.fromkeys(("replace", "evolve"), "dataclasses.replace(name, given=...) returns a changed copy"),
    **dict.fromkeys(("split", "lower", "upper", "strip", "startswith"), "str(name) is a text"),
}
"""What the parts of names are called elsewhere."""


@guessing(
    _GUESSES,
    order="sort by a text: sorted(names, key=str)",
    change="dataclasses.replace({kind}, {name}=...) returns a changed copy",
)
@dataclass(frozen=True, slots=True, repr=False)
class Name(metaclass=GuessedType):
    """A person, in the parts of CSL 1.0.2, or an organisation, as ``literal``.

    A mononym has only a ``family``. No part contains a brace or a line break, because braces only group in BibTeX and
    mean nothing in plain text, or a lone surrogate, which cannot be encoded.

    >>> str(Name(family="Berg", given="Jan", non_dropping_particle="van den"))
    'van den Berg, Jan'
    >>> str(Name(literal="DeepSeek-AI"))
    '{DeepSeek-AI}'
    """

    family: str = ""
    given: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""

    def __post_init__(self) -> None:
        for part in NAME_PARTS:
            value: str = getattr(self, part)
            if value and _IMPURE.search(value):
                flaws = "brace, line break, lone surrogate, or leading, trailing or double space"
                raise InputError(f"{flaws} in the {part}: {value!r}")
        if bool(self.literal) == bool(self.family):
            raise InputError(f"a name needs either a family or a literal: {self!r}")
        if self.literal and (self.given or self.particle or self.suffix):
            raise InputError(f"a literal name cannot have other parts: {self!r}")

    @property
    def particle(self) -> str:
        """Both particles together, which are the *von* part in BibTeX ("van den")."""
        return f"{self.dropping_particle} {self.non_dropping_particle}".strip()

    def display(self) -> str:
        """The name in reading order: "Jan van den Berg", "Tom Liu Jr.", "DeepSeek-AI"."""
        parts = (self.given, self.particle, self.family, self.suffix)
        return self.literal or " ".join(filter(None, parts))

    __repr__ = short_repr

    def __hash__(self) -> int:
        # Names are hashed very often; these parts distinguish nearly all of them.
        return hash((self.family, self.given, self.literal))

    def __str__(self) -> str:
        return format_name(self)


Name.__init__ = checked("moebib.parse_name(text) reads a whole name")(Name.__init__)  # type: ignore[method-assign]


class Names(tuple[Name, ...]):
    """A list of people and organisations; ``others`` says that it is incomplete ("and others", "et al.").

    Others are never a person: a name that only says so becomes the flag. In a file, the flag is a last element
    "others", which is biblatex's word for it. Slices and sums are plain tuples; a list that is changed name by name
    keeps its flag by ``with_names``.

    >>> names = Names([Name("Berg", "Jan"), Name("others")])
    >>> len(names), names.others, names.texts()
    (1, True, ['Berg, Jan', 'others'])
    """

    _others: bool

    def __new__(cls, names: Iterable[Name] = (), *, others: bool = False) -> Self:
        """The list of *names*. An empty list has no others, since it says nothing."""
        if not isinstance(names, Iterable):
            hint = "Names() is an empty list"
            raise InvalidArgument(f"names are a list, not {type(names).__name__}\nhint: {hint}")
        people = tuple(names)
        for name in people:
            if type(name) is not Name and not isinstance(name, Name):
                hint = 'moebib.parse_name(text) reads a name; a record takes texts: author=["Knuth, Donald E."]'
                raise InvalidArgument(f"should be a Name, not {type(name).__name__}\nhint: {hint}")
        while people and _are_others(people[-1]):
            people, others = people[:-1], True
        if any(not name.given and _are_others(name) for name in people):
            people, others = tuple(name for name in people if name.given or not _are_others(name)), True
        self = super().__new__(cls, people)
        self._others = others and bool(people)
        return self

    @property
    def others(self) -> bool:
        """Whether more names belong to the list."""
        return self._others

    def with_names(self, names: Iterable[Name]) -> Names:
        """*names* in place of these, with the same flag."""
        return Names(names, others=self.others)

    def texts(self) -> list[str]:
        """The names as in a file, with "others" as the last one of an incomplete list."""
        return [*map(str, self), *(["others"] if self.others else [])]

    def __contains__(self, name: object) -> bool:
        """Whether this is one of the names; a text may be a family name, an organisation or a whole name.

        >>> "Knuth" in Names([Name("Knuth", "Donald E.")]), "Donald" in Names([Name("Knuth", "Donald E.")])
        (True, False)
        """
        if isinstance(name, str):
            return any(name in (own.family, own.literal, own.display(), str(own)) for own in self) and bool(name)
        return super().__contains__(name)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, tuple):
            return NotImplemented
        return super().__eq__(other) and self.others == (isinstance(other, Names) and other.others)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = tuple.__hash__

    def __str__(self) -> str:
        """The names as BibTeX separates them: "Knuth, Donald E. and Lamport, Leslie"."""
        return " and ".join(self.texts())

    def __repr__(self) -> str:
        return f"Names({super().__repr__()}{', others=True' if self.others else ''})"


def is_others(text: str) -> bool:
    """Whether *text* in place of a name says that the list goes on: "others", "et al.", "...".

    >>> [is_others(text) for text in ("others", "et al.", "[and 20 others]", "Others, Many", "Otherson")]
    [True, True, True, False, False]
    """
    return _OTHERS.fullmatch(text) is not None


def _are_others(name: Name) -> bool:
    """Whether a name only says that the list goes on; most end in another letter than the words for it."""
    return (name.suffix or name.family or name.literal)[-1:].lower() in _ENDS_OF_OTHERS and is_others(name.display())


@checked('parse_name reads one name, such as "Knuth, Donald E."')
def parse_name(text: str) -> Name:
    """The parts of one BibTeX name.

    >>> name = parse_name("van den Berg, Jan")
    >>> name.non_dropping_particle, name.family, name.given
    ('van den', 'Berg', 'Jan')
    >>> parse_name("{Barnes and Noble, Inc.}").literal
    'Barnes and Noble, Inc.'
    >>> parse_name("Jan van den Berg") == parse_name("van den Berg, Jan")
    True

    Raises:
        InputError: If *text* is empty, has unbalanced braces, more than two commas, or begins with a comma.
    """
    if plain := _plain_parts(text):  # most names
        return _trusted_name(*plain)
    parts = _split(text, ",")
    extended = [_extended(part) for part in parts]
    if any(extended):
        return _from_extended(text, extended)
    if len(parts) > 3:
        remedy = "write each person as one name, and an organisation in braces"
        raise InputError(f"name with more than two commas: {text!r}; {remedy}")
    if not parts[0].strip():
        raise InputError(f"a name cannot be empty or begin with a comma: {text!r}")
    if len(parts) == 1:
        return _from_words(_words(parts[0]))
    particle, family = _particle_and_family(_words(parts[0]))
    suffix = _plain(parts[1]) if len(parts) == 3 else ""
    return Name(family=family, given=_plain(parts[-1]), non_dropping_particle=particle, suffix=suffix)


def split_names(text: str) -> list[str]:
    """The names in a text that separates them with "and" or semicolons; an "and" within braces is part of a name.

    >>> split_names("Doe, Jane and {Smith and Sons}; Roe, Max")
    ['Doe, Jane', '{Smith and Sons}', 'Roe, Max']
    """
    return [name.strip() for name in re.split(r"\s+and\s+(?![^{]*\})|;", text)]


def plain_name(text: str) -> Name | None:
    """The name if *text* is "Family, Given", all words of the family are capitalised, and no character has a meaning.

    Most names are written so, and all formats read them alike.

    >>> plain_name("Berg Lund, Jan"), plain_name("van Berg, Jan"), plain_name("CERN")
    (Name(family='Berg Lund', given='Jan'), None, None)
    """
    parts = _plain_parts(text) if "," in text and text.isprintable() else None
    return _trusted_name(*parts) if parts else None


def _plain_parts(text: str) -> tuple[str, str] | None:
    """Family and given name in the forms of most names, "First Last" and "Last, First", with all words capitalised."""
    if _SPECIAL.search(text):
        return None
    last, comma, first = text.partition(", ")
    words = last.split(" ")
    for word in words:
        if not word[:1].isupper():
            return None
    if not comma:
        return words[-1], " ".join(words[:-1])
    return None if not first or "," in first else (last, first)


def _trusted_name(family: str, given: str) -> Name:
    """The name of valid parts; nothing is checked."""
    name = object.__new__(Name)
    for part, value in zip(NAME_PARTS, (family, given, "", "", "", ""), strict=True):
        object.__setattr__(name, part, value)
    return name


def format_name(name: Name) -> str:
    """The name as one BibTeX name; ``parse_name(format_name(name)) == name`` for every name."""
    if name.literal:
        return "{" + name.literal + "}"
    if plain_name(text := f"{name.family}, {name.given}") == name and "and" not in text.lower():  # most names
        return text
    plain = _format_plain(name)
    if "and" in name.particle.lower().split():  # it would separate two names
        return _format_extended(name)
    return plain if _reads_as(plain, name) else _format_extended(name)


def _reads_as(text: str, name: Name) -> bool:
    try:
        return parse_name(text) == name
    except InputError:
        return False


def _format_plain(name: Name) -> str:
    family = _grouped(name.family) if _needs_group(name.family, first=not name.particle) else name.family
    last = f"{name.particle} {family}".strip()
    if not name.suffix and not name.given and " " not in last:
        return last
    # Without the trailing comma, a family name of several words would be read as "First Last".
    rest = [name.suffix, name.given] if name.suffix else [name.given]
    return ", ".join([last, *(_grouped(part) if _needs_group(part) else part for part in rest)]).rstrip()


def _from_words(words: list[str]) -> Name:
    """A name in BibTeX's order "First von Last", in which *von* begins with the first lower-case word."""
    if len(words) == 1 and _is_group(words[0]):
        return Name(literal=_plain(words[0]))
    first = next((i for i, word in enumerate(words[:-1]) if _is_lower(word)), len(words) - 1)
    particle, family = _particle_and_family(words[first:])
    return Name(family=family, given=_join(words[:first]), non_dropping_particle=particle)


def _particle_and_family(words: list[str]) -> tuple[str, str]:
    """The *von* part ends with the last lower-case word, but leaves at least one word for the family name."""
    lower = [i for i, word in enumerate(words[:-1]) if _is_lower(word)]
    cut = lower[-1] + 1 if lower and _is_lower(words[0]) else 0
    return _join(words[:cut]), _join(words[cut:])


def _is_lower(word: str) -> bool:
    """Whether the first letter outside braces is lower case; a letter without case (CJK) is not."""
    if word.startswith("{"):
        word = "".join(char for char, depth in _depths(word) if depth == 0 and char != "}")
    letter = next((char for char in word if char.isalpha()), "")
    return letter.islower()


def _needs_group(part: str, *, first: bool = False) -> bool:
    """Whether *part* would be read differently without braces; *first*: it is where *von* could be."""
    words = part.split(" ")
    if "," in part or "=" in part or "and" in part.lower().split():
        return True
    return first and len(words) > 1 and _is_lower(words[0])


def _is_group(word: str) -> bool:
    return word.startswith("{") and all(depth > 0 for _, depth in list(_depths(word))[:-1])


def _grouped(part: str) -> str:
    return "{" + part + "}"


def _extended(part: str) -> tuple[str, str] | None:
    key, equals, value = part.strip().partition("=")
    return (key.strip(), _plain(value)) if equals and key.strip() in _EXTENDED else None


def _from_extended(text: str, pairs: list[tuple[str, str] | None]) -> Name:
    if not all(pairs):
        raise InputError(f"a name cannot mix plain parts and key=value: {text!r}")
    parts = dict(pair for pair in pairs if pair)
    useprefix = parts.pop("useprefix", "true") != "false"
    particle = "non_dropping_particle" if useprefix else "dropping_particle"
    return Name(**{particle if key == "prefix" else key: value for key, value in parts.items()})


def _format_extended(name: Name) -> str:
    fields = {"family": name.family, "given": name.given, "suffix": name.suffix}
    if name.dropping_particle and name.non_dropping_particle:
        # biblatex has one prefix only; the key of the second particle is our own.
        fields |= {"prefix": name.non_dropping_particle, "dropping_particle": name.dropping_particle}
    elif name.dropping_particle:
        fields |= {"prefix": name.dropping_particle, "useprefix": "false"}
    else:
        fields |= {"prefix": name.non_dropping_particle}
    return ", ".join(
        f"{key}={value if value.isalpha() and value.lower() != 'and' else _grouped(value)}"
        for key, value in fields.items()
        if value
    )


def _plain(text: str) -> str:
    """*text* without braces, line breaks and double spaces; other Unicode spaces are kept."""
    bare = text.translate(_TO_PLAIN)
    return " ".join(word for word in bare.split(" ") if word) if " " in bare else bare


def _join(words: list[str]) -> str:
    return _plain(" ".join(words))


def _words(text: str) -> list[str]:
    return [word for word in _split(text, " \t\n\r") if word]


def _split(text: str, separators: str) -> list[str]:
    """Split at *separators* outside braces."""
    if "{" not in text and "}" not in text:
        return re.split(f"[{separators}]", text)
    pieces, start = [], 0
    for i, (char, depth) in enumerate(_depths(text)):
        if depth == 0 and char in separators:
            pieces.append(text[start:i])
            start = i + 1
    return [*pieces, text[start:]]


def _depths(text: str) -> Iterator[tuple[str, int]]:
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            break
        yield char, depth
    if depth:
        raise InputError(f"unbalanced braces in name: {text!r}")
