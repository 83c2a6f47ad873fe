r"""LaTeX: citations by `\cite` and all related macros, their locations, and text that only looks like one."""

from __future__ import annotations

import pytest

from moebib.citations import Citation
from moebib.citations.latex import read_latex


def keys_in(text: str) -> list[str]:
    return [citation.key for citation in read_latex(text).citations]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (r"\cite{a}", ["a"]),
        (r"\cite{a, b,c}", ["a", "b", "c"]),
        ("\\cite{a,\n  b}", ["a", "b"]),
        ("\\cite\n  {a}", ["a"]),
        (r"\cite[p.~3]{a}", ["a"]),
        (r"\citep*[see][{chap. [2]}]{a}", ["a"]),
        (r"\citet{a} \citealp{b} \citeauthor*{c} \Citet{d} \citenum{e} \citetalias{f}", list("abcdef")),
        (
            r"\parencite{a}\textcite{b}\autocite*{c}\footcite{d}\Smartcite{e}\supercite{f}\footfullcite{g}",
            list("abcdefg"),
        ),
        (r"\nocite{a}\fullcite{b}\citeyear{c}\citedate{d}\citetitle{e}\citeurl{f}", list("abcdef")),
        (r"\cites{a}[p. 1]{b}[see][3]{c} {d}", ["a", "b", "c", "d"]),  # biblatex reads as many braces as follow
        (r"\parencites(see)(and so on)[1]{a}[2]{b}", ["a", "b"]),
        ("\\footcitetexts{a}{b}\n\n{c}", ["a", "b"]),  # an empty line ends it
        (r"\volcite[see]{2}[p. 4]{a} \pvolcite{1}{b} \volcites{1}[2]{c}{3}{d}", ["a", "b", "c", "d"]),
        (r"\citefield{a}{year} \citename{b}[given]{author} \notecite[x][y]{c}", ["a", "b", "c"]),
        (r"\cite<see>[p. 3]{a} \citeA<e.g.,>{b} \shortcite{c}", ["a", "b", "c"]),  # apacite
        (r"\onlinecite{a} \citeonline{b} \possessivecite{c} \mycite{d} \bibentry{e}", list("abcde")),
        (r"\footcite[see \cite{b}]{a}", ["a", "b"]),
        (r"\textcquote[see][3]{a}[.]{Text \cite{b}} \textcquote*{c}{x} \blockcquote[3]{d}{x}", list("abcd")),
        (r"\foreigntextcquote{german}[see][3]{a}{x} \hyphenblockcquote{german}{b}{x}", ["a", "b"]),
        (r"\hybridblockcquote*{german}{a}{x} \hyphentextcquote {german} {b} {x}", ["a", "b"]),
        ("\\begin{displaycquote}[3]{a}[.]\nText\n\\end{displaycquote}", ["a"]),
        (r"\begin{foreigndisplaycquote}{german}{a} \begin{hyphendisplaycquote}{german}[3]{b}", ["a", "b"]),
        (r"\textquote{a} \blockquote[3]{b} \begin{displayquote}{c} \begin{quote}{d}", []),
        (r"\defcitealias{a}{Paper~I} \citetalias{a} \citepalias{b}", ["a", "a", "b"]),
        (r"\nocite{*}", ["*"]),
        (r"100\% \cite{a} % \cite{b}", ["a"]),
        ("\\\\% \\cite{b}\n\\cite{a}", ["a"]),
        (r"\verb|%|\cite{a}\verb*+\cite{b}+", ["a"]),
        (r"\lstinline[x]!\cite{b}! \mintinline{tex}|\cite{b}| \cite{a}", ["a"]),
        ("\\begin{verbatim}\n\\cite{b}\n\\end{verbatim}\\cite{a}", ["a"]),
        (r"\begin{comment}\cite{b}\end{comment}\begin{quote}\cite{a}\end{quote}", ["a"]),
        ("\\begin{filecontents*}{x.bib}\n% \\cite{b}\n\\end{filecontents*}\n\\cite{a}", ["a"]),
        (r"\iffalse \cite{b} \fi \cite{a}", ["a"]),
        ("\\cite{a}\\end{document}\n\\cite{b}", ["a"]),
        ("\\cite{a}\n\\endinput\n\\cite{b}", ["a"]),
        (r"\cite{DBLP:conf/x/Y'01+z} \cite{müller}", ["DBLP:conf/x/Y'01+z", "müller"]),
        (r"\url{https://a.example/%20} \cite{a} \href{x%y}{\cite{b}} \path{%}\cite{c}", ["a", "b", "c"]),
        (r"\lstinline{\cite{b}} \mintinline{tex}{\cite{b}} \Verb|\cite{b}| \cite{a}", ["a"]),
        (
            "\\begin{Verbatim}[x=y]\n\\cite{b}\n\\end{Verbatim}\\begin{tcblisting}\\cite{b}\\end{tcblisting}\\cite{a}",
            ["a"],
        ),
        (
            r"\excludecomment{old}\begin{old}\cite{b}\end{old}\lstnewenvironment{x}{}\begin{x}\cite{b}\end{x}\cite{a}",
            ["a"],
        ),
        (r"\MakeShortVerb{\|} |\cite{b}| \DefineShortVerb{\+} +\cite{b}+ \cite{a}", ["a"]),
        (r"\iffalse \ifnum 1=1 \cite{b}\fi \ifthenelse{x}{\cite{b}}{} \fi \cite{a}", ["a"]),
        (r"\newif\ifdraft \iffalse \ifdraft \cite{b}\else\fi \cite{b} \else \cite{a} \fi", ["a"]),
        (rf"\footcite[{'a long note, ' * 200}]{{a}}", ["a"]),
        (r"\choose{\iffalse}{\iftrue} \cite{a} \fi", ["a"]),
        (r"\bibitem[\protect\citeauthoryear{B}{B}{1990}]{c} \bibcite{b}{1} \cite{a}", ["a"]),
    ],
)
def test_these_keys_are_cited(text: str, keys: list[str]) -> None:
    assert sorted(keys_in(text)) == sorted(keys)


