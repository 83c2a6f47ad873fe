"""Unicode: characters that look right and are not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from moebib.checks.examples import by, titled
from moebib.checks.people import people_of
from moebib.checks.rules import Context, FieldPath, Flaw, Rule
from moebib.normalise.rules import characters, spaces
from moebib.records.record import Record
from moebib.text.shorten import quote

_TEXTS = (
    "title", "title_short", "container_title", "container_title_short", "collection_title", "event_title", "publisher",
    "note",
)  # fmt: skip


_LETTERS = {"\b": "b", "\f": "f", "\t": "t", "\n": "n", "\r": "r"}
"""The control characters that TOML and JSON read for a backslash and a letter."""
_FORMULA = re.compile(r"\$[^$]{1,200}\$")
_COMMAND = re.compile("[\b\f](?=[A-Za-z])|\t(?=ext[a-z]*\\{)")
# Elsewhere, a tab and a line break are what they are.
_COMMAND_IN_FORMULA = re.compile(
    r"\t(?=(?:au|heta|imes|ilde|o|op|frac|riangle|ext)(?![a-z]))"
    r"|\n(?=(?:u|abla|eq?|eg|ot|otin|i)(?![a-z]))|\r(?=(?:ho|ight|ightarrow|angle|floor|ceil|m)(?![a-z]))"
)


def _with_commands(text: str) -> str:
    """*text* with the LaTeX commands that were read as a control character and the rest of their name."""

    def command(match: re.Match[str]) -> str:
        return "\\" + _LETTERS[match[0]]

    text = _COMMAND.sub(command, text)
    return _FORMULA.sub(lambda formula: _COMMAND_IN_FORMULA.sub(command, formula[0]), text)


def _texts(record: Record) -> Iterator[tuple[FieldPath, str]]:
    """The texts and names that are not only printable ASCII, with their paths."""
    for field in _TEXTS:
        text = getattr(record, field)
        if text and not (text.isascii() and text.isprintable()) and _with_commands(text) == text:
            yield (field,), text
    for path, name in people_of(record):
        if not (name.family.isascii() and name.given.isascii() and name.literal.isascii()) or name.particle:
            yield path, name.display()


def _changes(record: Record, path: FieldPath, normalise: Callable[[Record], Record]) -> dict[str, object] | None:
    """The change that *normalise* makes in the field at *path*."""
    field = str(path[0])
    new = getattr(normalise(record), field)
    return {field: new} if new != getattr(record, field) else None


@Rule(
    code="MB431", name="decomposed-characters", finds="letters whose accents are separate characters (not NFC)",
    why="They look the same, but searches, keys and comparisons fail.",
    bad=(titled("Experts of Schro\\u0308dinger"), by("Gro\\u0308bner, Ann")),
    good=(titled("Experts of Schr\\u00f6dinger"), by("Gr\\u00f6bner, Ann"), titled("Experts")),
    fix="`moebib fix` composes them.",
).each_work  # fmt: skip
def decomposed_characters(record: Record, _: Context) -> Iterator[Flaw]:
    """Unicode Standard Annex 15."""
    for path, text in _texts(record):
        if not unicodedata.is_normalized("NFC", text):
            message = f"decomposed letters (not NFC): {quote(text)}"
            yield Flaw(path, message, "write each letter as one character", _changes(record, path, characters))


_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
# Right-to-left and Indic scripts and emoji need some of these characters.
_NEEDS_INVISIBLE = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\U0001f000-\U0001faff]")


@Rule(
    code="MB432", name="invisible-character",
    finds="an invisible character, or one that changes the reading direction",
    why="Readers do not see it, but searches do, and a terminal may show something else than the file contains.",
    bad=(titled("Sparse\\u200b Experts"), titled("Sparse \\u202eExperts"), by("Doe\\u200b, Jane")),
    good=(titled("Sparse Experts"), titled("Experts \\u2013 a Survey"), by("D\\u00f6e, Jane")),
    fix="`moebib fix` removes it.", level="error",
).each_work  # fmt: skip
def invisible_character(record: Record, _: Context) -> Iterator[Flaw]:
    """Unless the script needs it."""
    for path, text in _texts(record):
        if match := _INVISIBLE.search(text):
            changes = _changes(record, path, characters)
            if changes or not _NEEDS_INVISIBLE.search(text):
                name = unicodedata.name(match[0], f"U+{ord(match[0]):04X}").lower()
                yield Flaw(path, f"invisible character ({name}): {quote(text)}", "remove it", changes)


_UNUSUAL_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|  |\t|\n")


@Rule(
    code="MB433", name="unusual-space", finds="a space other than the ordinary one",
    why="Searches for two words do not find it, and lines break in the wrong places.",
    bad=(titled("Sparse\\u00a0Experts"), titled("Sparse\\u3000Experts")),
    good=(titled("Sparse Experts"), "@book{a, title = {10~Experts}}", titled("Experts\\u2014All")),
    fix="`moebib fix` writes an ordinary space.",
).each_work  # fmt: skip
def unusual_space(record: Record, context: Context) -> Iterator[Flaw]:
    """In a .bib file, ``~`` is read as a no-break space, and is fine."""
    for path, text in _texts(record):
        if match := _UNUSUAL_SPACE.search(text.replace("\n", "") if path == ("note",) else text):
            fields = context.bib_fields.get(record.id)
            if fields is None or any(match[0] in value for value in fields.values()):
                name = unicodedata.name(match[0][0], "space").lower()
                message = f"unusual space ({name}): {quote(text)}"
                yield Flaw(path, message, "write an ordinary space", _changes(record, path, spaces))


# Cyrillic and Greek letters that look like Latin ones in most fonts.
_LOOKS_LIKE = str.maketrans(dict(zip(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421"
    "\u0422\u0425\u0406\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
    "aeopcyxijsABEKMHOPCTXIABEZHIKMNOPTYXo", strict=True)))  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


@Rule(
    code="MB434", name="lookalike-letter", finds="a Cyrillic or Greek letter in a Latin word",
    why="It looks right, but searches do not find the word. In a pull request, it may be an attack.",
    bad=(titled("Sp\\u0430rse Experts"), by("D\\u043ee, Jane")),
    good=(titled("Sparse Experts"), titled("\\u041c\\u043e\\u0441\\u043a\\u0432\\u0430 Experts"),
          titled("The \\u03b1 of Experts")),
    fix="`moebib fix` writes the Latin letter in titles.", level="error",
).each_work  # fmt: skip
def lookalike_letter(record: Record, _: Context) -> Iterator[Flaw]:
    """At most one word per text. Words that have no Latin letter are fine."""
    for path, text in _texts(record):
        for word in _WORD.finditer(text):
            latin = word[0].translate(_LOOKS_LIKE)
            if latin != word[0] and _LATIN.search(word[0]) and all(map(_LATIN.match, latin)):
                odd = next(char for char in word[0] if char.translate(_LOOKS_LIKE) != char)
                message = f"{unicodedata.name(odd).lower()} in a Latin word: {word[0]!r}"
                changes = {str(path[0]): text.replace(word[0], latin)} if len(path) == 1 else None
                yield Flaw(path, message, f"write {latin!r}", changes)
                break


_NO_CHARACTER = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")


@Rule(
    code="MB435", name="replacement-character", finds="a replacement character, or one for private use",
    why="A program did not know the letter, and it is lost.",
    bad=(titled("Experts of Schr\\ufffddinger"), by("D\\ue000e, Jane")),
    good=(titled("Experts of Schr\\u00f6dinger"), titled("Experts?"), by("Doe, Jane")),
    fix="Write the right letter.", level="error",
).each_work  # fmt: skip
def replacement_character(record: Record, _: Context) -> Iterator[Flaw]:
    """U+FFFD, and the private use areas, where fonts have symbols of their own."""
    for path, text in _texts(record):
        if match := _NO_CHARACTER.search(text):
            message = f"U+{ord(match[0]):04X} is not a letter of any script: {quote(text)}"
            yield Flaw(path, message, "write the right letter")


@Rule(
    code="MB436", name="command-read-as-escape", finds="a LaTeX command of which the beginning was read as an escape",
    why="In TOML and in JSON, `\\b`, `\\f`, `\\n`, `\\r` and `\\t` in double quotes are control characters, so "
    "`\\beta` is a backspace and 'eta'.",
    bad=(titled(r"The $\beta$ of Experts"), titled(r"Experts with $E \neq \theta$"),
         titled(r"\textbf{Sparse} Experts")),
    good=(titled(r"The $\\beta$ of Experts"), 'type = "book"\ntitle = \'The $\\theta$ of Experts\'',
          'type = "book"\ntitle = "Sparse Experts"\nabstract = "They cost $5,\\nnot $6."'),
    fix="`moebib fix` restores the command. In a file, write two backslashes, or put the text in single quotes.",
    level="error",
).each_work  # fmt: skip
def command_read_as_escape(record: Record, _: Context) -> Iterator[Flaw]:
    """Control characters are certain; a tab or a line break only where a formula has a command with that letter."""
    for field in (*_TEXTS, "abstract"):
        text = getattr(record, field)
        if text and not text.isprintable() and (restored := _with_commands(text)) != text:
            message = f"the beginning of a LaTeX command was read as an escape: {quote(text)}"
            yield Flaw((field,), message, "write two backslashes in double quotes", {field: restored})
