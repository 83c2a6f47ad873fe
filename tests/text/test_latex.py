"""LaTeX: the output is safe and is read back as the same text; foreign LaTeX is understood."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock import in_proportion
from moebib.text import markup
from moebib.text.grammar import source
from moebib.text.latex import as_safe, decode, decode_groups, encode, encode_groups, in_ascii, is_safe, keep_capitals
from moebib.text.latex._reader import read, read_characters, read_parts
from moebib.text.latex.formulas import as_text, is_harmless
from moebib.text.scripts import without_marks
from strategies import disarmed_text, titles


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("Erdős and Łódź", r"Erd{\H{o}}s and {\L}{\'o}d{\'z}"),
        ("Nguyễn Việt Ḥamīd", r"Nguy{\~{\^e}}n Vi{\^{\d{e}}}t {\d{H}}am{\=i}d"),
        ("100% of R&D_#1", r"100\% of R\&D\_\#1"),
        ("~ ^ \\ { }", r"{\textasciitilde} {\textasciicircum} {\textbackslash} {\textbraceleft} {\textbraceright}"),
        ("a < b | c", r"a {\ensuremath{<}} b {\ensuremath{|}} c"),
        ("“one” – two — three", "``one'' -- two --- three"),
        ("one -- two --- ''", "one -{}- two -{}-{}- '{}'"),
        ("α-β → ∞", r"{\ensuremath{\alpha}}-{\ensuremath{\beta}} {\ensuremath{\to}} {\ensuremath{\infty}}"),
        (
            "\U0001d6fc, \U0001d48c and \U0001d736",
            r"{\ensuremath{\mathit{\alpha}}}, {\ensuremath{\boldsymbol{k}}} and {\ensuremath{\boldsymbol{\alpha}}}",
        ),
        ("∴ ≦", r"{\ensuremath{\therefore}} {\ensuremath{\leqq}}"),
        ("γδ T cells", r"{\ensuremath{\gamma}}{\ensuremath{\delta}} T cells"),
        ("a ≠ b ∉ C", r"a {\ensuremath{\neq}} b {\ensuremath{\notin}} C"),
        ("k-\u03b5 \u03f5", r"k-{\ensuremath{\varepsilon}} {\ensuremath{\epsilon}}"),
        ("Bₓ₁₋ᵢ, nₒ", r"B{\ensuremath{_{x1-i}}}, n{\ensuremath{_{o}}}"),
        ("10⁻⁶ kⁿ⁺ⁱ", r"10{\ensuremath{^{-6}}} k{\ensuremath{^{n+i}}}"),
        (
            "5 \u2212 3, √2, 5\u2032 and 3\u2033",
            r"5 {\ensuremath{-}} 3, {\ensuremath{\surd}}2, 5{\ensuremath{'}} and 3{\ensuremath{''}}",
        ),
        ("\u211d and \u210b", r"{\ensuremath{\mathbb{R}}} and {\ensuremath{\mathcal{H}}}"),
        (
            "\U0001d458, \U0001d400, \U0001d524",
            r"{\ensuremath{\mathit{k}}}, {\ensuremath{\mathbf{A}}}, {\ensuremath{\mathfrak{g}}}",
        ),
        ("\U0001d4cd \U0001d7d9", "\U0001d4cd \U0001d7d9"),  # no font of LaTeX has them
        ("Αθήνα", "Αθήνα"),  # a Greek word needs a Greek font, so its letters are kept
        ("深度学习 🚀 שלום Ёлки €", "深度学习 🚀 שלום Ёлки €"),
        ("Vol.\u00a01", "Vol.~1"),
        ("tab\tand\x07bell", "tab andbell"),
    ],
)
def test_text_is_written_with_commands_and_read_back(text: str, latex: str) -> None:
    assert encode(text) == latex
    assert decode(latex) == text.replace("\t", " ").replace("\x07", "")


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("5\u2009keV in\u2003ponds", r"5\,keV in ponds"),
        ("\u2206G", r"{\ensuremath{\Delta}}G"),
        ("World War \u2163 \u2153", "World War IV 1\u20443"),
        ("\u6771\u4eac \uff08\u2460\uff09", "\u6771\u4eac \uff08\u2460\uff09"),
    ],
)
def test_characters_that_pdflatex_does_not_print_become_the_same_in_others(text: str, latex: str) -> None:
    assert encode(text) == latex


@pytest.mark.parametrize("text", ["Erdős", "Nguyễn", "“one” – two", "Αθήνα", "€ ½ ß"])
def test_unicode_can_be_kept(text: str) -> None:
    assert encode(text, unicode=True) == text


def test_unicode_keeps_no_symbol_that_pdftex_cannot_print() -> None:
    assert encode("α ≤ 1 & é", unicode=True) == r"{\ensuremath{\alpha}} {\ensuremath{\leq}} 1 \& é"


@pytest.mark.parametrize(
    "formula", ["$k$", "$d_{model}$", r"$O(\log N)$", r"$\mathcal{L}_\text{aux}$", r"$x^{2}\,\%$", r"$\{0,1\}$"]
)
def test_a_formula_is_kept_unchanged(formula: str) -> None:
    assert is_harmless(formula[1:-1])
    assert encode(f"of {formula} & more") == rf"of {formula} \& more"
    assert decode(f"of {formula}") == f"of {formula}"


@pytest.mark.parametrize(
    "text",
    [
        r"$\input{x}$",
        r"$\write18{rm -rf /}$",
        r"$\def\x{y}$",
        r"$^^5cinput{x}$",
        r"$\left( x$",
        r"$x^$",
        r"$x_^y$",
        "$a % b$",
        "$a # b$",
        "$a}{b$",
        r"$\{$",
    ],
)
def test_an_unsafe_formula_is_escaped_as_text(text: str) -> None:
    assert not is_harmless(text[1:-1])
    assert_is_text(text)


@pytest.mark.parametrize("text", ["$ x$", "$x $", "$5 and $10", "$", "$$"])
def test_dollar_signs_without_a_formula_are_text(text: str) -> None:
    assert_is_text(text)


def assert_is_text(text: str) -> None:
    written = encode(text)
    assert "$" not in written.replace(r"\$", "")
    assert r"\input" not in written
    assert r"\write" not in written
    assert decode(written) == text


@pytest.mark.parametrize(
    "text", [r"\input{x}", r"\write18{rm}", r"\csname input\endcsname x", "^^5cinput x", r"\\", "%"]
)
@pytest.mark.parametrize("write", [encode, encode_groups, markup.latex])
def test_no_command_of_the_text_reaches_latex(text: str, write: Callable[[str], str]) -> None:
    written = write(text)
    assert "^^" not in written
    assert set(written.split("\\")[1:]) & {"input", "write18", "csname", "endcsname"} == set()
    shown = markup.plain(text) if write is markup.latex else text
    assert decode(written).replace("{", "").replace("}", "") == shown.replace("{", "").replace("}", "")


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        ("DeepSeekMoE: Towards LLMs on GPUs", "{DeepSeekMoE}: Towards {LLMs} on {GPUs}"),
        ("Mixture-of-Experts: A Survey", "Mixture-of-Experts: A Survey"),
        ("MoE-Lightning: A Read-ME", "{MoE-Lightning}: A Read-{ME}"),
        ("{Read-ME}: LLM-Based", "{{Read-ME}}: {LLM}-Based"),
        ("What I Saw in C, K-Means and Q", "What I Saw in {C}, {K}-Means and {Q}"),
        ("A 303.5mW, 2D and H100 Chip", "A {303.5mW}, {2D} and {H100} Chip"),
        ("(MoE)-based 'MoE' U.S. I/O", "({MoE})-based '{MoE}' {U.S}. {I/O}"),
        ("École and the $K$ of $k$", r"{\'E}cole and the {$K$} of $k$"),
        ("{Kalman} filters for {iPhone}", "{Kalman} filters for {{iPhone}}"),
        ("a } b { c {} d", r"a {\textbraceright} b {\textbraceleft} c {\textbraceleft}{\textbraceright} d"),
        # BibTeX reads {\ as one accented letter and would lower the case of the rest
        ("\\MoE {&MoE}", r"{\textbackslash}{MoE} {{}\&MoE}"),
        ("$K$3D", r"\${K}\${3D}"),
    ],
)
def test_a_title_keeps_its_capitals_and_reads_back(title: str, latex: str) -> None:
    assert markup.latex(title) == latex
    assert markup.from_latex(latex) == title


@given(titles())
def test_titles_survive_the_way_to_latex_and_back(title: str) -> None:
    for unicode in (False, True):
        assert markup.from_latex(markup.latex(title, unicode=unicode)) == disarmed_text(title)
        assert decode(encode(title, unicode=unicode)) == title


@given(titles())
def test_bibtex_finds_the_braces_of_a_title_balanced(title: str) -> None:
    for written in (encode(title), markup.latex(title)):
        depth = 0
        for char in written:
            depth += (char == "{") - (char == "}")
            assert depth >= 0
        assert depth == 0


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\H O}ry, \v{C}ech, \v Cech, \c{C}, \'{\i}, \'\i, \.I", "Őry, Čech, Čech, Ç, í, í, İ"),
        (r"\L{}\'od\'z, \aa ngstr\"om, {\ss}, \o re", "Łódź, ångström, ß, øre"),
        (r"\h{a} \textcommabelow{S}", "ả Ș"),
        (r"\emph{one} {\em two} \textsc{Three} \textbf{\textit{four}}", "one two Three four"),
        (r"``q'' --- p.~3 \& 5\,\% \ldots", "“q” — p.\u00a03 & 5 % …"),
        (r"\~{} \^{} \textasciitilde{}a \_", "~ ^ ~a _"),
        (r"see \url{http://a.example/x_y%20z}", "see http://a.example/x_y%20z"),
        (r"\foo{bar}{baz} \write18{x}", r"\foo{bar}{baz} \write18{x}"),  # nothing is lost
        (r"open { and \ and \'", r"open { and and '"),
        (r"{\a'a}\a`e {\'{\i}}n \H{o} {\t oo}", "áè ín ő o\u0361o"),
        (r"4\textsuperscript{th} \mkbibemph{a} {\scshape b} \underline{c}", "4th a b c"),
        (r"\href{http://a.example/x_y}{text} \textcolor{red}{x}", "text x"),
        (r"{\noopsort{1972b}}1973 \printfirst{a}{b}", "1973 a"),
        (r"Jan Berg\thanks{A \emph{fund}} and Lund\inst{1}, title\footnote{A {note}}", "Jan Berg and Lund, title"),
        (
            r"Berg \etal\ in \doi{10.5555/a_b}, \doi{https://doi.org/10.5555/1}",
            "Berg et al. in doi:10.5555/a_b, https://doi.org/10.5555/1",
        ),
        (r"\enquote{a \emph{b}} \mkbibquote{c}", "“a b” “c”"),
        (r"?`Qu\'e? !`Ya! ?``q''", "¿Qué? ¡Ya! ?“q”"),
        (r"\(x^2\) and $x^2$ but \(y", "$x^2$ and $x^2$ but (y"),
        (r"\pkg{plm} by \foreign{\emph{x} y}", "plm by x y"),  # the argument of an unknown command
        (r"\pkg{} \pkg \input{x} \csname x\endcsname", r"\pkg{} \pkg \input{x} \csname x\endcsname"),
        (r"The {\TeX}book, {\LaTeXe} and \MF\emdash on \PS", "The TeXbook, LaTeX2e and METAFONT—on PostScript"),
        (r"\url{http://a.example/x\_y\%20}", "http://a.example/x_y%20"),
        (r"A/\linebreak[2]B\symbol{126}", "A/B~"),
        (r"M\kern-.15em\raise.5ex\hbox{I}\kern -1,5 true pt N\spacefactor1000 {} o\penalty-50 p", "MIN op"),
        (r"A\hskip .11em plus .33em minus .07em B\mskip3mu C", "A B C"),
        (r"x \kernel y", r"x \kernel y"),
        (r"\cprime \polhk{a} \guillemotleft{}x\guillemotright", "\u02b9ą «x»"),
        ("two\n  lines", "two lines"),
        ("a\x00b\x0cc\x7f \x1bd", "ab c d"),
        ("e\u0301", "é"),
    ],
)
def test_foreign_latex_is_read(latex: str, text: str) -> None:
    assert decode(latex) == text


_LATEX = st.sampled_from(
    ["\\'", "\\i", "\\o", "\\c", "{\\'e}", "{\\'{e}}", "{\\v s}", '\\"', "\\H{o}", "\\~", "\\~{}", "\\&", "{\\&}",
     "\\\\", "\\{", "{GPU}", "\\em", "\\foo", "{", "}", "{}", "{{", "}}", " ", "  ", "\n", "--", "-", "'", "`", "?",
     "~", ",", "e", "GPU", "é", "e\u0301"]
)  # fmt: skip


@given(st.lists(_LATEX, max_size=9).map("".join))
def test_the_fast_path_gives_the_same_text_as_the_reader(latex: str) -> None:
    assert read(latex) == source(read_parts(latex))
    assert read_characters(latex) == re.sub(" +", " ", without_marks(read_parts(latex))).strip(" ")


def test_braces_that_group_can_be_kept() -> None:
    assert decode(r"{Barnes and Noble} {\'E}cole {\'Ecole, Paris}") == "Barnes and Noble École École, Paris"
    assert decode_groups(r"{Barnes and Noble} {\'E}cole {\'Ecole, Paris}") == "{Barnes and Noble} École {École, Paris}"


@pytest.mark.parametrize("latex", [r"{\'e}", r"\url{x} \emph{y} $\alpha_1$", "", "a & b"])
def test_harmless_latex_is_accepted(latex: str) -> None:
    assert is_safe(latex)


@pytest.mark.parametrize("latex", [r"\input{x}", r"\write18{x}", "{", "}{", r"\{", "^^5c", "x\\", r"\newcommand\x{}"])
def test_other_latex_is_rejected(latex: str) -> None:
    assert not is_safe(latex)


@pytest.mark.parametrize("latex", ["a\u202eb", "a\x85b", "a\x1b[31m", "\U000e0041"])
def test_latex_with_hidden_characters_is_rejected(latex: str) -> None:
    assert not is_safe(latex)


@pytest.mark.parametrize(
    "hostile",
    ["{" * 25_000, "{" * 25_000 + "}" * 25_000, r"\'{" * 15_000, "$a" * 25_000, "{MoE}" * 15_000, "-'" * 25_000],
)
def test_time_is_proportional_to_length_and_depth(hostile: str) -> None:
    with in_proportion():
        assert markup.from_latex(markup.latex(hostile)) == hostile
        markup.from_latex(hostile)


@pytest.mark.parametrize(
    "endless",
    [
        r"\ifmmode\else " * 10_000,
        "$a" + " " * 150_000 + "b",
        r"\ce{\(a" * 5_000,
        r"\ensuremath{" * 10_000,
        r"\ce{" + " " * 9_000 + "}",
        r"\[" * 9_000,
    ],
)
def test_what_does_not_end_is_read_in_linear_time(endless: str) -> None:
    with in_proportion():
        decode(endless)


@pytest.mark.parametrize(
    "link",
    [
        r"\href{run:calc.exe}{x}",
        r"\href{javascript:alert(1)}{x}",
        r"\href{JavaScript:alert(1)}{x}",
        r"\href {file:///etc/passwd}{x}",
        r"\url{run:x}",
        r"\nolinkurl{data:text/html,x}",
        r"\href{{run:x}}{y}",
        r"\href%" + "\n{run:x}{y}",
        r"\href[ismap]{run:x}{y}",
        r"\href{\string run:x}{y}",
        r"\href{http:run:x}{y}",
    ],
)
def test_a_link_that_runs_a_program_is_shown_as_text(link: str) -> None:
    assert not is_safe(link)
    written = as_safe(rf"\emph{{a}} {link}")
    assert not re.search(r"\\(?:href|url|nolinkurl)", written)
    assert re.sub(r"[\\{}]", "", decode(written)).split() == re.sub(r"[\\{}]", "", f"a {link}").split()


@pytest.mark.parametrize(
    "link",
    [
        r"\href{https://a.example/b}{c}",
        r"\url{HTTP://a.example:80/x\_y}",
        r"\url{ftp://a.example}",
        r"\url{www.a.example/b:c}",
        r"\url{a.example}",
        r"\href{mailto:a@b.example}{c}",
        r"\path{C:/x}",
    ],
)
def test_other_links_are_kept(link: str) -> None:
    assert is_safe(link)
    assert as_safe(link) == link


@pytest.mark.parametrize("char", ["\x1b", "\x9b", "\u202e", "\u200e", "\u061c", "\u2066", "\U000e0041", "\ufeff"])
def test_characters_that_nobody_sees_do_not_reach_latex(char: str) -> None:
    assert not is_safe(f"a{char}b")
    assert not is_harmless(f"a{char}b")
    for write in (encode, encode_groups, markup.latex, as_safe):
        assert write(f"a{char}b") == "ab"
        # They hide nothing, either: what is left is still checked.
        assert "^^" not in write(f"$x^{char}^5cinput$ ^{char}^5cinput")


def test_a_formula_with_a_hat_of_a_hat_is_no_formula() -> None:
    assert not is_harmless("x^^5c")
    assert not is_harmless("^^7d")
    assert not is_harmless("x_{a}^^M")
    assert not is_safe("x^^5cinput")
    assert as_safe("x^^5cinput y") == "x{\\textasciicircum}{\\textasciicircum}5cinput y"


@pytest.mark.parametrize("depth", [41, 3000])
def test_a_deep_formula_is_text(depth: int) -> None:
    assert not is_harmless("{" * depth + "x" + "}" * depth)
    assert markup.plain("$" + "{" * depth + "x" + "}" * depth + "$").startswith("${{")


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\apj, \mnras{} and \aap", "ApJ, MNRAS and A&A"),
        (r"\ion{Fe}{ii} and \ion{C}{4}", "Fe II and C IV"),
        (r"\SI{3}{\kilo\meter\per\second}, \qty{2}{\metre\squared}", "3\u00a0km s⁻¹, 2\u00a0m²"),
        (r"\si{\per\square\cm} \num{12} \ang{45} \si{km/h}", "cm⁻² 12 45° km/h"),
        (
            r"see \citep[p.~3]{lund} or \cite[as in][§ 2]{hale} and \cite{cho}",
            "see lund, p.\u00a03 or as in hale, § 2 and cho",
        ),
        (r"\ifmmode a\else b\fi, \ifmmode c\fi", "b, "),
        (r"5\arcsec, 3\degr, 1\micron", "5\u2033, 3°, 1µm"),
        (r"S\adddot\addspace B", "S. B"),
        (r"\MakeUppercase{reeds \'e}, \lowercase{REEDS}", "REEDS É, reeds"),
        (r"\uppercase{" + "a--" * 60 + r"\lowercase{b}}", "A\u2013" * 60 + "B"),
        (r"\begin{center}Ponds\end{center}", "Ponds"),
        (r"\SI{5}{\pond}", "5\u00a0\\pond"),
        (r"\SIrange{1}{5}{\GHz}, \numrange{1}{2}, \qtylist{1;2;3}{\um}", "1 GHz to 5 GHz, 1 to 2, 1 µm, 2 µm and 3 µm"),
        (r"\num{1.5e-3} \SI{2 +- 1}{\degree} \ang{1;2;3} \unit{\kibi\byte}", "1.5 × 10⁻³ 2 ± 1° 1°2′3″ KiB"),
        (r"\si{m^2.s^{-1}}, \SI{20}{\celsius}", "m² s⁻¹, 20 °C"),
        (r"\ce{H2O}, \ce{SO4^2-}, \ce{^{12}C}, \chem{NO_x}, \ce{Na+}", "H₂O, SO₄²⁻, ¹²C, NOₓ, Na⁺"),
        (r"\ce{2H2 + O2 -> 2H2O}, $\ce{Ca(OH)2}$, \isotope[13]{C}", "2H₂ + O₂ → 2H₂O, Ca(OH)₂, ¹³C"),
        (r"1\ier{} pond, 2\ieme{} and n\up{o}", "1er pond, 2e and n^o"),
        (r"\begin{otherlanguage}{french}Le\end{otherlanguage}", "Le"),
        (r"x\hspace*{-2pt}y\vspace*{1pt}, a\\[2pt] b\\* c\hfil\break d", "xy, a b c d"),
        (r"\raisebox{-.5ex}{a} \colorbox{red}{b}\footnote{c}\thanks{d}\index{e} {\LARGE f}", "a b f"),
        (
            r"{\CYRP}\cyrr{}\cyru{\cyrd}, \textalpha-ray, \textMu, \textesh, Th\uhorn{} \'{\OHORN}",
            "Пруд, α-ray, Μ, ʃ, Thư Ớ",
        ),
        (r"\solphys, \psj, \apspr", "Sol. Phys., PSJ, Astrophys. Space Phys. Res."),
        (r"$\less$em$\greater$Rana, C:$\backslash$reed", r"<em>Rana, C:\reed"),
        (r"A: \begin{itemize}\item One\item[b)] Two\end{itemize}", "A: • One b) Two"),
        (r"\begin{CJK*}{UTF8}{gbsn}池\end{CJK*} re\hyp{}use {\fontsize{8}{9}\selectfont x}", "池 re-use x"),
        ("Dv\\accent'27ur, \\accent\"7Fo, \\accent19 e, \\={}\\i, \\^{}x", "Dvůr, ö, é, ¯ı, ^x"),
        (r"\verb=\footnote=, \verb*|{x}| and \verb", r"\footnote, {x} and \verb"),
        (r"1\farcs5, \MakeTextUppercase{a} \NoCaseChange{pH}", "1\u2033.5, A pH"),
    ],
)
def test_phrases_are_read_as_what_they_print(latex: str, text: str) -> None:
    assert decode(latex).replace("\u00a0", " ") == text.strip().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"at $$\sqrt{s}=13\,\text {TeV} $$ and $$p_T$$ ponds", r"at $\sqrt{s}=13\,\text {TeV}$ and $p_T$ ponds"),
        (r"\(pp\) at \[ x^2 \] and $ y $", "$pp$ at $x^2$ and $y$"),
        (r"RuCl\ensuremath{_3}, {\ensuremath{K_{\rm s}}} and \ensuremath\alpha", r"RuCl$_3$, $K_{\rm s}$ and α"),
        (r"O$_{8+\ensuremath{\delta}}$, $p\text{\ensuremath{-}}n$", r"O$_{8+{\delta}}$, $p{-}n$"),
        (r"$k\ifmmode\cdot\else\textperiodcentered\fi{}p$", r"$k\cdot p$"),
        (r"$k\phantom{\rule{0}{0ex}}p\phantom{\rule{0.3em}{0ex}}q$", r"$kp\,q$"),
        (r"$$ x", "$$ x"),
        (r"\\$x$ and \$5", "$x$ and $5"),
    ],
)
def test_formulas_are_read_in_one_form(latex: str, text: str) -> None:
    assert decode(latex) == text


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\sqrt{s}=13", "√s=13"),
        (r"p\bar{p} \hat H \vec {x}", "pp̄ Ĥ x⃗"),
        (r"K_{\rm s}^{\rm 12}", "K<sub>s</sub><sup>12</sup>"),
        (r"\mathbf{k}\cdot\bm p", "<b>k</b>⋅<b>p</b>"),
        (r"\mathsf{YBa_2}\hbox {N}^3", "YBa<sub>2</sub>N<sup>3</sup>"),
        (r"p\text{-}n - 1", "p-n − 1"),
        (r"z^\ast \setminus A^\dagger", "z<sup>∗</sup>∖ A<sup>†</sup>"),
        (r"\sqrt{s_{NN}} \sqrt{-3} \sqrt{a_1b}", "√s<sub>NN</sub> √(−3) √(a<sub>1</sub>b)"),
        (r"{\bf x}_1 12\arcsec", "<b>x</b><sub>1</sub> 12″"),
        (r"\sqrt[3]{x}", None),
        (r"\bar{ab}", None),
        (r"\frac{a}{b}", None),
    ],
)
def test_formulas_of_letters_and_signs_are_text_without_tex(tex: str, shown: str | None) -> None:
    text = as_text(tex)
    assert (text and source(text)) == shown


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        (r"On \enquote{Reed Ponds} and \mkbibquote{reeds}", r"On \enquote{{Reed Ponds}} and \mkbibquote{reeds}"),
        (
            r"The \textsf{Listings} and \pkg{Reed Pond} packages",
            r"The \textsf{{Listings}} and \pkg{{Reed Pond}} packages",
        ),
        (r"\foreignlanguage{french}{Le Pond}, \SI{3}{\km}", r"\foreignlanguage{french}{{Le Pond}}, \SI{3}{\km}"),
        (r"{\KOMAScript}, \Xy-pic and {\Xy-pic} \TeX books", "{KOMA-Script}, {Xy}-pic and {{Xy}-pic} {TeX}books"),
        (
            r"{A \enquote{Reed}} {\pkg{Reed}} \emph{Reed} \cite{Reed}",
            r"{A \enquote{Reed}} {\pkg{Reed}} \emph{Reed} \cite{Reed}",
        ),
        (r"\ce{SO4^{2-}}, \isotope[13]{C}, \SI{3}{\GHz}", None),
        (r"$\text{Reed}$ \footnote{Reed} \reed{A}{B} \textbf{\enquote{Reed}}", None),
    ],
)
def test_capitals_of_which_bibtex_keeps_the_case_get_braces(title: str, kept: str | None) -> None:
    assert keep_capitals(title) == (kept or title)


def test_letters_with_combining_accents_become_commands_where_latex_is_copied() -> None:
    assert in_ascii("x\u0304 in Stra\u00dfe") == r"{\=x} in Stra{\ss}e"
