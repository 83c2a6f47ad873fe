r"""LaTeX: the keys in commands like ``\cite``, of LaTeX, natbib, biblatex, csquotes, apacite, jurabib and others.

A command with "cite" in its name cites, unless it is known to do something else; so ``\mycite``, defined by an author,
is read, too. What only TeX itself can resolve (``\cite{#1}`` in a definition, ``\input{\jobname-a}``) is ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.citations import CitingText, Offsets, without_spans

__all__ = ["bibliographies_of", "is_known_to_cite", "keys_of_commands", "read_latex", "split_keys", "uses_biblatex"]

# Searched in the order of the text, so that a `%` in \verb starts no comment, and a \verb in a comment is ignored.
_UNREAD = re.compile(
    r"""
      \\(?:verb\*?|lstinline\s*(?:\[[^]\n]*\])?|mintinline\s*(?:\[[^]\n]*\])?\{[^}\n]*\})\s*(?P<quote>[^\w\s*{])
    | \\begin\s*\{(?P<name>verbatim\*?|[VBL]Verbatim\*?|lstlisting|minted|comment|filecontents\*?)\}
    | (?P<condition>\\iffalse\b)
    | (?P<end>\\end\s*\{document\}|\\endinput\b)
    | (?P<comment>%[^\n\r]*)
    | \\[^a-zA-Z]
    """,
    re.VERBOSE,
)
_FI = re.compile(r"\\(?:else|fi)\b")
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
_CITES = re.compile(r"[A-Za-z]*[Cc]ite[A-Za-z]*|bibentry")
_CITES_NOTHING = re.compile(
    r"citetext|(?:Declare|At|set|new|renew|provide|every|use|if|print|the|mkbib|redefine|def)[A-Za-z]*"
    r"|[A-Za-z]*cite(?:style|setup|reset|font|punct|delim|counter|prefix|postfix|open|close|left|right|mid|sep|dash|form"
    r"|indent|(?:index|tracker)(?:true|false)?)"
)
_KNOWN = re.compile(
    r"(?:no|paren|foot(?:full)?|full|text|smart|super|auto|[pf]?note|short|online|possessive)?cite"
    r"(?:s|np|[tp]|al[tp]|num|author|year(?:par)?|title|date|url)?|bibentry|bibitem",
    re.IGNORECASE,
)
_ALIAS = "defcitealias"  # of natbib: the work is printed under another name
# Of csquotes: \textcquote[pre][post]{key}, and \foreigntextcquote{language}[pre][post]{key}; also as environments.
_QUOTES = re.compile(r"(?P<in_language>foreign|hyphen|hybrid)?(?:(?:text|block)cquote|displaycquote)")
_ENVIRONMENT = re.compile(r"\s*\{([a-z]+)\}")
_MULTI = re.compile(r"[A-Za-z]*[Cc]ite(?:text)?s")
_VOLUME = re.compile(r"[A-Za-z]?vol[Cc]ites?|Volcites?")
_CLOSING = {"[": "]", "(": ")", "<": ">"}
_LONGEST_NOTE = 1_000
_KEY = re.compile(r"[^,]+")
_MARK = re.compile(r"\\.|[{}\]>)]|(?:\r?\n[ \t]*){2}", re.DOTALL)
_GAP = re.compile(r"[ \t]*(?:\r\n?|\n)?[ \t]*")
_INPUT = re.compile(
    r"\\(?:(?:input|include|subfile|subfileinclude|InputIfFileExists)\s*\{(?P<name>[^{}]*)\}"
    r"|input\s+(?P<bare>[^\s{}\\%]+)"
    r"|(?:sub)?(?:import|includefrom|inputfrom)\*?\s*\{(?P<folder>[^{}]*)\}\s*\{(?P<file>[^{}]*)\})"
)
_BIBLIOGRAPHY = re.compile(
    r"\\(?:(?:no)?bibliography\*?|add(?:bibresource|globalbib|sectionbib))\s*(?:\[[^]]*\]\s*)?\{([^{}]*)\}"
)
_SET = re.compile(r"\\defbibentryset\s*\{([^{}]*)\}\s*\{([^{}]*)\}")  # of biblatex: its members are cited with it
_BIBLATEX = re.compile(r"\\add(?:bibresource|globalbib)\b|\\usepackage\s*(?:\[[^]]*\]\s*)?\{[^}]*\bbiblatex\b")


def read_latex(text: str) -> CitingText:
    r"""The citations of a .tex file, and the files it reads.

    >>> read_latex(r"\textcite[see][p. 3]{knuth1984} % \cite{old}").citations
    (Citation(key='knuth1984', line=1, column=22),)
    """
    read = without_spans(text, _unread(text))
    return Offsets(
        keys=(*keys_of_commands(read), *_members_of_sets(read)),
        includes=_includes(read),
        bibliographies=bibliographies_of(read),
        labels=(match[1].strip() for match in _SET.finditer(read)),
        biblatex=uses_biblatex(read),
    ).placed(text)


def bibliographies_of(text: str) -> tuple[str, ...]:
    r"""The names in ``\bibliography`` and ``\addbibresource``."""
    names = (name.strip() for match in _BIBLIOGRAPHY.finditer(text) for name in match[1].split(","))
    return tuple(filter(None, names))


def uses_biblatex(text: str) -> bool:
    """Whether the text loads biblatex, or gives it a bibliography."""
    return bool(_BIBLATEX.search(text))


def is_known_to_cite(name: str) -> bool:
    """Whether a link or a macro of another language is named after a command that cites; "excited" is a word."""
    return bool(_KNOWN.fullmatch(name))


def _unread(text: str) -> Iterator[tuple[int, int]]:
    """The spans of comments and verbatim text."""
    at = 0
    while match := _UNREAD.search(text, at):
        at = _end_of_unread(text, match)
        if match.lastgroup:
            yield match.start(), at


def _end_of_unread(text: str, match: re.Match[str]) -> int:
    """The end of text that is not read; if its end is missing, only its beginning is skipped."""
    after = match.end()
    if match["end"]:
        return len(text)
    if match["quote"]:
        return text.find(match["quote"], after) + 1 or after
    if name := match["name"]:
        closing = f"\\end{{{name}}}"
        end = text.find(closing, after)
        return end + len(closing) if end >= 0 else after
    end_of_condition = _FI.search(text, after) if match["condition"] else None
    return end_of_condition.end() if end_of_condition else after


def _members_of_sets(text: str) -> Iterator[tuple[int, str]]:
    for match in _SET.finditer(text):
        yield from split_keys(text, *match.span(2))


def keys_of_commands(text: str) -> Iterator[tuple[int, str]]:
    r"""The keys in ``\cite`` and all related commands, each with its offset; comments must have been removed."""
    for command in _COMMAND.finditer(text):
        name, after = command[1], command.end()
        if name == "begin" and (environment := _ENVIRONMENT.match(text, after)):
            name, after = environment[1], environment.end()
        if quotes := _QUOTES.fullmatch(name):
            if quotes["in_language"]:
                language = _mandatory(text, after, "")
                after = language[1] + 1 if language else len(text)
            if span := _mandatory(text, after, "["):
                yield from split_keys(text, *span)
        elif name == _ALIAS or (_CITES.fullmatch(name) and not _CITES_NOTHING.fullmatch(name)):
            for start, end in _arguments(text, after, name):
                yield from split_keys(text, start, end)


def _arguments(text: str, at: int, name: str) -> Iterator[tuple[int, int]]:
    r"""The spans of the keys in ``(pre)(post)[pre][post]{keys}``, which ``\cites`` repeats."""
    brackets = "[(" if _MULTI.fullmatch(name) else "[<"
    while span := _mandatory(text, at, brackets):
        if _VOLUME.fullmatch(name):  # \volcite[pre]{volume}[pages]{keys}
            span = _mandatory(text, span[1] + 1, brackets)
            if not span:
                return
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
