"""The commands of LaTeX for characters: accents, symbols, and the commands that are allowed in formulas."""

from __future__ import annotations

import re
from functools import cache

from moebib.text.latex._letters import LETTERS

__all__ = [
    "ACCENTS",
    "ASCII",
    "COMMANDS_OF_TAGS",
    "DECLARATIONS",
    "FONTS",
    "HARMLESS",
    "MATH",
    "PROGRAMS",
    "READ_ACCENTS",
    "READ_SYMBOLS",
    "TAGGED",
    "TAKES",
    "UNMARKED",
    "UPRIGHT",
    "commands",
    "symbols",
]

ASCII = {
    "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$",
    "~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "\\": r"{\textbackslash}",
    # OT1 fonts have other characters in these positions, and biber would convert \textless back.
    "<": r"{\ensuremath{<}}", ">": r"{\ensuremath{>}}", "|": r"{\ensuremath{|}}",
    "`": r"{\textasciigrave}",
    # BibTeX counts escaped braces, too, so a single \{ would break the file.
    "{": r"{\textbraceleft}", "}": r"{\textbraceright}",
}  # fmt: skip
"""The printable ASCII characters that have a special meaning or another glyph in LaTeX."""

ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d", "\u0327": "c", "\u0328": "k",
    "\u0331": "b",
}  # fmt: skip
"""Combining character -> the accent command that exists in every font encoding."""

READ_ACCENTS = {command: mark for mark, command in ACCENTS.items()} | {
    "polhk": "\u0328", "udot": "\u0323",  # used by Mathematical Reviews
    "h": "\u0309", "f": "\u0311", "G": "\u030f", "U": "\u030e", "t": "\u0361", "textcommabelow": "\u0326",
}  # fmt: skip
"""Accent command -> combining character, also for commands that exist in some encodings only."""

# What the macros of journals print that the Astrophysics Data System uses in its .bib files: the names of its own
# aas_macros.sty, of which AASTeX 6.31 has some as bare codes ("SoPh" for "Sol. Phys.").
_JOURNALS = {
    "aj": "AJ", "actaa": "Acta Astron.", "araa": "ARA&A", "apj": "ApJ", "apjl": "ApJL", "apjs": "ApJS",
    "ao": "Appl. Opt.", "apss": "Ap&SS", "aap": "A&A", "aapr": "A&A Rev.", "aaps": "A&AS", "azh": "AZh",
    "baas": "BAAS", "caa": "Chinese Astron. Astrophys.", "cjaa": "Chinese J. Astron. Astrophys.", "icarus": "Icarus",
    "jcap": "J. Cosmology Astropart. Phys.", "jrasc": "JRASC", "memras": "MmRAS", "mnras": "MNRAS", "na": "New A",
    "nar": "New A Rev.", "pasa": "PASA", "pra": "Phys. Rev. A", "prb": "Phys. Rev. B", "prc": "Phys. Rev. C",
    "prd": "Phys. Rev. D", "pre": "Phys. Rev. E", "prl": "Phys. Rev. Lett.", "pasp": "PASP", "pasj": "PASJ",
    "qjras": "QJRAS", "rmxaa": "Rev. Mexicana Astron. Astrofis.", "skytel": "S&T", "solphys": "Sol. Phys.",
    "sovast": "Soviet Ast.", "ssr": "Space Sci. Rev.", "zap": "ZAp", "nat": "Nature", "iaucirc": "IAU Circ.",
    "aplett": "Astrophys. Lett.", "bain": "Bull. Astron. Inst. Netherlands", "fcp": "Fund. Cosmic Phys.",
    "gca": "Geochim. Cosmochim. Acta", "grl": "Geophys. Res. Lett.", "jcp": "J. Chem. Phys.",
    "jgr": "J. Geophys. Res.", "jqsrt": "J. Quant. Spec. Radiat. Transf.", "memsai": "Mem. Soc. Astron. Italiana",
    "nphysa": "Nucl. Phys. A", "physrep": "Phys. Rep.", "physscr": "Phys. Scr", "planss": "Planet. Space Sci.",
    "procspie": "Proc. SPIE", "apspr": "Astrophys. Space Phys. Res.", "psj": "PSJ", "maps": "M&PS", "jaavso": "JAAVSO",
    "aas": "AAS Meeting Abstracts", "dps": "AAS/DPS Meeting Abstracts", "bac": "Bull. Astron. Inst. Czechoslovakia",
    "apjlett": "ApJL", "apjsupp": "ApJS", "applopt": "Appl. Opt.", "astap": "A&A",
}  # fmt: skip