@pytest.mark.parametrize(("text", "keys"), [
    (r"\newcommand{\see}[1]{(see \cite{#1})} \see{a,b} \see{c}", ["a", "b", "c"]),
    (r"\newcommand*\at[2][]{\citet[#1]{#2}} \at[p. 3]{a} \at{b}", ["a", "b"]),
    (r"\def\on#1#2{\emph{#1}~\cite{#2}} \on{\textbf{x}}{a}", ["a"]),
    (r"\NewDocumentCommand{\pc}{s O{see} +m}{\parencite[#2]{x, #3}} \pc*[p. 3]{a} \pc{b}", ["x", "a", "b"]),
    (r"\let\cn\citenum \cn{a} \LetLtxMacro{\more}{\cn} \more[3]{b}", ["a", "b"]),
    (r"\newcommand{\cf}{cf.~\cite} \cf[3]{a} \newcommand\refs{\cf} \refs{b}", ["a", "b"]),
    (r"\newcommand{\x}{\cite{a}\y} \x{b} \newenvironment{y}{\cite{c}}{} \begin{y}{d}\end{y}", ["a", "c"]),
    (r"\newenvironment{source}[2][]{\begin{quote}\cite[#1]{#2}}{\end{quote}} \begin{source}[3]{a}\end{source}", ["a"]),
    (r"\newcommand{\one}[1]{\two{#1}} \newcommand{\two}[1]{\cite{#1}} \one{a}", ["a"]),
    (r"\newcommand{\redcite}[2]{\textcolor{#1}{\cite{#2}}} \redcite{red}{a}", ["a"]),
    (r"\renewcommand{\cite}[1]{\oldcite{#1}} \cite[p. 3]{a}", ["a"]),
    (r"\newcommand\needcite[1]{see} \newcommand{\mine}{\cite{a}} \mine", ["a"]),
    (r"\newcommand{\plain}[1]{\emph{#1}} \plain{a} \def\odd#1.{\cite{#1}} \odd a.", []),
    (r"\newcommand{\see}[1]{\cite{#1}} \see a \see", []),
])  # fmt: skip
def test_macros_of_the_document_cite_what_they_are_defined_to(text: str, keys: list[str]) -> None:
    assert keys_in(text) == keys


