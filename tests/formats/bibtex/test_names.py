"""Names in .bib files: split before anything is decoded, and read by BibTeX's rules; any text is accepted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock import in_proportion
from moebib.formats.bibtex.names import Target, name_keys, read_name_list, read_names, write_names
from moebib.records.name import Name, Names
from strategies import names


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("Jan van den Berg", [Name("Berg", "Jan", non_dropping_particle="van den")]),
        ("Charles de la Vall{\\'e}e Poussin", [Name("Vallée Poussin", "Charles", non_dropping_particle="de la")]),
        ("de la Vall{\\'e}e Poussin, Charles", [Name("Vallée Poussin", "Charles", non_dropping_particle="de la")]),
        ("von Last, Jr., First", [Name("Last", "First", non_dropping_particle="von", suffix="Jr.")]),
        ("{CMS Collaboration}", [Name(literal="CMS Collaboration")]),
        ("{{Barnes and Noble}}", [Name(literal="Barnes and Noble")]),
        (r"{R\&D Partners, Inc.}", [Name(literal="R&D Partners, Inc.")]),
        (r"Hal {Daum\'e III}", [Name("Daumé III", "Hal")]),
        (r"{\'E}variste Galois", [Name("Galois", "Évariste")]),
        (r"{\'e}tienne Dupont", [Name("Dupont", non_dropping_particle="étienne")]),  # a special letter has its case
        (r"{\relax Ch}arles Darwin", [Name("Darwin", "Charles")]),
        ("First {de} Last", [Name("Last", "First de")]),  # braces have no case
        (
            "M. {D}e C{\\'a}ceres",
            [Name("Cáceres", "M.", non_dropping_particle="De")],
        ),  # the case of the "e" after them counts
        ("Jean-Baptiste Lully", [Name("Lully", "Jean-Baptiste")]),
        ("A.~B. Cee", [Name("Cee", "A. B.")]),
        ("D.\u00a0E. Knuth", [Name("Knuth", "D. E.")]),
        ("後藤\u3000英一 and \u3000 Dai", [Name("後藤\u3000英一"), Name("Dai")]),
        ("P.~Vanek", [Name("Vanek", "P.")]),
        ("J.~Du~Croz", [Name("Croz", "J. Du")]),
        (r"Mu\~noz, A.", [Name("Muñoz", "A.")]),
        (r"{\a'A}. Seress", [Name("Seress", "Á.")]),
        ("L. van 't Hoff", [Name("Hoff", "L.", non_dropping_particle="van 't")]),
        ("Plato", [Name("Plato")]),
        ("王小明 and 李, 明", [Name("王小明"), Name("李", "明")]),
        (
            "given=Hans, family=Harman, given-i=H and family=Beumont, prefix=de, useprefix=false",
            [Name("Harman", "Hans"), Name("Beumont", dropping_particle="de")],
        ),
    ],
)
def test_a_name_is_read_by_the_rules_of_bibtex(latex: str, expected: list[Name]) -> None:
    assert read_name_list(latex) == (tuple(expected), ())


@pytest.mark.parametrize(
    ("latex", "families"),
    [
        ("Dai, Damai and Deng, Chengqi", ["Dai", "Deng"]),
        ("Dai, D. AND Deng, C.\tAnd\nGao, H.", ["Dai", "Deng", "Gao"]),
        ("Dai\n               and\n               Deng", ["Dai", "Deng"]),
        (r"Fran\ccois and Claveau", [r"Fran\ccois", "Claveau"]),  # the space is not part of the command
        (r"Dai, D. \and Deng, C.", ["Dai", "Deng"]),
        ("Alexander Sand and Andy Land", ["Sand", "Land"]),
        ("{Simon and Schuster} and {A {and} B}", ["Simon and Schuster", "A and B"]),
        ("{\\'E}. Dai and {\\'E}. Deng", ["Dai", "Deng"]),
        ("Smith, J.~and Doe, K.", ["Smith", "Doe"]),  # a tie is not a space before "and", but reported
    ],
)
def test_names_are_separated_by_and(latex: str, families: list[str]) -> None:
    assert [name.literal or name.family for name in read_names(latex)] == families


@pytest.mark.parametrize(
    ("latex", "expected", "problem"),
    [
        ("Dai and and Deng", ["Dai", "Deng"], "empty name between two 'and'"),
        ("Dai and", ["Dai"], "empty name between two 'and'"),
        ("{} and Dai", ["Dai"], "empty name between two 'and'"),
        ("Dai and \\\\~", ["Dai"], "empty name between two 'and'"),
        ("Dai and \u3000", ["Dai"], "empty name between two 'and'"),
        (", Damai", ["Damai"], "name begins with a comma: ', Damai'"),
        ("Dai, Damai,", ["Dai, Damai"], "name ends with a comma: 'Dai, Damai,'"),
        ("{Dai, Damai", ["Dai, Damai"], "name with an unbalanced brace: '{Dai, Damai'"),
        ("Dai, Damai, Deng, Chengqi", ["{Dai, Damai, Deng, Chengqi}"],
         "name with more than two commas, read as a whole: 'Dai, Damai, Deng, Chengqi'; put 'and' between people"),
        ("Dai, D., Deng, C.", ["Dai, D.", "Deng, C."],
         "2 people in one name: 'Dai, D., Deng, C.'; put 'and' between them"),
        ("Dai, D., Deng, C., and Wu, Y.", ["Dai, D.", "Deng, C.", "Wu, Y."],
         "2 people in one name: 'Dai, D., Deng, C.,'; put 'and' between them"),
        ("Deng E, Wu YZ, Dai D", ["Deng, E.", "Wu, Y. Z.", "Dai, D."],
         "3 people in one name: 'Deng E, Wu YZ, Dai D'; put 'and' between them"),
        (r"M{\"u}ller, J.; Wu, Y.;", ["M\u00fcller, J.", "Wu, Y."],
         "2 people in one name: 'M\u00fcller, J.; Wu, Y.;'; put 'and' between them"),
        (r"Dai, Damai \& Wu, Yu", ["Dai, Damai", "Wu, Yu"],
         "2 people in one name: 'Dai, Damai & Wu, Yu'; put 'and' between them"),
        ("Damai Dai, Yu Wu, Wei Li", ["Dai, Damai", "Wu, Yu", "Li, Wei"],
         "3 people in one name: 'Damai Dai, Yu Wu, Wei Li'; put 'and' between them"),
        ("\u738b\u5c0f\u660e\uff0c\u674e\u534e", ["\u738b\u5c0f\u660e", "\u674e\u534e"],
         "2 people in one name: '\u738b\u5c0f\u660e\uff0c\u674e\u534e'; put 'and' between them"),
        ("D. Dai, Y. Wu", ["Dai, D.", "Wu, Y."], "2 people in one name: 'D. Dai, Y. Wu'; put 'and' between them"),
        ("Dai, D.; Wu, Y. et al.", ["Dai, D.", "Wu, Y."],
         "2 people in one name: 'Dai, D.; Wu, Y. et al.'; put 'and' between them"),
        ("\u738b\u5c0f\u660e\u7b49", ["\u738b\u5c0f\u660e"],
         "not a part of a name: 'et al.' in '\u738b\u5c0f\u660e\u7b49'; write 'and others'"),
        ("Dai,, Damai", ["Dai, Damai"], "nothing between two commas: 'Dai,, Damai'"),
        ("{Dai, Damai and Wu, Yu}", ["Dai, Damai", "Wu, Yu"],
         "2 people in one name: 'Dai, Damai and Wu, Yu'; put 'and' between them"),
        (r"Dai, Damai \emph{et al.}", ["Dai, Damai"],
         "not a part of a name: 'et al.' in 'Dai, Damai et al.'; write 'and others'"),
    ],
)  # fmt: skip
def test_an_invalid_name_is_read_as_far_as_possible(latex: str, expected: list[str], problem: str) -> None:
    name_list = read_name_list(latex)
    assert [str(name) for name in name_list.names] == expected
    assert name_list.problems == (problem,)


@pytest.mark.parametrize("latex", [
    "{Reed; Pond and Co.}", "{Reed, Pond and Co., Ltd.}", "{Reed, Pond, and Lake}", r"Johnson \& Johnson",
    "Smith, Jr., Max Emil", "de la Cruz Lund, Ana Eva", "M&uuml;ller, Jan",
    "family=Berg, given={Jan; Ole}", "Lund, {Ada; Eva}",
])  # fmt: skip
def test_a_name_that_may_be_one_is_one(latex: str) -> None:
    name_list = read_name_list(latex)
    assert (len(name_list.names), name_list.problems) == (1, ())


def test_others_within_a_list_are_the_flag() -> None:
    names = read_names(r"Dai, Damai and others and Wu, Yu and {\etal}")
    assert names.texts() == ["Dai, Damai", "Wu, Yu", "others"]


@given(st.lists(names(), max_size=4))
def test_names_are_read_back_unchanged(people: list[Name]) -> None:
    target = Target("biblatex", unicode=True)
    sayable = Names(name for name in people if not (name.dropping_particle and name.non_dropping_particle))
    assert read_name_list(write_names(sayable, target)).names == sayable


def test_the_particle_and_does_not_separate_names() -> None:
    people = Names([Name("Hosek", "Tom", non_dropping_particle="and"), Name("Dai", "D.")])
    assert read_names(write_names(people, Target("biblatex", unicode=True))) == people


@pytest.mark.parametrize("last", ["others", "OTHERS", "{others}", "et al.", "{et al.}"])
def test_and_others_is_no_name_but_says_that_the_list_goes_on(last: str) -> None:
    names = read_names(f"Dai, D. and {last}")
    assert names == Names([Name("Dai", "D.")], others=True)
    assert write_names(names, Target("bibtex", unicode=False)) == "Dai, D. and others"


@given(st.text(st.sampled_from("aA ,={}\\'~\nand.-é"), max_size=40))
def test_any_text_is_read(latex: str) -> None:
    for name in read_names(latex):
        assert name.family or name.literal


@pytest.mark.parametrize(
    "latex",
    [
        "{" * 50_000,
        "family=" + " " * 50_000,
        " " * 50_000 + "id=a",
        "and " * 50_000,
        ", " * 50_000,
        " \n" * 50_000,
        "a~" * 50_000,
        "et al. " * 5_000,
    ],
)
def test_time_is_proportional_to_length(latex: str) -> None:
    with in_proportion():
        read_names(latex)


@pytest.mark.parametrize(
    ("latex", "expected", "keys"),
    [
        ("family=Berg, given=Jan, given-i={J.}, juniorcomma=true", "Berg, Jan", ("juniorcomma=true",)),
        ("family=Berg, given={Jan, Ola}, id={b,7}", "Berg, {Jan, Ola}", ("id={b,7}",)),
        ("uniquelist=false and Berg, Jan", "Berg, Jan", ("uniquelist=false",)),
        ("sortingnamekeytemplatename=x and family=Berg, given=Jan", "Berg, Jan", ("sortingnamekeytemplatename=x",)),
        ('"family=Berg, Inc.", given=Jan', "{Berg, Inc.}, Jan", ()),
        ("x=y", "family={x=y}", ()),
    ],
)
def test_options_of_biblatex_are_no_people(latex: str, expected: str, keys: tuple[str, ...]) -> None:
    names, problems = read_name_list(latex)
    assert ([str(name) for name in names], problems, name_keys(latex)) == ([expected], (), keys)


def test_an_unknown_part_of_a_name_leaves_the_known_ones() -> None:
    names, problems = read_name_list("family=Berg, given=Jan, shoe=43 and Lund, Ada")
    assert [str(name) for name in names] == ["Berg, Jan", "Lund, Ada"]
    assert problems == ("unknown part of a name: 'shoe=43'",)


@pytest.mark.parametrize(
    ("latex", "expected", "is_reported"),
    [
        ("Lund A.", ["Lund, A."], True),
        ("Lund A.-B. and Berg OT and others", ["Lund, A.-B.", "Berg, O. T."], True),
        ("Lund A and Berg O", ["Lund, A.", "Berg, O."], True),
        (
            "de Vries K and van der Berg AB and {de Lind} O",
            ["de Vries, K.", "van der Berg, A. B.", "de Lind, O."],
            True,
        ),
        (r"M{\"u}ller K and \O{}berg A.", ["Müller, K.", "Øberg, A."], True),
        ("O'Neil J.-P. and D'Souza AB", ["O'Neil, J.-P.", "D'Souza, A. B."], True),
        ("{Pond AI} and {Reed {\\AA}I}", ["{Pond AI}", "{Reed ÅI}"], False),
        ("Weinan E", ["E, Weinan"], False),
        ("Lund A and Otto Berg", ["A, Lund", "Berg, Otto"], False),
    ],
)
def test_initials_after_the_family_name_are_seen(latex: str, expected: list[str], is_reported: bool) -> None:
    names, problems = read_name_list(latex)
    assert ([str(name) for name in names], bool(problems)) == (expected, is_reported)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("d'Arc J.", "d'Arc, J."),
        ("d\u2019Arc J.", "d\u2019Arc, J."),
        ("al-Rashid A.", "al-Rashid, A."),
        ("Mac an Ghoill A.", "Mac an Ghoill, A."),
        ("\u041c\u0438\u0440 \u0410.", "\u041c\u0438\u0440, \u0410."),
        ("\u014cta \u00c9.", "\u014cta, \u00c9."),
        ("\u00d3 Broin A.", "\u00d3 Broin, A."),
        ("van den Berg J.", "van den Berg, J."),
        ("Roe B C", "Roe, B. C."),
        ("Roe B-C", "Roe, B.-C."),
    ],
)
def test_initials_after_any_family_name_are_seen_and_reported(name: str, read: str) -> None:
    names, problems = read_name_list(f"{name} and Berg O.")
    assert [str(name) for name in names] == [read, "Berg, O."]
    assert [problem.partition(":")[0] for problem in problems] == ["initials after the family name"] * 2


def test_numerals_of_kings_alone_are_no_initials() -> None:
    names, problems = read_name_list("Henry III and Otto II")
    assert [name.given for name in names] == ["Henry", "Otto"]
    assert not problems
    names, _ = read_name_list("Lund IV and Berg AB")
    assert [str(name) for name in names] == ["Lund, I. V.", "Berg, A. B."]


def test_one_other_name_does_not_hide_the_initials_of_most() -> None:
    names, problems = read_name_list("Lund A. and Berg O. and Plato")
    assert [str(name) for name in names] == ["Lund, A.", "Berg, O.", "Plato"]
    assert len(problems) == 2


def test_an_organisation_does_not_hide_the_initials_of_a_person() -> None:
    names, problems = read_name_list("{Bell Labs} and Lund A.")
    assert [str(name) for name in names] == ["{Bell Labs}", "Lund, A."]
    assert len(problems) == 1
    assert read_name_list("{Bell Labs} and Weinan E").problems == ()


@pytest.mark.parametrize("latex", ["Weinan E and Qian Li", "\u738b \u4f1f and \u674e \u5a1c", "Meta AI and Jan Berg"])
def test_family_names_of_one_letter_and_others_without_case_are_no_initials(latex: str) -> None:
    assert read_name_list(latex).problems == ()
