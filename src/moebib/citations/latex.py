r"""LaTeX: the keys in commands like ``\cite``, of LaTeX, natbib, biblatex, apacite, jurabib, revtex and others.

A command whose name has "cite" in it cites, unless it is known for something else: so also ``\mycite`` of the author's.
What would need TeX to be run (``\cite{#1}`` in a definition, ``\input{\jobname-a}``) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.citations.citation import CitingText, placed

__all__ = ["read_latex"]

# In the order of the text, so that a `%` in \verb is none that comments, and a \verb in a comment is none.
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
    read = _without_unread(text)
    citations, includes = placed(text, _keys(read), _includes(read))
    named = (name.strip() for match in _BIBLIOGRAPHY.finditer(read) for name in match[1].split(","))
    sets = frozenset(match[1].strip() for match in _SET.finditer(read))
    return CitingText(citations, includes, tuple(filter(None, named)), sets, biblatex=bool(_BIBLATEX.search(read)))


def _without_unread(text: str) -> str:
    """The text with blanks for comments and what is printed as it is, so that every place stays what it was."""
    parts: list[str] = []
    at = done = 0
    while found := _UNREAD.search(text, at):
        at = _end_of_unread(text, found)
        if found.lastgroup:
            parts += text[done : found.start()], re.sub(r"[^\n\r]", " ", text[found.start() : at])
            done = at
    return "".join([*parts, text[done:]])


def _end_of_unread(text: str, found: re.Match[str]) -> int:
    """Where it ends what is not read; where its end is missing, it is but its beginning."""
    after = found.end()
    if found["end"]:
        return len(text)
    if found["quote"]:
        return text.find(found["quote"], after) + 1 or after
    if name := found["name"]:
        closing = f"\\end{{{name}}}"
        end = text.find(closing, after)
        return end + len(closing) if end >= 0 else after
    end_of_condition = _FI.search(text, after) if found["condition"] else None
    return end_of_condition.end() if end_of_condition else after


def _keys(text: str) -> Iterator[tuple[int, str]]:
    for match in _SET.finditer(text):
        yield from split_keys(text, *match.span(2))
    for command in _COMMAND.finditer(text):
        name = command[1]
        if _CITES.fullmatch(name) and not _CITES_NOTHING.fullmatch(name):
            for start, end in _arguments(text, command.end(), name):
                yield from split_keys(text, start, end)


def _arguments(text: str, at: int, name: str) -> Iterator[tuple[int, int]]:
    r"""Where the keys stand: ``(pre)(post)[pre][post]{keys}``, and that again and again in ``\cites``."""
    brackets = "[(" if _MULTI.fullmatch(name) else "[<"
    while found := _mandatory(text, at, brackets):
        if _VOLUME.fullmatch(name):  # \volcite[pre]{volume}[pages]{keys}
            found = _mandatory(text, found[1] + 1, brackets)
            if not found:
                return
        yield found
        if not _MULTI.fullmatch(name):
            return
        at = found[1] + 1


def _mandatory(text: str, at: int, brackets: str) -> tuple[int, int] | None:
    """Where the next argument in braces begins and ends, behind any that may be left out."""
    while True:
        at = _after_blanks(text, at)
        opening = text[at : at + 1]
        if not opening or opening not in brackets + "{":
            return None
        end = _end_of_keys(text, at) if opening == "{" else _closing(text, at, _CLOSING[opening])
        if end is None:
            return None
        if opening == "{":
            return at + 1, end
        at = end + 1


def _after_blanks(text: str, at: int) -> int:
    """Behind spaces and at most one line break: an empty line ends a paragraph, and the arguments."""
    match = _GAP.match(text, at)
    return match.end() if match else at


def _end_of_keys(text: str, start: int) -> int | None:
    """Where the brace at *start* is closed; there are none in keys."""
    brace = re.compile("[{}]").search(text, start + 1)
    return brace.start() if brace and brace[0] == "}" else None


def _closing(text: str, start: int, closing: str) -> int | None:
    """Where the bracket at *start* is closed, outside of any braces."""
    depth = 0
    for mark in _MARK.finditer(text, start + 1, start + _LONGEST_NOTE):
        if depth == 0 and mark[0] == closing:
            return mark.start()
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth < 0 or mark[0][0] in "\r\n":
            return None
    return None


def split_keys(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The keys between commas, each with its place."""
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
