r"""LaTeX that is copied as it is: what it must not contain, and its characters for pdfLaTeX."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from moebib.text.characters import UNSEEN
from moebib.text.grammar import depth_of_braces
from moebib.text.latex._active import ENVIRONMENTS, is_active
from moebib.text.latex._phrases import FORMULA, GROUP
from moebib.text.latex._reader import read_characters
from moebib.text.latex._tables import ASCII, FONTS, TAGGED, UPRIGHT
from moebib.text.latex._writer import escape

__all__ = ["escape_signs", "executed", "in_ascii", "in_unicode", "without_executed"]

_NAME = re.compile(r"\\(?:string[~_#&^]|(begin|end)\s*\{\s*([A-Za-z]+)\*?\s*\}|([A-Za-z]+)|.)", re.S)
_ESCAPES = re.compile(r"\^\^|\\@(?=[A-Za-z@])|(?<!\\)(?:\\\\)*\\$")
# hyperref opens "run:" with a program, and computes what is behind a backslash or in braces.
_LINK = re.compile(
    r"\\(?:href|url|nolinkurl|hyperref|hyperimage)\s*(?:\[[^]]*\]\s*)?\{\s*(?!(?:https?|ftp|mailto|doi):)"
    r"(?:[A-Za-z][A-Za-z0-9+.-]*:[^{}]*|[^{}]*[\\{])"
    r"|\{\s*(?:run|file|javascript|vbscript|data|shell)\s*:",
    re.I,
)
_SPACES = re.compile(r"[\t\r\n]")
_FORMULA = re.compile(f"({FORMULA})", re.S)
_NOT_ASCII = re.compile(r"[A-Za-z]?[^\x00-\x7f]+")  # a letter before its combining accents

_GROUP = r"\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{[^{}]*+\})*+\})*+\})*+\}"
_KEPT = rf"{FORMULA}|\\verb\*?([^A-Za-z\s*])[^\r\n]{{0,200}}?\1|\\."
_OF_TEXT = "|".join(
    sorted(name for name in {*TAGGED, *FONTS, *UPRIGHT} if name not in ("ensuremath", "url") and "math" not in name)
)
_SIGNS = (  # of links, commands and formulas, which are kept, and bare signs
    re.compile(rf"(?:\\(?:href|url|path|nolinkurl|doi)\s*{_GROUP}|{_KEPT})|([#&%$])", re.S),
    # Of any other command, arguments may be a formula, as in \ce{H_2O}.
    re.compile(
        rf"(?:\\(?!(?:{_OF_TEXT})(?![A-Za-z]))[A-Za-z]+\s*(?:\[[^]]{{0,200}}+\]\s*)?(?:{_GROUP}\s*)+|{_KEPT})|([_^])",
        re.S,
    ),
)

_LETTER = r"(?:[A-Za-z]|\\[ij](?![A-Za-z])\s*|\{(?:[A-Za-z]|\\[ij])\})"
_ACCENT = (
    rf"\\(?:[`'^\"~=.]\s*{_LETTER}|[Hcdbkruv](?:\s*\{{[A-Za-z]\}}|\s+[A-Za-z](?![A-Za-z]))"
    r"|(?:ss|[oOlL]|ae|AE|oe|OE|aa|AA|i)(?![A-Za-z])(?:\s+|\{\})?)"
)
_ACCENTED = re.compile(rf"\{{{_ACCENT}\}}|{_ACCENT}")


def executed(latex: str) -> str:
    r"""What must not be copied of *latex* that somebody wrote: a command, or another part; "" if all may be.

    Any command may be copied, also an unknown one, unless TeX does more with it than print: a conversion does not take
    away the macros of a journal.

    >>> executed(r"\apj {\bf B} $\foo_1$"), executed(r"a \input{x}"), executed(r"\href{run:x}{y}"), executed("a } b")
    ('', '\\input', '\\href{run:x', '}')
    >>> [executed(rf"a {name}{{x}}") for name in (r"\csvreader", r"\csuse", r"\LVerbatimInput", r"\Sexpr", r"\physrep")]
    ['\\csvreader', '\\csuse', '\\LVerbatimInput', '\\Sexpr', '']
    """
    if depth_of_braces(latex) is None:
        return "}" if latex.count("}") >= latex.count("{") else "{"
    if hidden := UNSEEN.search(_SPACES.sub("", latex)):
        return repr(hidden[0])[1:-1]
    if "\\" not in latex and "^^" not in latex:
        return ""
    others = (match[0] for pattern in (_ESCAPES, _LINK) for match in pattern.finditer(latex))
    return next(_active_names(latex), "") or next(others, "")


def _active_names(latex: str) -> Iterator[str]:
    r"""The commands that do more than print; ``\ifmmode`` ends with ``\fi``, and of environments, some only print."""
    conditions = 0
    for environment, of, name in _NAME.findall(latex):
        conditions += (name == "ifmmode") - (name == "fi")
        if (environment and of not in ENVIRONMENTS) or (name and is_active(name)) or conditions < 0:
            yield f"\\{environment or name}"
    if conditions:
        yield r"\ifmmode"


def without_executed(latex: str, write: Callable[[str], str]) -> str:
    r"""*latex* in which only the parts that :func:`executed` finds are the LaTeX that *write* makes of their text.

    It is "" if they cannot be separated from the rest, as an environment or a definition.

    >>> print(without_executed(r"\apj \input{x} {\bf B} $\openin5$", lambda text: escape(text, unicode=True)))
    \apj {\textbackslash}input{\textbraceleft}x{\textbraceright} {\bf B} \${\textbackslash}openin5\$
    >>> without_executed(r"\def\x{y} \x", str), without_executed(r"\newcommand{\x}{y} \x", str)
    ('', '')
    """
    for _ in range(_MOST_PARTS):
        danger = executed(latex)
        if not danger:
            return latex
        if danger == r"\@":  # of bibtex-tidy, before an at sign that needs none
            latex = latex.replace(danger, "", 1)
            continue
        place = re.search(re.escape(danger) + ("(?![A-Za-z])" if danger[-1:].isalpha() else ""), latex)
        command = _WITH_ARGUMENTS.match(latex, place.start()) if place else None
        if not command:
            return ""
        spans = (verbatim.span() for verbatim in _VERBATIM.finditer(latex))
        around = next((span for span in spans if span[0] < command.start() < span[1]), None)
        start, end = around or command.span()
        is_formula = around and not latex.startswith(r"\verb", start)
        text = latex[start:end] if is_formula else read_characters(latex[start:end])
        latex = f"{latex[:start]}{write(text)}{latex[end:]}"
    return ""


_MOST_PARTS = 50
_VERBATIM = re.compile(rf"\\verb\*?([^A-Za-z\s*])[^\r\n]{{0,200}}?\1|{FORMULA}", re.S)
"""In these, commands cannot be replaced one by one."""
_WITH_ARGUMENTS = re.compile(
    rf"\\(?!(?:begin|end|ifmmode|fi)(?![A-Za-z]))[A-Za-z]++\*?(?!\s*\{{?\s*\\[A-Za-z@])[0-9=]*(?:\[[^][]*\]|{GROUP})*+",
    re.S,
)
"""A command without another one behind it, which it may define: that one would be unknown in the rest."""


def escape_signs(latex: str) -> str:
    r"""*latex* with the signs escaped at which TeX would stop, or that it would not print; all else stays.

    >>> print(escape_signs(r"\emph{R & D_1}: 50% of #2, \foo & 50\%"))
    \emph{R \& D\_1}: 50\% of \#2, \foo \& 50\%
    >>> latex = r"\'{e} $a_1$ \(b^2\) \ce{SO_4^{2-}} \url{https://a.example/#b_c} \verb|a_b|"
    >>> escape_signs(latex) == latex
    True
    """
    for signs in _SIGNS:
        latex = signs.sub(lambda match: ASCII[match[2]] if match[2] else match[0], latex)
    return latex


def in_ascii(latex: str, *, protect: bool = False) -> str:
    r"""*latex* with commands for the characters that have one; everything else stays as it is.

    BibTeX changes the case of ``{\"O}``, but not of ``Ö``. With *protect*, such capitals get braces.

    >>> print(in_ascii(r"{\sc Grüße} {\'e}"))
    {\sc Gr{\"u}{\ss}e} {\'e}
    >>> print(in_ascii("Die Öfen {Österreichs}", protect=True))
    Die {{\"O}}fen {{\"O}sterreichs}
    """
    if latex.isascii():
        return latex
    parts = _FORMULA.split(latex)
    depth = 0
    for i in range(0, len(parts), 2):
        pieces: list[str] = []
        done = 0
        for match in _NOT_ASCII.finditer(parts[i]):
            before = parts[i][done : match.start()]
            depth += before.count("{") - before.count("}")
            pieces += before, _with_commands(match[0], protect=protect and not depth)
            done = match.end()
        rest = parts[i][done:]
        depth += rest.count("{") - rest.count("}")
        parts[i] = "".join((*pieces, rest))
    return "".join(parts)


def _with_commands(text: str, *, protect: bool) -> str:
    latex = escape(text, unicode=False)
    if not protect or latex == text or not any(char.isupper() for char in text if not char.isascii()):
        return latex
    # A letter of ASCII that only stands before the capital has its own case.
    own = text[0] if text[0].isascii() and not unicodedata.combining(text[1]) else ""
    return f"{own}{{{latex.removeprefix(own)}}}"


def in_unicode(latex: str) -> str:
    r"""*latex* with letters for the commands of letters and accents outside formulas; everything else stays as it is.

    >>> print(in_unicode(r"{\sc Gr{\"u}{\ss}e} \apj {\'e}l\'{\i} $\'e$"))
    {\sc Grüße} \apj élí $\'e$
    """
    if "\\" not in latex:
        return latex
    parts = _FORMULA.split(latex)
    parts[::2] = (_ACCENTED.sub(lambda match: read_characters(match[0]), part) for part in parts[::2])
    return "".join(parts)