READ_SYMBOLS = _JOURNALS | {
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbar": "|", "textless": "<",
    "textgreater": ">", "textasciigrave": "`", "textbraceleft": "{", "textbraceright": "}", "lbrace": "{",
    "rbrace": "}", "textquotesingle": "'", "textquotedbl": '"', "textunderscore": "_", "textdollar": "$",
    "slash": "/", "space": " ", "nobreakspace": "\u00a0", "quad": " ", "qquad": " ", "newline": " ", "par": " ",
    "i": "\u0131", "j": "\u0237", "aa": "å", "AA": "Å", "lq": "\u2018", "rq": "\u2019", "dots": "…", "ldots": "…",
    "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "dag": "†", "ddag": "‡", "TeX": "TeX", "LaTeX": "LaTeX",
    "BibTeX": "BibTeX", "varepsilon": "\u03b5", "to": "→", "rightarrow": "→", "leftarrow": "←",
    "times": "\u00d7", "div": "÷", "le": "≤", "ge": "≥", "ne": "≠",
    "ast": "\u2217", "setminus": "\u2216", "emptyset": "∅", "prime": "\u2032", "dagger": "†", "ddagger": "‡",
    "uparrow": "↑", "downarrow": "↓", "gets": "←", "iff": "⇔", "implies": "⇒", "lt": "<", "gt": ">", "less": "<",
    "greater": ">", "Re": "\u211c", "Im": "\u2111", "neg": "¬", "lnot": "¬", "land": "∧", "lor": "\u2228",
    "bot": "⊥", "surd": "√",
    "models": "⊨", "colon": ":", "vert": "|", "lvert": "|", "rvert": "|", "lVert": "‖", "rVert": "‖", "triangle": "△",
    "imath": "\u0131", "jmath": "\u0237", "bigoplus": "⨁", "bigotimes": "⨂", "bigodot": "⨀", "biguplus": "⨄",
    "bigsqcup": "⨆", "spadesuit": "♠", "heartsuit": "♡", "diamondsuit": "♢", "clubsuit": "♣",
    "la": "≲", "ga": "≳", "arcdeg": "°", "fdg": "°.", "farcm": "\u2032.", "farcs": "\u2033.", "earth": "⊕",
    "Sun": "☉", "diameter": "⌀", "onehalf": "½",
    "hfil": " ", "hfill": " ", "break": " ", "enspace": " ", "textquotestraightdblbase": '"',
    "textpm": "±", "textsurd": "√", "textbardbl": "‖",
    "textquotestraightbase": "'",
    "guillemetleft": "«", "guillemetright": "»", "flqq": "«", "frqq": "»", "glqq": "„", "grqq": "\u201c",
    "flq": "\u2039", "frq": "\u203a", "glq": "\u201a", "grq": "\u2018", "euro": "€", "EUR": "€",
    "hyphen": "-", "hyp": "-", "Dash": "\u2014", "dash": "\u2014", "emdash": "\u2014", "endash": "\u2013",
    "thinspace": " ",
    "bs": "\\", "psq": "f.", "psqq": "ff.", "etal": "et al.",
    "LaTeXe": "LaTeX2e", "MF": "METAFONT", "METAFONT": "METAFONT", "MP": "MetaPost", "METAPOST": "MetaPost",
    "PS": "PostScript", "POSTSCRIPT": "PostScript", "PostScript": "PostScript", "TUB": "TUGboat", "TUG": "TUG",
    "KOMAScript": "KOMA-Script", "AmS": "AMS", "AMS": "AMS", "AmSTeX": "AMS-TeX", "AMSTEX": "AMS-TeX",
    "AmSLaTeX": "AMS-LaTeX", "AMSLaTeX": "AMS-LaTeX",
    "LAMSTeX": "LAMS-TeX", "ConTeXt": "ConTeXt", "CONTEXT": "ConTeXt", "XeTeX": "XeTeX", "XeLaTeX": "XeLaTeX",
    "LuaTeX": "LuaTeX", "LuaLaTeX": "LuaLaTeX", "pdfTeX": "pdfTeX", "pdfLaTeX": "pdfLaTeX", "PiCTeX": "PiCTeX",
    "eTeX": "e-TeX", "LyX": "LyX", "CTAN": "CTAN", "DANTE": "DANTE", "dante": "DANTE", "TeXLive": "TeX Live",
    "Xy": "Xy", "XyMTeX": "XyMTeX", "NTS": "NTS", "XML": "XML", "HTML": "HTML", "SGML": "SGML", "PDF": "PDF",
    "VAX": "VAX", "WEB": "WEB", "slBibTeX": "BibTeX", "DTK": "DTK", "Java": "Java",
    "SS": "ẞ", "degree": "°", "cprime": "\u02b9", "cdprime": "\u02ba", "textquotedblright": "\u201d", "Dbar": "Đ",
    "degr": "°", "arcmin": "\u2032", "arcsec": "\u2033", "micron": "µm", "sun": "☉",
    # The punctuation of BibLaTeX.
    "adddot": ".", "addcomma": ",", "addcolon": ":", "addsemicolon": ";", "addspace": " ", "addnbspace": "\u00a0",
    "addslash": "/", "addhyphen": "-",
}  # fmt: skip
"""Symbol commands that are read, but are missing or spelt differently in :func:`symbols`."""

