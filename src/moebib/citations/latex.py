r"""LaTeX: the keys in commands like ``\cite``, of LaTeX, natbib, biblatex, csquotes, apacite, jurabib and others.

A command with "cite" in its name cites, unless it is known to do something else; another macro cites if the document
defines it so. What only TeX can resolve (``\cite{paper-#1}`` in a definition, ``\input{\jobname-a}``) is ignored.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from moebib.citations import NO_DEFINITIONS, CitingMacro, CitingText, LatexDefinitions, Offsets, without_spans
from moebib.citations.latex_macros import ENVIRONMENT, citing_commands, definitions
from moebib.citations.latex_verbatim import unread_spans, verbatim_environments

__all__ = ["bibliographies_of", "is_known_to_cite", "keys_of_commands", "read_latex", "split_keys", "uses_biblatex"]

_COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
_CITES = re.compile(r"[A-Za-z]*[Cc]ite[A-Za-z]*|bibentry")
_CITES_NOTHING = re.compile(
    r"citetext|bib[Cc]ite|(?:Declare|At|set|new|renew|provide|every|use|if|print|the|mkbib|redefine|def)[A-Za-z]*"
    r"|[A-Za-z]*cite(?:style|setup|reset|font|punct|delim|counter|prefix|postfix|open|close|left|right|mid|sep|dash|form"
    r"|indent|(?:index|tracker)(?:true|false)?)"
)
_KNOWN = re.compile(
    r"(?:no|paren|foot(?:full)?|full|text|smart|super|auto|[pf]?note|short|online|possessive)?cite"
    r"(?:s|np|[tp]|al[tp]|num|author|year(?:par)?|title|date|url)?|bibentry|bibitem",
    re.IGNORECASE,
)
_OF_CITE = CitingMacro("oom", (2,))
_ALIAS = "defcitealias"  # of natbib: the work is printed under another name
# Of csquotes: \textcquote[pre][post]{key}, and \foreigntextcquote{language}[pre][post]{key}; also as environments.
_QUOTES = re.compile(r"(?P<in_language>foreign|hyphen|hybrid)?(?:(?:text|block)cquote|displaycquote)")
_ENVIRONMENT = re.compile(r"\s*\{([A-Za-z]+)\}")
_MULTI = re.compile(r"[A-Za-z]*[Cc]ite(?:text)?s")
_VOLUME = re.compile(r"[A-Za-z]?vol[Cc]ites?|Volcites?")
_CLOSING = {"[": "]", "(": ")", "<": ">", "{": "}"}
_LONGEST_NOTE = 3_000
_KEY = re.compile(r"[^,]+")
_MARK = re.compile(r"\\.|[{}\]>)]|(?:\r?\n[ \t]*){2}", re.DOTALL)
_GAP = re.compile(r"[ \t]*(?:\r\n?|\n)?[ \t]*")
_INPUT = re.compile(
    r"\\(?:(?:input|include|includestandalone|subfile|subfileinclude|InputIfFileExists)\s*+\{(?P<name>[^{}]*)\}"
    r"|input\s+(?P<bare>[^\s{}\\%]+)"
    r"|(?:sub)?(?:import|includefrom|inputfrom)\*?\s*+\{(?P<folder>[^{}]*)\}\s*+\{(?P<file>[^{}]*)\})"
)
# Also of multibib (\bibliographysup), bibtopic (btSect) and bibunits (\putbib), and those of a section only.
_BIBLIOGRAPHY = re.compile(
    r"\\(?:(?:(?:no)?bibliography(?!style|typesize|unit)[A-Za-z]*\*?|add(?:bibresource|globalbib|sectionbib)|bibselect"
    r"|begin\{btSect\})\s*+(?:\[[^]]{0,1000}\]\s*+)?\{(?P<braced>[^{}]*)\}"
    r"|(?:begin\{refsection\}|newrefsection|putbib)\s*+\[(?P<bracketed>[^][{}]*)\])"
)
_SET = re.compile(r"\\defbibentryset\s*+\{([^{}]*)\}\s*+\{([^{}]*)\}")  # of biblatex: its members are cited with it
_PACKAGES = re.compile(
    r"\\(?:(?P<package>usepackage|RequirePackage)|documentclass|LoadClass)\s*+(?:\[(?P<options>[^]]{0,1000})\]\s*+)?\{(?P<names>[^{}]*)\}"
)
_ROOT = re.compile(r"\A(?:%[^\n]*\n)*?%\s*+!\s*+TEX\s+root\s*+=\s*+(\S[^\r\n]*)", re.IGNORECASE)
_BIBLATEX = re.compile(r"\\add(?:bibresource|globalbib)\b|\\usepackage\s*+(?:\[[^]]{0,1000}\]\s*+)?\{[^}]*\bbiblatex\b")


def read_latex(text: str, known: LatexDefinitions = NO_DEFINITIONS) -> CitingText:
    r"""The citations of a .tex file, and the files it reads; *known* are the definitions in its other files.

    >>> read_latex(r"\textcite[see][p. 3]{knuth1984} % \cite{old}").citations
    (Citation(key='knuth1984', line=1, column=22),)
    """
    read = without_spans(text, unread_spans(text, known.verbatim))
    defined = [*definitions(read)]
    copies = {definition.name: _OF_CITE for definition in defined if _cites(definition.original)}
    commands = citing_commands(
        read, defined, {**known.commands, **copies}, lambda *part, commands: _spans_of_keys(read, commands, *part)
    )
    names = {definition.at for definition in defined}
    spans = _spans_of_keys(read, commands, not_at=names)
    return Offsets(
        keys=(*(key for span in spans for key in split_keys(read, *span)), *_members_of_sets(read)),
        includes=_includes(read),
        bibliographies=bibliographies_of(read),
        labels=(match[1].strip() for match in _SET.finditer(read)),
        biblatex=uses_biblatex(read),
        definitions=LatexDefinitions(commands, verbatim_environments(read)),
        context=_context(text, read),
    ).placed(text)


def _context(text: str, read: str) -> Iterator[str]:
    """The packages and the class of a document, and the document that this is a part of."""
    if root := _ROOT.match(text):
        yield root[1].strip()
    for match in _PACKAGES.finditer(read):
        names = [name for part in match["names"].split(",") if (name := part.strip())]
        if names == ["subfiles"] and match["options"] and not match["package"]:
            yield f"{match['options'].strip().removesuffix('.tex')}.tex"
        yield from (f"{name}.{'sty' if match['package'] else 'cls'}" for name in names if not set(name) & set("#\\"))


def bibliographies_of(text: str) -> tuple[str, ...]:
    r"""The names in ``\bibliography``, ``\addbibresource`` and the like."""
    lists = (match["braced"] or match["bracketed"] or "" for match in _BIBLIOGRAPHY.finditer(text))
    names = (name.strip().strip('"') for named in lists for name in named.split(","))
    return tuple(filter(None, names))


def _cites(name: str) -> bool:
    """Whether a command with this name cites, unless the document defines it otherwise."""
    return name == _ALIAS or bool(_CITES.fullmatch(name) and not _CITES_NOTHING.fullmatch(name))


def uses_biblatex(text: str) -> bool:
    """Whether the text loads biblatex, or gives it a bibliography."""
    return bool(_BIBLATEX.search(text))


def is_known_to_cite(name: str) -> bool:
    """Whether a link or a macro of another language is named after a command that cites; "excited" is a word."""
    return bool(_KNOWN.fullmatch(name))


def _members_of_sets(text: str) -> Iterator[tuple[int, str]]:
    for match in _SET.finditer(text):
        yield from split_keys(text, *match.span(2))


def keys_of_commands(text: str) -> Iterator[tuple[int, str]]:
    r"""The keys in ``\cite`` and all related commands, each with its offset; comments must have been removed."""
    for span in _spans_of_keys(text, {}):
        yield from split_keys(text, *span)


def _spans_of_keys(
    text: str,
    commands: Mapping[str, CitingMacro],
    start: int = 0,
    end: int | None = None,
    *,
    not_at: Collection[int] = (),
) -> Iterator[tuple[int, int]]:
    """The spans of arguments that are keys; a macro *not_at* one of these offsets is only defined there."""
    for command in _COMMAND.finditer(text, start, len(text) if end is None else end):
        name, after = command[1], command.end()
        if command.start() in not_at:
            continue
        called = name
        if name == "begin" and (environment := _ENVIRONMENT.match(text, after)):
            name, after = environment[1], environment.end()
            called = ENVIRONMENT + name
        after_name = command.end(1) if called == name else after
        if (macro := commands.get(called)) and (spans := _arguments_of(text, after_name, macro)):
            yield from spans
            continue
        if quotes := _QUOTES.fullmatch(name):
            if quotes["in_language"]:
                language = _mandatory(text, after, "")
                after = language[1] + 1 if language else len(text)
            if span := _mandatory(text, after, "["):
                yield span
        elif _cites(name):
            yield from _arguments(text, after, name)


def _arguments_of(text: str, at: int, macro: CitingMacro) -> list[tuple[int, int]]:
    """The spans of the keys among the arguments of a macro; none if they are not those that it has."""
    spans: list[tuple[int, int]] = []
    for number, kind in enumerate(macro.arguments):
        at = _after_spaces(text, at)
        opening = {"o": "[", "m": "{", "s": "*"}[kind]
        if not text.startswith(opening, at):
            if kind == "m":
                return []
            continue
        end = at if kind == "s" else _closing(text, at, _CLOSING[opening])
        if end is None:
            return []
        if number in macro.keys:
            spans.append((at + 1, end))
        at = end + 1
    return spans


def _arguments(text: str, at: int, name: str) -> Iterator[tuple[int, int]]:
    r"""The spans of the keys in ``(pre)(post)[pre][post]{keys}``, which ``\cites`` repeats."""
    brackets = "[(" if _MULTI.fullmatch(name) else "[<"
    while span := _mandatory(text, at, brackets):
        if _VOLUME.fullmatch(name):  # \volcite[pre]{volume}[pages]{keys}
            span = _mandatory(text, span[1] + 1, brackets)
            if not span:
                return
        if name == "citeauthoryear" and text.startswith("{", span[1] + 1):
            return  # \citeauthoryear{full}{short}{year} in the label of a \bibitem
        yield span
        if not _MULTI.fullmatch(name):
            return
        at = span[1] + 1


def _mandatory(text: str, at: int, brackets: str) -> tuple[int, int] | None:
    """The span of the next argument in braces, after any optional ones."""
    while True:
        at = _after_spaces(text, at)
        opening = text[at : at + 1]
        if not opening or opening not in brackets + "{":
            return None
        end = _end_of_keys(text, at) if opening == "{" else _closing(text, at, _CLOSING[opening])
        if end is None:
            return None
        if opening == "{":
            return at + 1, end
        at = end + 1


def _after_spaces(text: str, at: int) -> int:
    """The offset after spaces and at most one line break: an empty line ends a paragraph, and the arguments."""
    match = _GAP.match(text, at)
    return match.end() if match else at


def _end_of_keys(text: str, start: int) -> int | None:
    """The offset of the brace that closes the one at *start*; keys contain no braces."""
    brace = re.compile("[{}]").search(text, start + 1)
    return brace.start() if brace and brace[0] == "}" else None


def _closing(text: str, start: int, closing: str) -> int | None:
    """The offset of the bracket that closes the one at *start*, outside of any braces."""
    depth = 0
    for mark in _MARK.finditer(text, start + 1, start + _LONGEST_NOTE):
        if depth == 0 and mark[0] == closing:
            return mark.start()
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth < 0 or mark[0][0] in "\r\n":
            return None
    return None


def split_keys(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The keys between commas, each with its offset."""
    for match in _KEY.finditer(text, start, end):
        key = match[0].strip()
        if key and not set(key) & set("#\\{}"):
            yield match.start() + len(match[0]) - len(match[0].lstrip()), key


def _includes(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    for match in _INPUT.finditer(text):
        name = match["name"] or match["bare"] or match["file"] or ""
        name = name.strip().strip('"')
        if not name or set(name) & set("#\\|"):
            continue
        path = f"{(match['folder'] or '').strip().rstrip('/')}/{name}".lstrip("/") if match["folder"] else name
        yield match.start(), (path,) if path.endswith(".tex") else (f"{path}.tex", path)
