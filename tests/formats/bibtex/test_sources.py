"""From one dialect to another: what was not changed has the characters that the file has."""

from __future__ import annotations

import pytest

from moebib.commands.convert import convert
from moebib.formats import Loss, Options, get
from moebib.formats.bibtex import BibDocument
from moebib.formats.bibtex.dates import DATE_FIELDS
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.file import read_entries, read_file
from moebib.formats.bibtex.lost_elsewhere import only_in_bib
from moebib.formats.bibtex.reader import decode_entry

# Field -> the value, in braces; the same in BibTeX.
KEPT = [
    ("title", r"On \emph{Rana arvalis}, {\it Rana} and \textit{Bufo}, {\sc Caps} by {\bfseries Reed}"),
    ("title", r"CO\textsubscript{2} in $\Bbb C^2$, {$L\sp 2$} and $x_{\mbox{low}}$, $\foo{\rm A}$"),
    ("title", r"{P}ond {W}avelets and {F}rogs of {G}{\"o}ta, {{Two Words}}, Deep GPU"),
    ("title", r"A  title with   spaces, ``quotes'' -- and ---dashes"),
    ("title", "Two\n  lines"),
    ("title", r"The \ion{H}{ii} Region at 3\,\unit{m} and \TeX: \{0,1\}"),
    ("title", r"{Braces around a Whole Title}"),
    ("journal", r"\pond"),
    ("journal", r"{\em Annals} of {P}onds \& Reeds"),
    ("author", r"Lund, Ada and {\O}berg, {\'E}va and {Reed Group} and others"),
    ("author", r"A. Lund and O. van den Berg"),
    (
        "title",
        r"At $$\sqrt{s_1}=13\,\text {TeV} $$ and \[x_1\], \\$y_1$ \begin{otherlanguage}{french}Le\end{otherlanguage}",
    ),
    ("title", r"Sulfate \ce{SO_4^{2-}} and \ensuremath{K_{\rm s}}"),
    ("title", r"\isotope[12]{C}, {\ensuremath{^{56}}}Fe and \(a_1\)"),
    ("author", "uniquelist=false and family=Lund, given=Ada, id=x7 and Reed, Ola"),
    ("author", "family=Lund, given=Ada, shoe=43"),
    ("doi", "10.5555/pond."),
    ("url", "https://doi.org/10.5555/POND.1"),
    ("url", "http://aclanthology.org/W13-2007"),
    ("doi", "10.48550/arXiv.2401.01234"),
    ("pages", "1-10"),
    ("pages", "12--19, 21"),
    ("keywords", "frog; pond, deep; reed"),
    ("note", r"see \cite{hale2020} and \verb|x|"),
    ("annote", r"50 % of R&D, a_1 and {\bf bold}"),
    ("publisher", r"Hill \& {S}ons"),
    ("howpublished", r"\url{https://reeds.example/a_b}"),
    ("howpublished", r"GitHub, \url{https://reeds.example/a_b} (accessed 5 May 2020)"),
    ("howpublished", r"\url{https://doi.org/10.5555/1}"),
    ("note", r"Available at \url{https://reeds.example}, last accessed 2020-05-05."),
    ("note", r"[Online; accessed 5-May-2020]"),
    ("usera", "of the reading group"),
    ("note", r"\url{https://reeds.example/~a}"),
    ("edition", "Second"),
    ("isbn", "0-306-40615-2"),
    ("doi", "10.5555/POND.1"),
    ("year", r"{\noopsort{b}}2019"),
    ("language", "de-CH"),
]
PRIMITIVES = [
    r"\input{x}", r"\write18{x}", r"\href{run:x}{y}", r"\csname x\endcsname", r"^^5cinput x", r"\def\a{b}",
    r"$\openin5=x$", r"\url{javascript:x}", r"\directlua{x}", r"\InputIfFileExists{x}{}{}",
]  # fmt: skip


def entry(**fields: str) -> str:
    others = {"author": "Lund, Ada", "title": "Ponds", "journal": "Reeds", "year": "2020"}
    return "@article{a,\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in (others | fields).items()) + "}\n"


def rewritten(text: str, dialect: str = "bibtex", options: Options = Options()) -> tuple[str, tuple[Loss, ...]]:  # noqa: B008
    format = get(dialect)
    assert format.rewrite
    (resolved,) = read_entries(BibDocument(text))
    assert resolved.entry
    record, _ = format.steps().make(resolved.entry)
    assert record
    return format.rewrite(record, resolved.entry, options)[:2]