PROGRAMS = tuple(
    name
    for name, text in READ_SYMBOLS.items()
    if name not in _JOURNALS and len(text) > 1 and text.isascii() and any(char.isupper() for char in text)
)
"""Commands for names of programs, formats and groups, in which no style changes capitals."""

FONTS = frozenset(
    """
    emph text textit textbf textsc textsf texttt textrm textnormal textup textmd textsl mbox hbox ensuremath it bf em
    rm sc tt sf sl itshape bfseries scshape upshape mdseries sffamily ttfamily rmfamily normalfont relax protect
    textsuperscript textsubscript textlatin uppercase lowercase MakeUppercase MakeLowercase underline uline fbox url
    mkbibemph mkbibitalic mkbibbold mkbibacro mathrm mathbf mathit mathsf mathcal mathbb singleletter leavevmode
    ignorespaces nobreak xspace smc small normalsize footnotesize normalshape scriptsize tiny large Large nobreakdash
    smash LARGE huge Huge textup selectfont oldstylenums NoCaseChange negthinspace allowbreak nolinebreak phantomsection
    """.split()  # noqa: SIM905 - words read better than a list of quoted words
)
"""Commands that change the font in a way for which there is no tag; they are removed and their arguments stay."""

UNMARKED = frozenset(
    """
    texttt textsf tt sf ttfamily sffamily underline uline fbox textcolor color href begin
    colorbox index footnote thanks orcid orcidlink orcidID inst corref fnref
    """.split()  # noqa: SIM905
)
"""Commands that are read, but whose look, link, environment or note text with markup does not have."""

COMMANDS_OF_TAGS = {"i": "emph", "b": "textbf", "sub": "textsubscript", "sup": "textsuperscript", "sc": "textsc"}
"""The tags of text with markup, and the command that is written for each; TAGGED has all that are read."""

