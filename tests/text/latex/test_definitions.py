r"""The definitions of a LaTeX preamble: which are harmless, and what their commands stand for."""

from __future__ import annotations

import pytest

from moebib.text.latex.definitions import Definitions, EndlessExpansion, read_preamble

HARMLESS = [
    r"\newcommand{\noopsort}[1]{}",
    r"\newcommand*\ponds[2][Reed]{#1 {#2}}",
    r"\providecommand{\sup}[1]{$^{#1}$}",
    r"\def\acro#1{{\sc #1}}",
    r"\gdef \Dash {\nobreak\thinspace---\penalty0\thinspace}",
    r"\def \toenglish #1\endtoenglish{[{\em English:} #1\unskip]}",
    r"\ifx \undefined \VorTeX \def \VorTeX {V\kern-2.7pt\lower.5ex\hbox{O\kern-1.4pt R}\TeX}\fi",
    r"\ifx \pond \undefined \let \pond = \c \fi",
    r"\font\manfnt=logo10 scaled 1200",
    r"\hyphenation{Deutsch-sprach-ige mark-up}",
]
REFUSED = [
    r"\input names.sty",
    r"\input{/etc/passwd}",
    r"\newcommand{\x}{\input{y}}",
    r"\newcommand{\x}[1][\write18{y}]{#1}",
    r"\def\x{\csname input\endcsname y}",
    r"\def\x{^^5cinput y}",
    r"\let\x=\input",
    r"\let\input=\x",
    r"\def\end{x}",
    r"\renewcommand{\begin}[1]{x}",
    r"\def\relax{\emph{x}}",
    r"\let\par=\pond",
    r"\font\x={|ls}",
    r"\font\end=logo10",
    r"\catcode`\|=0",
    r"\immediate\write16{x}",
    r"\AtBeginDocument{x}",
    r"\ifx \undefined \x \input{y} \fi",
    r"\ifx \undefined \x \def\y{z} \fi",
    r"\hyphenation{\input{y}}",
    r"\newcommand{\x}{% y}",
    r"\def\x{\fi}",
    r"\def\x{\x}",
    r"\def\csname y\endcsname{z}",
    r"\def\emph#1.{#1}",
    r"\def\x#1^^5cinput{#1}",
    "words",
]


@pytest.mark.parametrize("latex", HARMLESS)
def test_a_definition_of_what_is_printed_is_harmless(latex: str) -> None:
    assert [(part.latex, part.is_harmless) for part in read_preamble(f" {latex} ")] == [(latex, True)]


@pytest.mark.parametrize("latex", REFUSED)
def test_what_does_more_is_not(latex: str) -> None:
    assert [(part.latex, part.is_harmless) for part in read_preamble(latex)] == [(latex, False)]


def test_each_part_of_a_preamble_is_judged_alone() -> None:
    parts = read_preamble("\n".join(text for pair in zip(HARMLESS, REFUSED, strict=False) for text in pair))
    assert [part.latex for part in parts if part.is_harmless] == HARMLESS
    assert len(parts) == 2 * len(HARMLESS)


@pytest.mark.parametrize(
    ("preamble", "latex", "expanded"),
    [
        (r"\newcommand{\noopsort}[1]{}", r"{\noopsort{1973b}}1981", "{}1981"),
        (r"\newcommand{\switch}[2]{#2#1}", r"\switch{a}{b} \switch a{bc}", "ba bca"),
        (r"\def\acro#1{{\sc #1}}", r"\acro {gnu} and $\acro{x}$", r"{\sc gnu} and ${\sc x}$"),
        (r"\newcommand{\x}[2][A]{#1 #2}", r"\x{B}, \x[C]{D}", "A B, C D"),
        (
            r"\def\Pond{Big Pond} \def\Ponds{\Pond s}",
            r"\Ponds{} and \Pond, \Pondside",
            r"Big Ponds{} and Big Pond, \Pondside",
        ),
        (r"\def\X{X\TeX}", r"\X and \X{}", r"X\TeX and X\TeX{}".replace("X and", "X and")),
        (r"\def\x#1{\emph#1}", r"\x b", r"\emph b"),
        (r"\newcommand{\x}{1} \newcommand{\y}{\x\x}", r"\y", "11"),
        (r"\providecommand{\LaTeX}{x}", r"\LaTeX", r"\LaTeX"),
        (r"\def\x{y}", r"\\x, \\\x", r"\\x, \\y"),
    ],
)
def test_a_command_becomes_what_it_stands_for(preamble: str, latex: str, expanded: str) -> None:
    assert Definitions(read_preamble(preamble)).expand(latex) == expanded


@pytest.mark.parametrize(
    ("preamble", "latex"),
    [
        (r"\def\x{\y} \def\y{\x}", r"\x"),
        (r"\def\x#1{#1#1}", r"\x{" * 40 + "y" + "}" * 40),
        ("".join(rf"\def\pond{chr(97 + n)}{{\pond{chr(98 + n)}\pond{chr(98 + n)}}}" for n in range(24)), r"\ponda"),
    ],
)
def test_an_expansion_without_an_end_is_stopped(preamble: str, latex: str) -> None:
    with pytest.raises(EndlessExpansion):
        Definitions(read_preamble(preamble)).expand(latex)