@pytest.mark.parametrize(("name", "value"), KEPT)
def test_a_value_that_is_not_changed_keeps_its_characters(name: str, value: str) -> None:
    text, losses = rewritten(entry(**{name: value}))
    assert f"  {name} = {{{value}}},\n" in text
    assert not losses


@pytest.mark.parametrize(("name", "value"), KEPT)
def test_biblatex_gets_the_same_characters_in_its_own_fields(name: str, value: str) -> None:
    text, losses = rewritten(entry(**{name: value}), "biblatex")
    name = {"journal": "journaltitle", "annote": "annote"}.get(name, name)
    assert name == "year" or f"  {name} = {{{value}}},\n" in text
    assert not losses


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("note", "Note #2", r"Note \#2"),
        ("publisher", "R&D: 50%", r"R\&D: 50\%"),
        ("number", "TR_15", r"TR\_15"),
        ("title", r"\emph{R & a_b} \pond{x} & \reed", r"\emph{R \& a\_b} \pond{x} \& \reed"),
        ("journal", r"\pond & \aap", r"\pond \& \aap"),
        ("note", r"\href{https://a.example/b_c#d}{Hill & Reed}", r"\href{https://a.example/b_c#d}{Hill \& Reed}"),
        ("organization", "Hill & Reed", r"Hill \& Reed"),
    ],
)
def test_signs_at_which_tex_stops_are_escaped_all_the_same(name: str, value: str, written: str) -> None:
    text, losses = rewritten(entry(**{name: value}))
    assert f"  {name} = {{{written}}},\n" in text
    assert not losses


@pytest.mark.parametrize("tex", PRIMITIVES)
@pytest.mark.parametrize("name", ["title", "note", "annote"])
def test_what_tex_executes_is_not_copied_but_reported(name: str, tex: str) -> None:
    text, losses = rewritten(entry(**{name: f"A {tex} B"}))
    assert tex not in text
    assert [(loss.field, loss.lost) for loss in losses] == [(name, (f"A {tex} B",))]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        (
            r"{P}ond \apj \input{x} of {\sc Reeds}",
            r"{P}ond \apj {\textbackslash}input{\textbraceleft}x{\textbraceright} of {\sc Reeds}",
        ),
        (r"\index{pond}Ponds \uppercase{ab}c {W}avelets", r"Ponds {AB}c {W}avelets"),
        (r"A \href{run:x}{y}, \href{https://a.example}{z} {P}ond", r"A y, \href{https://a.example}{z} {P}ond"),
        (
            r"{\it Pond} \verb|\special| {P}",
            r"{\it Pond} {\textbackslash}special {P}",
        ),
        (r"\label{a} {P}ond \lowercase{AB} {\bf C}", r"\label{a} {P}ond ab {\bf C}"),
        (r"{\it Pond} \@reed {P}", r"{\it Pond} reed {P}"),
        (r"{\it Pond} $\openin5$ {P}", r"{\it Pond} \${\textbackslash}openin5\$ {P}"),
        (r"{\it Pond} \begin{filecontents}x\end{filecontents} {P}aris", r"\emph{Pond} x {P}aris"),
    ],
)
def test_of_a_value_only_what_tex_executes_becomes_text(title: str, written: str) -> None:
    text, losses = rewritten(entry(title=title))
    assert f"title = {{{written}}}" in text
    assert [loss.lost for loss in losses] == [(title,)]


@pytest.mark.parametrize(
    ("title", "in_bibtex", "in_unicode"),
    [
        ("Grüße an {É}va", r"Gr{\"u}{\ss}e an {{\'E}}va", "Grüße an {É}va"),
        (r"The \v{C}ech {\v{C}}ech", r"The \v{C}ech {\v{C}}ech", "The {Č}ech Čech"),
        (r"Gr{\"u}{\ss}e \pond", r"Gr{\"u}{\ss}e \pond", r"Grüße \pond"),
        (r"{\sc Öl} in $x_\'e$ \o{}l", r"{\sc {\"O}l} in $x_\'e$ \o{}l", r"{\sc Öl} in $x_\'e$ øl"),
    ],
)
def test_only_letters_become_commands_or_unicode(title: str, in_bibtex: str, in_unicode: str) -> None:
    assert f"title = {{{in_bibtex}}}" in rewritten(entry(title=title))[0]
    assert f"title = {{{in_unicode}}}" in rewritten(entry(title=title), options=Options(unicode=True))[0]
    assert f"title = {{{title}}}" in rewritten(entry(title=title), "biblatex")[0]