TAGGED = {
    "emph": "i", "textit": "i", "textsl": "i", "mkbibemph": "i", "mkbibitalic": "i", "textbf": "b", "mkbibbold": "b",
    "textsc": "sc", "textsubscript": "sub", "textsuperscript": "sup", "mkbibsuperscript": "sup", "up": "sup",
    "fup": "sup",
}  # fmt: skip
"""Command -> the tag of text with markup for its argument."""

DECLARATIONS = {
    "em": "i", "it": "i", "itshape": "i", "sl": "i", "slshape": "i", "bf": "b", "bfseries": "b", "sc": "sc",
    "scshape": "sc", "smc": "sc",
}  # fmt: skip
"""Command -> the tag for what follows it in its group."""

UPRIGHT = frozenset(("rm", "rmfamily", "normalfont", "upshape", "mdseries", "normalshape"))
"""Commands that end what one of DECLARATIONS began."""

PRIMITIVES = frozenset(
    """
    input include includegraphics usepackage write openin openout read immediate csname endcsname string def edef gdef
    xdef let futurelet newcommand renewcommand providecommand catcode special directlua expandafter noexpand the
    """.split()  # noqa: SIM905
)
"""Commands whose argument is not printed text."""

TAKES = {
    "href": ("dropped", "argument"), "textcolor": ("dropped", "argument"), "color": ("dropped",),
    "foreignlanguage": ("dropped", "argument"), "selectlanguage": ("dropped",), "hspace": ("dropped",),
    "vspace": ("dropped",), "label": ("dropped",), "texorpdfstring": ("argument", "dropped"),
    # The macros of xampl.bib, and others that people define for sorting by text that is not printed.
    "noopsort": ("dropped",), "noop": ("dropped",), "SortNoop": ("dropped",), "printfirst": ("argument", "dropped"),
    "ahref": ("dropped", "argument"), "discretionary": ("dropped", "dropped", "dropped"),
    "begin": ("dropped",), "end": ("dropped",), "raisebox": ("dropped", "argument"),
    "colorbox": ("dropped", "argument"), "index": ("dropped",), "footnote": ("dropped",), "thanks": ("dropped",),
    **dict.fromkeys(("orcid", "orcidlink", "orcidID", "inst", "corref", "fnref"), ("dropped",)),
    "phantom": ("dropped",), "hphantom": ("dropped",), "vphantom": ("dropped",),
    "fontsize": ("dropped", "dropped"), "MakeTextUppercase": ("upper",), "MakeTextLowercase": ("lower",),
    "MakeUppercase": ("upper",), "uppercase": ("upper",), "MakeLowercase": ("lower",), "lowercase": ("lower",),
    "enquote": ("quoted",), "mkbibquote": ("quoted",), "textquote": ("quoted",),
}  # fmt: skip
"""Command -> the kind of each of its arguments."""