@pytest.mark.parametrize(
    "text",
    [
        r"\newcommand{\see}[1]{\cite{#1}}",
        r"\renewcommand{\cite}[1]{x} \DeclareCiteCommand{\foo}{}{}{}{} \AtEveryCite{x} \setcitestyle{numbers}",
        r"\citetext{see there} \citestyle{agsm} \citereset{} \citeindextrue",
        r"\cite{} \cite{ , } \cite [",
        r"\cite[unclosed{a}",
        "\\cite\n\n{a}",
        r"excite{a} cite{b}",
        r"\cite{\jobname}",
        "\\begin{verbatim} \\cite{a} \\end{verbatim*} \\end{verbatim}",
    ],
)
def test_what_only_looks_like_a_citation_cites_nothing(text: str) -> None:
    assert keys_in(text) == []


def test_the_location_is_that_of_the_key() -> None:
    text = "\\verb|\n| % x\r\n  \\cite[see]{a,\r\n   b}\n"
    assert read_latex(text).citations == (Citation("a", 3, 14), Citation("b", 4, 4))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (r"\input{a}", [("a.tex", "a")]),
        (r"\input chapters/a.tex \include{b}", [("chapters/a.tex",), ("b.tex", "b")]),
        (
            r"\subfile{a} \import{parts/}{b} \subimport*{c}{d.tex}",
            [("a.tex", "a"), ("parts/b.tex", "parts/b"), ("c/d.tex",)],
        ),
        (r"\input{plot.pgf}", [("plot.pgf.tex", "plot.pgf")]),
        (r"% \input{a}", []),
        (r"\input{\jobname-x} \input{|ls} \inputencoding{utf8} \includegraphics{a} \includeonly{a}", []),
    ],
)
def test_included_files_are_found(text: str, names: list[tuple[str, ...]]) -> None:
    assert [include.names for include in read_latex(text).includes] == names


@pytest.mark.parametrize(
    ("text", "named", "biblatex"),
    [
        (r"\bibliography{a, b}", ("a", "b"), False),
        (r"\usepackage[style=apa]{biblatex}\addbibresource[location=local]{a.bib}", ("a.bib",), True),
        (r"\usepackage{csquotes,biblatex}", (), True),
        (r"\bibliographystyle{plain} \bibliographystylesup{x} \usepackage{natbib}", (), False),
        (r"\bibliographysup{a} \putbib[b] \begin{btSect}[plain]{c} \bibselect{d}", ("a", "b", "c", "d"), False),
        (r"\begin{refsection}[a.bib, b.bib] \newrefsection[c.bib]", ("a.bib", "b.bib", "c.bib"), False),
    ],
)
def test_bibliographies_are_found(text: str, named: tuple[str, ...], biblatex: bool) -> None:
    source = read_latex(text)
    assert (source.bibliographies, source.biblatex) == (named, biblatex)


def test_an_entry_set_is_not_cited_but_its_members_are() -> None:
    source = read_latex(r"\defbibentryset{pair}{a, b} \cite{pair}")
    assert [citation.key for citation in source.citations if citation.key not in source.labels] == ["a", "b"]


def test_long_invalid_input_is_read_in_linear_time() -> None:
    for text in (
        "\\cite[" * 1_000,
        "\\verb|" * 20_000,
        "\\begin{verbatim}" * 5_000,
        "\\cites" + "{a}" * 20_000,
        "\\iffalse" * 10_000 + "\\fi",
        "\\newcommand{\\a}[1]{\\cite{#1}" * 500,
        "\\usepackage[" * 5_000,
        "\\mintinline[" * 5_000,
        *(f"{start}{' ' * 5_000}x" for start in (r"\let\a", r"\newcommand\a", r"\def\a", r"\lstinline", r"\href[x]")),
    ):
        read_latex(text)