@pytest.mark.parametrize(
    ("month", "written"),
    [
        ("jan", "jan"),
        ('"9~" # dec', '"9~" # dec'),
        ('jul # "/" # aug', 'jul # "/" # aug'),
        (r'aug # "\slash " # sep', r'aug # "\slash " # sep'),
        ("{spring}", "{spring}"),
        ("{march}", "mar"),
        ("{Sept.}", "sep"),
    ],
)
def test_months_stay_the_macros_of_which_each_style_prints_its_own_names(month: str, written: str) -> None:
    text, _ = rewritten(f"@article{{a, title={{Ponds}}, year=2020, month={month}}}")
    assert f"  month = {written},\n" in text


@pytest.mark.parametrize("date", ["2012/06/05", "Sept. 5, 2012", "2012-6-5"])
def test_biblatex_gets_a_date_that_biber_reads(date: str) -> None:
    assert "  date = {2012-" in rewritten(f"@misc{{a, title={{Ponds}}, date={{{date}}}}}", "biblatex")[0]


def test_a_link_is_written_without_the_commands_that_no_program_reads_in_it() -> None:
    assert "  doi = {10.5555/a_b},\n" in rewritten(entry(doi=r"10.5555/a{\_}b"))[0]
    assert "  doi = {10.5555/a_b},\n" in rewritten(entry(doi="https://doi.org/10.5555/a_b"))[0]


def test_no_second_field_is_made_of_the_language() -> None:
    assert "langid" not in rewritten(entry(language="de-CH"))[0]
    assert "  langid = {german},\n" in rewritten(entry(langid="german"))[0]


def test_a_field_keeps_its_name_unless_only_the_other_dialect_has_it() -> None:
    text = "@book{a, title={Ponds}, booktitle={Reeds}, address={Lund}, year=2020}"
    assert "booktitle = {Reeds}" in rewritten(text)[0]
    assert "address = {Lund}" in rewritten(text)[0]
    assert "location = {Lund}" in rewritten(text, "biblatex")[0]
    assert "organization = {Reeds}" in rewritten("@misc{a, title={Ponds}, organization={Reeds}}")[0]
    assert "howpublished = {Reeds}" in rewritten("@online{a, title={Ponds}, organization={Reeds}}")[0]


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ("institution={Hill}, organization={Reeds}", ("institution = {Hill}", "organization = {Reeds}")),
        ("language={swedish}, hyphenation={german}", ("language = {swedish}", "hyphenation = {german}")),
    ],
)
def test_of_two_fields_for_one_value_the_one_that_is_read_keeps_its_name(fields: str, kept: tuple[str, str]) -> None:
    text, losses = rewritten(f"@misc{{a, title={{Ponds}}, {fields}}}")
    assert all(f"  {field},\n" in text for field in kept)
    assert not losses


@pytest.mark.parametrize(
    ("fields", "genre", "place", "language"),
    [
        ("type={patentus}, location={countryus}, language={de-CH}", "U.S. patent", "United States of America", "de-CH"),
        ("type={patreqde}, location={countryde}, language={sr-Latn}", "German patent request", "Germany", "sr-Latn"),
        ("type={Patent of Ponds}, location={Lund}, language={os}", "Patent of Ponds", "Lund", ""),
    ],
)
def test_the_keys_of_biblatex_are_words_elsewhere_and_keys_in_biblatex(
    fields: str, genre: str, place: str, language: str
) -> None:
    text = f"@patent{{a, title={{Ponds}}, date={{2020}}, {fields}}}"
    (record,), _ = read_file(text)
    assert (record.genre, record.publisher_place, record.language) == (genre, place, language)
    written, losses = rewritten(text, "biblatex")
    assert all(f"  {field.replace('=', ' = ')},\n" in written for field in fields.split(", "))
    assert not losses


@pytest.mark.parametrize(
    ("date", "of_bibtex", "of_biblatex"),
    [
        ({"date": "2012-6-5"}, {"year": "2012", "month": "jun", "day": "5", "date": "2012-6-5"},
         {"date": "2012-06-05"}),
        ({"date": "in press"}, {"date": "in press"}, {"year": "in press"}),
        ({"year": "300--200 BC"}, {"year": "300--200 BC"}, {"date": "-0299/-0199"}),
        ({"year": "-44"}, {"year": "-44"}, {"date": "-0044"}),
        ({"date": "12.06.2012"}, {"year": "2012", "month": "jun", "day": "12", "date": "12.06.2012"},
         {"date": "2012-06-12"}),
    ],
)  # fmt: skip
def test_a_date_is_what_each_dialect_prints(
    date: dict[str, str], of_bibtex: dict[str, str], of_biblatex: dict[str, str]
) -> None:
    text = "@book{a, title = {Ponds}, " + ", ".join(f"{name} = {{{value}}}" for name, value in date.items()) + "}"
    for dialect, expected in (("bibtex", of_bibtex), ("biblatex", of_biblatex)):
        (written,) = read_entries(BibDocument(rewritten(text, dialect)[0]))
        assert written.entry
        assert {name: value for name, value in written.entry.fields.items() if name in DATE_FIELDS} == expected