MATH = frozenset(
    """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi pi varpi rho
    varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi
    Omega aleph beth ell hbar imath jmath wp Re Im partial nabla infty emptyset varnothing forall exists nexists neg
    lnot top bot angle surd prime backprime
    pm mp times div cdot ast star circ bullet cap cup sqcap sqcup uplus wedge vee land lor setminus smallsetminus wr
    oplus ominus otimes oslash odot dagger ddagger amalg diamond triangleleft triangleright bigtriangleup
    bigtriangledown bigcirc boxplus boxminus boxtimes boxdot circledast ltimes rtimes dotplus
    le leq leqslant ge geq geqslant ne neq lt gt ll gg approx approxeq equiv sim simeq cong propto asymp doteq triangleq
    prec succ preceq succeq subset supset subseteq supseteq subsetneq supsetneq sqsubset sqsupset sqsubseteq sqsupseteq
    in ni notin mid nmid parallel nparallel perp models vdash dashv bowtie smile frown lesssim gtrsim not
    to gets leftarrow rightarrow leftrightarrow uparrow downarrow updownarrow nearrow searrow swarrow nwarrow mapsto
    longmapsto hookleftarrow hookrightarrow leftharpoonup leftharpoondown rightharpoonup rightharpoondown
    rightleftharpoons Leftarrow Rightarrow Leftrightarrow Uparrow Downarrow Updownarrow longleftarrow longrightarrow
    longleftrightarrow Longleftarrow Longrightarrow Longleftrightarrow iff implies rightsquigarrow
    sum prod coprod int iint iiint oint bigcap bigcup bigwedge bigvee bigoplus bigotimes bigodot biguplus bigsqcup
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min
    Pr sec sin sinh sup tan tanh bmod pmod mod
    frac dfrac tfrac cfrac binom over atop choose stackrel overset underset substack sqrt
    hat widehat check tilde widetilde acute grave dot ddot breve bar vec overline underline
    overrightarrow overleftarrow overbrace underbrace xrightarrow xleftarrow mathring
    mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr mathnormal boldsymbol bm operatorname text textrm
    textbf textit textsc mathop mathbin mathrel mbox hbox Bbb frak cal rm bf it sf tt
    left right big Big bigg Bigg bigl bigr Bigl Bigr lbrace rbrace langle rangle lfloor rfloor lceil rceil lvert rvert
    lVert rVert Vert vert lmoustache rmoustache limits nolimits displaystyle textstyle scriptstyle
    ldots cdots vdots ddots dots colon quad qquad square blacksquare triangle lozenge clubsuit diamondsuit heartsuit
    spadesuit flat natural sharp therefore because leqq geqq bigstar checkmark blacktriangle
    """.split()  # noqa: SIM905
)
"""The commands that are allowed in a formula: none of them reads, writes or defines anything."""

HARMLESS = (
    MATH
    | FONTS
    | UPRIGHT
    | TAGGED.keys()
    | DECLARATIONS.keys()
    | READ_ACCENTS.keys()
    | frozenset(
        """
        url href path nolinkurl cite citep citet citeauthor citeyear citeyearpar onlinecite textcite parencite autocite
        footcite fullcite enquote textquote mkbibquote mkbibemph mkbibbold mkbibparens mkbibbrackets autocap bibstring
        par unskip newline linebreak footnote textsuperscript textsubscript textcolor underline hfill smallskip
        LaTeXe nobreakdash hyphenation small footnotesize large a
        """.split()  # noqa: SIM905
    )
)
"""The commands that are allowed in untrusted values: those of LaTeX and biblatex that print, cite or link."""

# The names that LaTeX's UTF-8 support uses; pandoc silently drops the others (\textellipsis, \texteuro, \dh).
_TEXT = frozenset(["AE", "ae", "OE", "oe", "O", "o", "L", "l", "ss", "i", "textquoteleft", "textquoteright"])


@cache
def symbols() -> dict[str, str]:
    """Command name -> character, from pylatexenc and the tables here."""
    from pylatexenc.latexencode import get_builtin_uni2latex_dict

    characters: dict[str, str] = {}
    for code, latex in get_builtin_uni2latex_dict().items():
        match = re.fullmatch(r"\\(?:ensuremath\{\\)?([A-Za-z]+)\}?", latex)
        if code > 127 and match:
            characters.setdefault(match[1], chr(code))
    return characters | LETTERS | READ_SYMBOLS


@cache
def commands() -> dict[str, str]:
    r"""Character -> the command in every LaTeX and pandoc: "ß" -> ``\ss``, "∞" -> ``\ensuremath{\infty}``."""
    names = {char: name for name, char in reversed(symbols().items()) if name in MATH | _TEXT and char > "\x7f"}
    latex = {char: f"\\ensuremath{{\\{name}}}" if name in MATH else f"\\{name}" for char, name in names.items()}
    return latex | {"…": r"\ldots", "\u2206": r"\ensuremath{\Delta}", "■": r"\ensuremath{\blacksquare}"}
