r"""Commands that do more than print: what TeX must not execute of a text that somebody else wrote.

A list of what is allowed would take away the macros that people define in their own styles, of which nothing is known
but the name. So this is a list of what is refused: the primitives of all TeX engines that are more than signs and
spacing, and the words of which LaTeX and its packages make the names of commands that read, write, define, repeat or
run something, build other commands from text (\csuse), or end what they did not begin.
"""

from __future__ import annotations

import re
from functools import lru_cache

from moebib.text.latex._tables import HARMLESS, TAKES, symbols

__all__ = ["ENVIRONMENTS", "is_active"]

_ACTIVE = frozenset(
    """
    input include endinput closein newread write openin openout closeout immediate special message errmessage errhelp
    dump directlua latelua scantokens scantextokens csname endcsname begincsname csstring string meaning detokenize
    unexpanded expanded expandafter noexpand protected primitive def edef gdef xdef let glet futurelet global globaldefs
    long outer the number jobname font fontname fontid fontdimen copyfont nullfont textfont scriptfont scriptscriptfont
    char chardef mathchardef countdef dimendef skipdef toksdef muskipdef letcharcode catcode lccode uccode mathcode
    delcode sfcode escapechar endlinechar newlinechar hyphenchar skewchar lpcode rpcode efcode tagcode hjcode
    count dimen skip muskip toks box copy setbox shipout lastbox unhbox unhcopy unvbox unvcopy unkern unpenalty vsplit
    wd ht dp advance multiply divide numexpr dimexpr glueexpr muexpr romannumeral lowercase uppercase
    begingroup endgroup bgroup egroup aftergroup afterassignment end bye stop noalign halign valign omit span cr crcr
    insert vadjust mark marks firstmark topmark botmark splitfirstmark splitbotmark patterns hyphenation language
    setlanguage output outputbox outputmode savepos synctex attribute attributedef par batchmode nonstopmode scrollmode
    errorstopmode pausing interactionmode badness looseness magnification mag or else fi unless radical delimiter
    hoffset voffset hsize vsize topskip maxdepth parindent parskip parshape parfillskip baselineskip
    lineskip lineskiplimit
    leftskip rightskip hangindent hangafter tolerance pretolerance emergencystretch prevdepth prevgraf spacefactor day
    month year time deadcycles maxdeadcycles fam thinmuskip medmuskip thickmuskip uchyph lefthyphenmin righthyphenmin
    document documentstyle documentclass enddocument begin loop iterate replicate kill hyperdef unprotect Form Submit
    Reset Gauge index glossary addcontentsline contentsline subfile tikz LoadClass NeedsTeXFormat ExplSyntaxOff
    typein letcs addbibresource makeatletter makeatother ExplSyntaxOn mdfivesum lastnamedcs dvifeedback dvivariable
    dviextension
    """.split()  # noqa: SIM905 - words read better than a list of quoted words
) - {"char", "hyphenation", "par", "else", "fi", "spacefactor"}
"""Primitives of TeX, e-TeX, pdfTeX, XeTeX and LuaTeX, and commands of LaTeX, that have no word of _PART."""
_PART = re.compile(
    # files, programs and other languages
    r"input|includ|import|external|(?<!al)(?<!th)(?<!sp)read(?!er$)|write|exec|lua|shell|escape|file|load|csv|graphic|image|^eps|^ps(?:fig|draft|"
    r"frag|tricks|set|plot)|minted|listing|^lst|verbatim|special|typein|typeout|message|python|sexpr|sage|gnuplot|"
    r"^py[a-z]?$|^asy|^perl|^bash$|pdf(?!tex$|latex$)|^xetex.|movie|sound|^media|annot|bookmark|wlog|"
    # forms and links
    r"pushbutton|textfield|checkbox|choicemenu|field$|acrobat|^hyper(?!link$|target$|refname)|setup$|keys$|^pgf|^tikz.|fontspec|fontfeature|fontfamil|^make(?:index|gloss|label)|"
    # definitions, and names that are made of text
    r"catcode|command|environment|hook|patch|robust|expand|eval$|^(?:let|undef|for|do|list)cs|usename|"
    r"name(?:use|def|let)|^use|^(?:re|provide)new|^new|declare|deprecate|^provide|^renew|require|^define|"
    r"^(?:e|g|x)?def[a-z]|def$|^let[a-z]|^undef|(?:^|[^a-z])(?:e|g|x)?(?:app|pre)to|toks|^scan|primitive|macro|token|"
    r"^at(?:begin|end|every|next|page|stock)|^after|^before(?:begin|end|start)|^every|babel|locale|shorthand|^save|"
    r"^set(?:counter|length|to[a-z]+|keys|up|hook|main|page|lang|[a-z]*font|[a-z]*box|[a-z]*num)|"
    # conditions, loops, assignments and groups
    r"^if(?!mmode$)|while|foreach|forloop|^forlist|multido|repeat|^do(?:list|mp|html|reset|clean|handle|flush|cs)|toggle|"
    r"counter|^advance|^end(?:document|head|foot|float|landscape|line|list|math|mini|pic|tab|the|title|[a-z]*(?:figure|table)$)|tracing|^show|logging|options$|package|bibitem|biblio|driver|sourcemap|"
    r"(?:penalty|penalties|badness|mode|demerits|fuzz|depthdir|dir|direction)$"
)
# Where the case matters: \csuse of etoolbox, but \CSS; \convertMPtoPDF; \Umathcode.
_CASED = re.compile(r"^cs[a-z]|[a-z]MP|^MP[a-z]|^U(?:math|del|hext|vext)")
_WORDS = frozenset(
    """
    file image pdf graphic graphics command environment shell escape macro package token ifmmode
    penalty allowbreak csub csube csup csupe eqdef imageof lsqhook ovhook rsqhook newline newpage newblock newunit field
    defn
    """.split()  # noqa: SIM905
)
"""Names that are only words, such as macros of journals for file names; so are \\LuaTeX and others in "TeX"."""

ENVIRONMENTS = frozenset(
    """
    itemize enumerate description quote quotation verse center flushleft flushright equation align gather multline
    displaymath math array matrix pmatrix bmatrix vmatrix cases smallmatrix aligned gathered split tabular
    otherlanguage CJK
    """.split()  # noqa: SIM905
)
"""The environments that only print."""


@lru_cache(maxsize=10_000)
def is_active(name: str) -> bool:
    r"""Whether the command does more than print, as far as its name says it.

    >>> [is_active(name) for name in ("input", "csuse", "apj", "alpha", "PushButton")]
    [True, True, False, False, True]
    """
    if name in _ACTIVE:
        return True
    if name in HARMLESS or name in TAKES or name in symbols():
        return False
    lower = name.lower()
    is_word = lower in _WORDS or lower.endswith("tex")
    return not is_word and (_PART.search(lower) is not None or _CASED.search(name) is not None)