@pytest.mark.parametrize(
    ("written", "of_bibtex", "of_biblatex"),
    [
        ("jurthesis", "jurthesis", "jurthesis"),
        ("odd$type", "misc", "misc"),
        ("conference", "conference", "conference"),
        ("inbook", "inbook", "inbook"),
        ("mvbook", "book", "mvbook"),
        ("video", "misc", "video"),
        ("thesis", "phdthesis", "thesis"),
        ("report", "techreport", "report"),
        ("www", "misc", "www"),
    ],
)
def test_an_entry_keeps_a_type_that_the_dialect_has_or_that_is_unknown(
    written: str, of_bibtex: str, of_biblatex: str
) -> None:
    text = entry(url="https://a.example").replace("@article", f"@{written}")
    assert rewritten(text, "bibtex")[0].startswith(f"@{of_bibtex}{{")
    assert rewritten(text, "biblatex")[0].startswith(f"@{of_biblatex}{{")
    for dialect in ("bibtex", "biblatex"):
        assert read_file(rewritten(text, dialect)[0])[0] == read_file(text)[0]


def test_what_the_type_field_says_stays_with_the_type() -> None:
    text = "@thesis{a, title = {Ponds}, type = {mathesis}, institution = {Reed Hall}}"
    assert "@thesis{a,\n" in rewritten(text, "biblatex")[0]
    assert "  type = {mathesis},\n" in rewritten(text, "biblatex")[0]
    assert "@mastersthesis{a,\n" in rewritten(text)[0]


@pytest.mark.parametrize("head", ["@['A', 'B']{a,", "@a b{a,", "@{a,", '@"foo"{a,'])
def test_a_malformed_head_gives_no_type_that_is_unknown(head: str) -> None:
    assert rewritten(f"{head} title = {{Ponds}}}}")[0].startswith("@misc{a,\n")


@pytest.mark.parametrize(
    ("written", "of_biblatex"),
    [
        (r"https://a.example/{~}lund/a\_b", "https://a.example/~lund/a_b"),
        (r"\url{https://a.example/x}", "https://a.example/x"),
        ("http://arxiv.org/abs/2401.01234", "http://arxiv.org/abs/2401.01234"),
    ],
)
def test_a_link_has_no_latex_for_biber(written: str, of_biblatex: str) -> None:
    text = entry(url=written)
    assert f"  url = {{{written}}},\n" in rewritten(text)[0]
    assert f"  url = {{{of_biblatex}}},\n" in rewritten(text, "biblatex")[0]


@pytest.mark.parametrize(
    ("title", "lost"),
    [
        (r"The \pkg{pond} package, \underline{and} {\tt reed}", (r"\pkg", r"\underline", r"\tt")),
        (r"\MakeUppercase{a} \hill of $\foo{x}$ in \href{https://a.example}{b}", (r"\hill", r"\href")),
        (r"\emph{A} {\sc b} \enquote{c} \citet{d} \mbox{e}\par \SI{3}{\kilo\meter} \'e \apj", ()),
        (r"In C:{\textbackslash}reeds and \ce{H2O}", ()),
    ],
)
def test_commands_that_no_other_format_has_are_lost_there(title: str, lost: tuple[str, ...]) -> None:
    source = BibEntry("book", "a", {"title": title})
    record, _ = decode_entry(source)
    assert record
    assert [loss.lost for loss in only_in_bib(record, source)] == ([lost] if lost else [])


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Reeds of Österreich, Łódź and Çatal", r"Reeds of {{\"O}}sterreich, {{\L}{\'o}}d{\'z} and {{\c{C}}}atal"),
        (r"Reeds of {Österreich} & {\"O}tztal", r"Reeds of {{\"O}sterreich} \& {\"O}tztal"),
        ("LÖSS in Grüßen und $Ö$", r"L{{\"O}}SS in Gr{\"u}{\ss}en und $Ö$"),
    ],
)
def test_capitals_whose_case_bibtex_keeps_are_protected_as_commands(title: str, written: str) -> None:
    entry = f"@misc{{a,\n  title = {{{title}}},\n}}\n"
    parts = list(convert({"x.bib": entry.encode()}, target=get("bibtex")))
    assert f"  title = {{{written}}},\n" in parts[0].text
    assert not list(parts[0].losses)
