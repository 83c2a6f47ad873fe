r"""What is not copied of LaTeX that somebody else wrote: commands that read, write, define, run or repeat something."""

from __future__ import annotations

import pytest

from moebib.text.latex import executed

ACTIVE = r"""
\input{x} \csuse{input}{x} \nameuse{input} \UseName{input} \letcs\x{input} \csname|x\endcsname \begincsname|x\endcsname
\ifcsname|x\endcsname \csdef{x}{y} \href{run:x}{y} \href[page=2]{run:x}{y} \href{{run:x}}{y} \href{r^^75n:x}{y}
\hyperref{run:x}{}{}{y} \weblink{javascript:x}{y} \url{\input{x}} \PushButton[onclick={x}]{y} \hypersetup{x}
\includegraphics{x} \epsfbox{x} \psfig{x} \pgfimage{x} \csvautotabular{x} \pgfplotstableread{x} \verbatiminput{x}
\VerbatimInput{x} \lstinputlisting{x} \inputminted{x} \bash \epstopdfcall{x} \immediate\write18{x} \openin5=x
\read5|to\x \directlua{x} \luaexec{x} \special{x} \pdfobj{x} \catcode`\x=0 \lowercase{x} \scantokens{x}
\begin{filecontents}{x} \begin{luacode}x\end{luacode} \everypar{x} \afterassignment\x \aftergroup\x \usepackage{x}
\RequirePackage{x} \AddToHook{x}{y} \AtBeginDocument{x} \AtEveryBibitem{x} \DeclareFieldFormat{x}{y}
\foreach\x|in{1,...,9}{x} \loop|x\repeat \whiledo{x}{y} \replicate{1000000}{x} \romannumeral1000000 \fontspec{x}
\font\x=y \tikz\draw; \attachfile{x} \apptocmd{\x}{y}{}{} \patchcmd{\x}{y}{z}{}{} \expandafter\x \egroup \stop
\end{document} \enddocument \def\x{y} \newcommand\x{y} \let\x=y \NewDocumentCommand\x{m}{y} \docsvlist{x} \ifx\x\y\fi
\iftrue \fi \ifmmode|x \makeatletter \ExplSyntaxOn \typeout{x} \show\x \tracingall \batchmode \py{x} \Sexpr{x}
\perldo{x} \setkeys{x}{y} \documentclass{x} \addbibresource{x} \externaldocument{x} \IfFileExists{x}{y}{z}
\primitive\input|x \XeTeXpicfile|x \the\x \global\x \setcounter{page}{1} \usebibmacro{x} \convertMPtoPDF{x}{1}{1}
\babelprovide{x} \savebox\x{y} \hsize=0pt \string\input ^^5cinput|x x\ {x}}
""".split()  # noqa: SIM905
PRINTED = r"""
\apj {\bf|B} \foo_1 \ion{Fe}{ii} \SI{1}{\meter} \ce{H2O} \pkg{ggplot2} \code{x} \noopsort{x} \acro{gnu} \CTAN \CSS \TikZ
\href{https://a.example/b\_c}{d} \url{http://a.example/~b} \string~x U.S.\@|x \begin{itemize}\item|x\end{itemize}
\ifmmode|x\else|y\fi \footnote{x} \cite{x} \char92 \kern-.1em|x \mathord{x} \uhorn \Dash \penalty0 \asymp \file{x}
\macro{x} \set{x} \already \newblock|x \protect\emph{x} \hfill \textcolor{red}{x} \foreignlanguage{german}{x}
\raisebox{1ex}{x} \mkbibquote{x} \autocite{x} \hyperlink{a}{b} \LuaLaTeX \MR{x} \doi{10/x} \bibinfo{x}{y} \natexlab{a}
C:\\input\\x
""".split()  # noqa: SIM905


@pytest.mark.parametrize("latex", ACTIVE)
def test_what_tex_executes_is_seen(latex: str) -> None:
    assert executed(latex.replace("|", " "))


@pytest.mark.parametrize("latex", PRINTED)
def test_what_tex_prints_may_be_copied_also_if_the_command_is_unknown(latex: str) -> None:
    assert not executed(latex.replace("|", " "))
