"""Unicode: characters that look right and are not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from moebib.checks.rules import Context, Family, Flaw, Rule
from moebib.normalise import blanks, characters
from moebib.records.record import Record
from moebib.text.shorten import quote

_TEXTS = (
    "title", "container_title", "container_title_short", "collection_title", "event_title", "publisher", "note",
)  # fmt: skip
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|  |\t|\n")
_NO_CHARACTER = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
# Letters of Cyrillic and Greek that look like Latin ones in most fonts.
_LOOKS_LIKE = str.maketrans(dict(zip(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421"
    "\u0422\u0425\u0406\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
    "aeopcyxijsABEKMHOPCTXIABEZHIKMNOPTYXo", strict=True)))  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def _each(record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield from (((field,), text) for field in _TEXTS if (text := getattr(record, field)) and not text.isascii())
    for role in ("author", "editor"):
        for i, name in enumerate(getattr(record, role)):
            if not (name.family.isascii() and name.given.isascii() and name.literal.isascii()) or name.particle:
                yield (role, i), name.display()


def _repaired(
    record: Record, path: tuple[str | int, ...], rule: Callable[[Record], Record]
) -> dict[str, object] | None:
    field = str(path[0])
    new = getattr(rule(record), field)
    return {field: new} if new != getattr(record, field) else None


def not_composed(record: Record, _: Context) -> Iterator[Flaw]:
    """An accent that stands behind its letter as a character of its own."""
    for path, text in _each(record):
        if not unicodedata.is_normalized("NFC", text):
            message = f"letters in pieces (not NFC): {quote(text)}"
            yield Flaw(path, message, "write each letter as one character", _repaired(record, path, characters))


def unseen(record: Record, _: Context) -> Iterator[Flaw]:
    """Characters of no width, and those that turn the reading direction."""
    for path, text in _each(record):
        if found := _UNSEEN.search(text):
            change = _repaired(record, path, characters)
            if change or not re.search(r"[\u0590-\u08ff\u0900-\u0dff\U0001f000-\U0001faff]", text):
                name = unicodedata.name(found[0], f"U+{ord(found[0]):04X}").lower()
                yield Flaw(path, f"a character that nobody sees ({name}): {quote(text)}", "remove it", change)


def odd_blank(record: Record, context: Context) -> Iterator[Flaw]:
    """A blank that is none to a search; of a .bib file, ``~`` is one."""
    for path, text in _each(record):
        if found := _BLANKS.search(text):
            said = context.bib_fields.get(record.id)
            if said is None or any(found[0] in value for value in said.values()):
                name = unicodedata.name(found[0][0], "blank").lower()
                message = f"an odd blank ({name}): {quote(text)}"
                yield Flaw(path, message, "write a plain one", _repaired(record, path, blanks))


def look_alike(record: Record, _: Context) -> Iterator[Flaw]:
    """One foreign letter in a Latin word: no search finds it, and an attacker may have meant it."""
    for path, text in _each(record):
        for found in _WORD.finditer(text):
            latin = found[0].translate(_LOOKS_LIKE)
            if latin != found[0] and _LATIN.search(found[0]) and all(map(_LATIN.match, latin)):
                odd = next(char for char in found[0] if char.translate(_LOOKS_LIKE) != char)
                message = f"{unicodedata.name(odd).lower()} in a Latin word: {found[0]!r}"
                right = text.replace(found[0], latin)
                change = {str(path[0]): right} if len(path) == 1 else None
                yield Flaw(path, message, f"write {latin!r}", change)
                break


def no_character(record: Record, _: Context) -> Iterator[Flaw]:
    """What a program put where it knew no letter."""
    for path, text in _each(record):
        if found := _NO_CHARACTER.search(text):
            message = f"U+{ord(found[0]):04X} is no character of any script: {quote(text)}"
            yield Flaw(path, message, "write what should stand there")


def _title(title: str) -> str:
    return f'type = "book"\ntitle = "{title}"\n'


def _by(name: str) -> str:
    return f'type = "book"\ntitle = "Experts"\nauthor = ["{name}"]\n'


FAMILY = Family("unicode", (
    Rule(
        code="MB431", name="not-composed", finds="letters whose accents are characters of their own (not NFC)",
        why="They look the same and are not: searches, keys and comparisons fail.",
        bad=(_title("Experts of Schro\\u0308dinger"), _by("Gro\\u0308bner, Ann")),
        good=(_title("Experts of Schr\\u00f6dinger"), _by("Gr\\u00f6bner, Ann"), _title("Experts")),
        fix="`moebib fix` composes them.", check_work=not_composed,
    ),
    Rule(
        code="MB432", name="unseen-character", finds="a character of no width, or one that turns the reading direction",
        why="Nobody sees it; searches do, and the terminal of a reader may show something else than what is there.",
        bad=(_title("Sparse\\u200b Experts"), _title("Sparse \\u202eExperts"), _by("Doe\\u200b, Jane")),
        good=(_title("Sparse Experts"), _title("Experts \\u2013 a Survey"), _by("D\\u00f6e, Jane")),
        fix="`moebib fix` removes it.", check_work=unseen, level="error",
    ),
    Rule(
        code="MB433", name="odd-blank", finds="a blank that is not the plain one",
        why="It breaks lines elsewhere or nowhere, and searches for two words do not find them.",
        bad=(_title("Sparse\\u00a0Experts"), _title("Sparse\\u3000Experts")),
        good=(_title("Sparse Experts"), "@book{a, title = {10~Experts}}", _title("Experts\\u2014All")),
        fix="`moebib fix` writes a plain one.", check_work=odd_blank,
    ),
    Rule(
        code="MB434", name="look-alike-letter", finds="a Cyrillic or Greek letter in a Latin word",
        why="It looks right, but no search finds the word; in a pull request it may be meant so.",
        bad=(_title("Sp\\u0430rse Experts"), _by("D\\u043ee, Jane")),
        good=(_title("Sparse Experts"), _title("\\u041c\\u043e\\u0441\\u043a\\u0432\\u0430 Experts"),
              _title("The \\u03b1 of Experts")),
        fix="`moebib fix` writes the Latin letter in titles.", check_work=look_alike, level="error",
    ),
    Rule(
        code="MB435", name="no-character", finds="a replacement character, or one of private use",
        why="A program did not know the letter; what stood there is lost.",
        bad=(_title("Experts of Schr\\ufffddinger"), _by("D\\ue000e, Jane")),
        good=(_title("Experts of Schr\\u00f6dinger"), _title("Experts?"), _by("Doe, Jane")),
        fix="Write the letter that should stand there.", check_work=no_character, level="error",
    ),
))  # fmt: skip
