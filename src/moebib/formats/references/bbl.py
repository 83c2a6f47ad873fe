r"""The .bbl files of BibTeX, whose ``\bibitem``s are printed references, and of biber, which have fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.formats.references.marks import BLOCK, EM, EM_END
from moebib.formats.references.split import MOST_CHARACTERS, PrintedReference
from moebib.text.characters import UNSEEN
from moebib.text.latex import decode

__all__ = ["bib_entries", "split_bibitems"]

# A percent sign in a URL begins no comment.
_COMMENT = re.compile(r"(?<!\\)%(?:[ \t][^\n]*)?(?:\n[ \t]*|\Z)")
_BIBITEM = re.compile(
    r"\\bibitem\b\s*(?:\[(?:[^\[\]{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\])?\s*(?:%\s*)?\{(?P<key>[^{}]*)\}"
)
_END = re.compile(r"\\end\{thebibliography\}")
_ITALIC = re.compile(r"\\(?:emph|textit|textsl|enquote|showarticletitle)\{|\{\\(?:em|it|sl|itshape|slshape)\b\s*")
_ARGUMENT = re.compile(r"\\(?:href|hyperlink)\s*\{[^{}]*\}|\\(?:bibinfo|bibfield|Eprint)\s*\{[^{}]*\}")
_DROPPED = re.compile(
    r"\\(?:BibitemShut|natexlab)\s*\{[^{}]*\}|\\BIB[a-z]\w*|\\urldef\s*\\\w+|\\show[A-Z]+\b(?:\{\\\w+\})?"
)
_ENTRY = re.compile(r"\\entry\{(?P<key>[^{}]*)\}\{(?P<type>\w+)\}.*?(?=\\endentry|\\entry\{|\Z)", re.S)
_FIELD = re.compile(r"\\(?:field|strng)\{(?P<name>\w+)\}\{(?P<value>(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_VERBATIM = re.compile(r"\\verb\{(?P<name>doi|eprint|url)\}\s*\\verb (?P<value>[^\n]*)\n\s*\\endverb")
_LIST = re.compile(r"\\list\{(?P<name>publisher|institution|organization)\}\{\d+\}\{%?\s*\{(?P<value>[^{}]*)\}")
_NAMES = re.compile(r"\\name\{(?P<name>author|editor)\}\{\d+\}\{[^{}]*\}\{%?(?P<people>.*?)^\s*\}%?\s*$", re.S | re.M)
_PART = re.compile(r"(?<![\w])(?P<part>family|given|prefix)=\{(?P<value>(?:[^{}]|\{[^{}]*\})*)\}")
_SPACES = re.compile(r"\\(?:bibnamedelim[abcdi]|bibinit(?:delim|period)|bibrangedash)\s?")
_COPIED = {"title", "subtitle", "booktitle", "journaltitle", "year", "volume", "number", "eprinttype", "isbn", "type"}


def split_bibitems(text: str) -> Iterator[PrintedReference]:
    """The references of the environment ``thebibliography``, in plain text with marks, by their keys."""
    matches = [*_BIBITEM.finditer(text)]
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        end = following.start() if following else len(text)
        if closing := _END.search(text, match.end(), end):
            end = closing.start()
        yield PrintedReference(
            _plain(text[match.end() : min(end, match.end() + MOST_CHARACTERS)]),
            text.count("\n", 0, match.start()) + 1,
            match["key"].strip(),
        )


def _plain(latex: str) -> str:
    r"""The text of a ``\bibitem``: links and fields of REVTeX show their last argument."""
    text = _COMMENT.sub("", UNSEEN.sub("", latex)).replace(r"\newblock", f" {BLOCK} ").replace(r"\BibitemOpen", "")
    text = _ARGUMENT.sub("", _DROPPED.sub("", text))
    text = re.sub(r"\\(?:url|path|nolinkurl|doi)\s*\{([^{}]*)\}", r" \1 ", text)
    text = re.sub(r"\\(?:penalty\d+|hskip[^\n{}\\]*|relax|bibnamefont|bibfnamefont|bibnamedelima?)\b", " ", text)
    parts: list[str] = []
    at = 0
    for match in _ITALIC.finditer(text):
        if match.start() >= at and (end := _closing(text, match.end())) >= 0:
            parts += text[at : match.start()], EM, text[match.end() : end], EM_END
            at = end + 1
    # A group around italics shows nothing.
    joined = re.sub(rf"\{{({EM}[^{EM}{EM_END}]*{EM_END})\}}", r"\1", "".join([*parts, text[at:]]))
    marked = re.split(f"([{EM}{EM_END}{BLOCK}])", joined)
    return " ".join("".join(part if part in (EM, EM_END, BLOCK) else _decoded(part) for part in marked).split())


def _decoded(latex: str) -> str:
    """The text of *latex* with the spaces around it, which are lost in decoding."""
    before, after = (" " if latex[at:][:1].isspace() or (not latex.strip() and latex) else "" for at in (0, -1))
    return f"{before}{decode(latex)}{after}"


def _closing(text: str, start: int) -> int:
    """Where the group that contains *start* is closed; -1 if it is not."""
    depth = 0
    for match in re.compile(r"\\.|[{}]", re.S).finditer(text, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth < 0:
            return match.start()
    return -1


def bib_entries(text: str) -> str:
    """The entries of biber's .bbl file as those of a .bib file."""
    return "".join(_entry(match) for match in _ENTRY.finditer(text))


def _entry(entry: re.Match[str]) -> str:
    body = _SPACES.sub(" ", entry[0])
    fields = {match["name"]: match["value"] for match in _FIELD.finditer(body) if match["name"] in _COPIED}
    for pattern in (_VERBATIM, _LIST):
        fields |= {match["name"]: match["value"].strip() for match in pattern.finditer(body)}
    for match in _NAMES.finditer(body):
        people = [
            {part["part"]: part["value"] for part in _PART.finditer(person)}
            for person in re.split(r"\{\{(?:un=|hash=|\})", match["people"])
        ]
        fields[match["name"]] = " and ".join(
            ", ".join(filter(None, (f"{person.get('prefix', '')} {person['family']}".strip(), person.get("given"))))
            for person in people
            if "family" in person
        )
    written = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{entry['type']}{{{entry['key']},\n{written}}}\n"
