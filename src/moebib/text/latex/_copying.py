r"""LaTeX that is copied as it is: what it must not contain, and its characters for pdfLaTeX."""

from __future__ import annotations

import re

from moebib.text.characters import UNSEEN
from moebib.text.grammar import depth_of_braces
from moebib.text.latex._reader import read_characters
from moebib.text.latex._tables import ASCII, FONTS, TAGGED, UPRIGHT
from moebib.text.latex._writer import escape

__all__ = ["escape_signs", "executed", "in_ascii", "in_unicode"]

_ACTIVE = frozenset(
    """
    input include subfile import subimport includefrom subincludefrom InputIfFileExists IfFileExists includegraphics
    includepdf includeonly lstinputlisting verbatiminput inputminted VerbatimInput embedfile attachfile openin
    openout closein closeout read readline write newread newwrite immediate special message errmessage showtokens
    dump pdffiledump pdffilemoddate pdffilesize pdfmdfivesum pdfximage pdfrefximage pdfobj pdfliteral pdfcatalog
    pdfnames pdfinfo pdfoutline pdfannot pdfstartlink pdfshellescape pdfprimitive filedump filemoddate filesize
    mdfivesum shellescape ShellEscape XeTeXpicfile XeTeXpdffile directlua latelua luadirect luaexec luafunction
    luadef luacode usepackage RequirePackage LoadClass documentclass bibliography addbibresource externaldocument
    makeatletter AtBeginDocument AtEndDocument AtEndOfPackage ExplSyntaxOn csname endcsname ifcsname expandafter
    noexpand string meaning scantokens scantextokens detokenize unexpanded protected everypar everymath everyeof
    everyjob output def edef gdef xdef let futurelet global long outer chardef mathchardef countdef dimendef skipdef
    toksdef font newcommand renewcommand providecommand DeclareRobustCommand NewDocumentCommand RenewDocumentCommand
    ProvideDocumentCommand DeclareDocumentCommand NewExpandableDocumentCommand newenvironment renewenvironment newif
    newtoks newcount newbox newlength newcounter setcounter addtocounter catcode lccode uccode mathcode delcode
    sfcode escapechar endlinechar newlinechar begingroup endgroup aftergroup afterassignment begin end bye endinput
    loop repeat the number jobname toks count dimen skip box setbox shipout batchmode nonstopmode scrollmode
    errorstopmode hyperdef pdfescapestring
    """.split()  # noqa: SIM905 - words read better than a list of quoted words
)
"""Commands that read, write, define or repeat something, or change how the rest of a document is read."""
# Packages have more that read files or run programs; their names say it: \BVerbatimInput, \csvreader, \py, \Sexpr.
_ACTIVE_PART = re.compile(
    r"input|includ|import|read|write|exec|lua|shell|escape|file|load|csv|graphic|image|minted|listing|verbatim|special|"
    r"catcode|command|environment|typein|typeout|message|python|sexpr|sage|gnuplot|^py[a-z]?$|^asy|^pdf(?!tex$|latex$)|"
    r"^(?:upper|lower)case$|^romannumeral$|^(?:advance|multiply|divide)$"
)
_WORDS = frozenset(("file", "image", "pdf", "graphic", "graphics", "command", "environment", "shell", "escape"))
"""Names that are only words, such as macros of journals for file names; so are \\LuaTeX and others in "TeX"."""
_NAME = re.compile(r"\\([A-Za-z]+)")
_ESCAPES = re.compile(r"\^\^|\\@|(?<!\\)(?:\\\\)*\\$")
_LINK = re.compile(
    r"\\(?:href|url|nolinkurl)\s*\{\s*(?!(?:https?|ftp|mailto|doi):)([A-Za-z][A-Za-z0-9+.-]*:[^{}]*|[^{}]*\\)", re.I
)
_SPACES = re.compile(r"[\t\r\n]")
_FORMULA = re.compile(r"(?<!\\)(\$(?:[^$\\]|\\.)+\$)", re.S)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")

_GROUP = r"\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{[^{}]*+\})*+\})*+\})*+\}"
_KEPT = (
    r"\\\((?:[^\\]|\\[^)]){0,500}\\\)|\\\[(?:[^\\]|\\[^\]]){0,500}\\\]|\\verb\*?([^A-Za-z\s*])[^\r\n]{0,200}?\1|\\."
    r"|(?<!\\)\$(?:[^$\\]|\\.)+\$"
)
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
    >>> [executed(rf"a {name}{{x}}") for name in (r"\csvreader", r"\py", r"\LVerbatimInput", r"\Sexpr", r"\physrep")]
    ['\\csvreader', '\\py', '\\LVerbatimInput', '\\Sexpr', '']
    """
    if depth_of_braces(latex) is None:
        return "}" if latex.count("}") >= latex.count("{") else "{"
    if hidden := UNSEEN.search(_SPACES.sub("", latex)):
        return repr(hidden[0])[1:-1]
    if "\\" not in latex and "^^" not in latex:
        return ""
    names = (name[0] for name in _NAME.finditer(latex) if _is_active(name[1]))
    others = (match[0] for pattern in (_ESCAPES, _LINK) for match in pattern.finditer(latex))
    return next(names, "") or next(others, "")


def _is_active(name: str) -> bool:
    lower = name.lower()
    is_word = lower in _WORDS or lower.endswith("tex")
    return name in _ACTIVE or (not is_word and _ACTIVE_PART.search(lower) is not None)


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


def in_ascii(latex: str) -> str:
    r"""*latex* with commands for the characters that have one; everything else stays as it is.

    >>> print(in_ascii(r"{\sc Grüße} {\'e}"))
    {\sc Gr{\"u}{\ss}e} {\'e}
    """
    if latex.isascii():
        return latex
    parts = _FORMULA.split(latex)
    parts[::2] = (_NOT_ASCII.sub(lambda match: escape(match[0], unicode=False), part) for part in parts[::2])
    return "".join(parts)


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
