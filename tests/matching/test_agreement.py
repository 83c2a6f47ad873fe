"""Agreement: the ways in which people write one title or one name are equal, and near misses are not."""

from __future__ import annotations

import pytest

from moebib.matching.agreement import Agreement, compare_people, compare_titles, is_one_person
from moebib.records.name import Name, Names, parse_name

SAME_TITLES = {
    # markup, entities, formulas
    ("Kilns & Clays", "Kilns and Clays"): "",
    ("Kilns &amp; Clays", "Kilns & Clays"): "",
    ("A Potter&apos;s Wheel at Work", "A Potter’s Wheel at Work"): "",
    ("Glazes of <i>Argilla rubra</i> in Kilns", "Glazes of Argilla rubra in Kilns"): "",
    ("CO$_2$ Kilns at Scale", "CO2 Kilns at Scale"): "",
    ("CO<sub>2</sub> Kilns at Scale", "CO₂ Kilns at Scale"): "",
    ("T <sub>H</sub> 2 Kilns and Clay", "TH2 Kilns and Clay"): "",
    ("α-Firing of Clays", "alpha-Firing of Clays"): "",
    (r"$\alpha$-Firing of Clays", "α-Firing of Clays"): "",
    (r"$\varepsilon$-Greedy Firing", "ϵ-greedy firing"): "",
    (r"Firing in $\mathbb{R}^3$ Kilns", "Firing in R3 Kilns"): "",
    (r"Clay under $L_\infty$ Loads", "Clay under L∞ Loads"): "",
    ("Firing at 1000°C in Kilns", r"Firing at 1000 $^\circ$C in Kilns"): "",
    (r"$\ell_1$ Firing of Clay", "l1 Firing of Clay"): "",
    ("Über Öfen und Ton", "Ueber Oefen und Ton"): "",
    # hyphens, quotes, dashes, full stops, case
    ("Pre-training of Kilns", "Pretraining of Kilns"): "",
    ("Multi Modal Firing of Clay", "Multimodal Firing of Clay"): "",
    ("“Why” Fire Clay?", '"Why" fire clay'): "",
    ("Firing -- A Study of Clay", "Firing — A Study of Clay"): "",
    ("Firing of Clay.", "Firing of clay"): "",
    ("CLAY: FIRE AND WATER", "Clay: Fire and Water"): "",
    ("Théorie des fours à céramique", "Theorie des fours a ceramique"): "",
    # numbers
    ("Two Kilns in Three Villages", "2 Kilns in 3 Villages"): "",
    ("Kiln Theory II: Proofs of Firing", "Kiln Theory 2: Proofs of Firing"): "",
    ("Kiln Theory, Part I: Clay", "Kiln Theory, Part 1: Clay"): "",
    ("Kiln Theory, Vol. 2", "Kiln Theory, Volume II"): "",
    ("The Third Firing of Clay", "The 3rd Firing of Clay"): "",
    ("Firing 10,000 Pots at Once", "Firing 10000 Pots at Once"): "",
    # British and American spelling
    ("Modelling the Colour of Fibre Glazes", "Modeling the Color of Fiber Glazes"): "British or American spelling",
    ("Optimising the Behaviour of Kilns", "Optimizing the Behavior of Kilns"): "British or American spelling",
    ("A Centre for Analysing Clay", "A Center for Analyzing Clay"): "British or American spelling",
    ("Generalisation in Neighbourhoods of Clay", "Generalization in Neighborhoods of Clay"):
        "British or American spelling",
    ("Labelled Pots, Unlabelled Kilns", "Labeled Pots, Unlabeled Kilns"): "British or American spelling",
    ("Anaemia among Potters", "Anemia among Potters"): "British or American spelling",
    ("A Catalogue of Grey Sulphur Glazes", "A Catalog of Gray Sulfur Glazes"): "British or American spelling",
    ("Towards Better Kilns", "Toward Better Kilns"): "British or American spelling",
    ("A Defence of Ageing Kilns", "A Defense of Aging Kilns"): "British or American spelling",
    # parts that are dropped
    ("Glazing Kilns", "Glazing Kilns: A Practical Guide for Sparse Experts"): "the subtitle is missing",
    ("Glazing Kilns: A Practical Guide", "Glazing Kilns"): "the subtitle is missing in the source",
    ("Do Kilns Dream of Clay?", "Do Kilns Dream of Clay? A Study of Sleep"): "the subtitle is missing",
    ("Glazing Kilns", "Glazing Kilns – A Practical Guide"): "the subtitle is missing",
    ("Glazing Kilns: A Guide", "Glazing Kilns: A Guide: Kilns and Glazes"): "the subtitle is missing",
    ("KilnBERT", "KilnBERT: Pretraining for Glaze Recipes"): "the subtitle is missing",
    ("Pretraining for Glaze Recipes", "KilnBERT: Pretraining for Glaze Recipes"): "the name in front is missing",
    ("Kiln-2: Pretraining for Glaze Recipes", "Pretraining for Glaze Recipes"):
        "the name in front is missing in the source",
    ("Glaze Aware Firing (GAF) of Clay", "Glaze Aware Firing of Clay"): "an acronym",
    ("A Long Title about Clay and ...", "A Long Title about Clay and Fire in Kilns"): "the end is missing",
    # labels
    ("Learning to Fire Pots (Extended Abstract)", "Learning to Fire Pots"): "a label such as 'Extended Abstract'",
    ("Kiln Emissions since 1990", "Kiln Emissions since 1990 (Version 2.0)"): "a label such as 'Extended Abstract'",
    ("Kiln Emissions since 1990", "Kiln Emissions since 1990 [v1.1]"): "a label such as 'Extended Abstract'",
    ("Learning to Fire Pots", "[Retracted] Learning to Fire Pots"): "a label such as 'Extended Abstract'",
    ("Learning to Fire Pots", "RETRACTED ARTICLE: Learning to Fire Pots"): "a label such as 'Extended Abstract'",
    ("Learning to Fire Pots (Student Abstract)", "Learning to Fire Pots"): "a label such as 'Extended Abstract'",
    ("Learning to Fire Pots: Extended Abstract", "Learning to Fire Pots"): "the subtitle is missing in the source",
    # one typing error
    ("Learnng to Fire Pots", "Learning to Fire Pots"): "a typing error",
    ("Learnning to Fire Pots", "Learning to Fire Pots"): "a typing error",
    ("Laerning to Fire Pots", "Learning to Fire Pots"): "a typing error",
    ("Learming to Fire Pots", "Learning to Fire Pots"): "a typing error",
    ("Efficient Inferense of Kilns", "Efficient Inference of Kilns"): "a typing error",
}  # fmt: skip

OTHER_TITLES = [
    # another word
    ("Learning to Fire Pots", "Training to Fire Pots"),
    ("Firing for Kilns", "Firing towards Kilns"),
    ("A Framework for Firing Clay", "A Benchmark for Firing Clay"),
    ("Self-supervised Firing of Clay", "Unsupervised Firing of Clay"),
    ("Hidden Kilns of the North", "Latent Kilns of the North"),
    ("Learning from Clay", "Learning with Clay"),
    ("Characterising the Risk of Fire", "Characterising Risk of Fire"),
    ("Firing Clay Kilns", "Firing Clay"),
    ("Deep Firing of Clay", "Firing of Clay"),
    ("Firing of Clay in Kilns", "Firing of Clay"),
    # another form of a word, or a word that a letter makes of another
    ("Meta-Learnings of Kilns", "Meta-Learning of Kilns"),
    ("Kiln Networks for Clay", "Kiln Network for Clay"),
    ("Fired Clay of the North", "Firing Clay of the North"),
    ("Causal Kilns of the North", "Casual Kilns of the North"),
    ("Optical Kilns of the North", "Optimal Kilns of the North"),
    ("Discrete Kilns and Clay", "Discreet Kilns and Clay"),
    ("Neural Kilns and Clay", "Neutral Kilns and Clay"),
    ("Adaption of Kilns and Clay", "Adoption of Kilns and Clay"),
    ("Trial of Kilns and Clay", "Trail of Kilns and Clay"),
    ("Asymmetric Kilns and Clay", "Symmetric Kilns and Clay"),
    ("Training of Kilns and Clay", "Raining of Kilns and Clay"),
    # two typing errors, and those in short words or names
    ("Learnng to Fier Potts", "Learning to Fire Pots"),
    ("Learnng of Efficent Kilns", "Learning of Efficient Kilns"),
    ("Cat Kilns and Clay", "Bat Kilns and Clay"),
    ("Learnng", "Learning"),
    # numbers and parts
    ("Kiln Theory II", "Kiln Theory III"),
    ("Kiln-2: Firing of Clay", "Kiln-3: Firing of Clay"),
    ("Firing 3D Clay Models", "Firing 2D Clay Models"),
    ("Kiln Theory", "Kiln Theory: Part II"),
    ("Kiln Theory", "Kiln Theory: II"),
    ("Four Kilns and Clay", "Five Kilns and Clay"),
    ("Programming Kilns in C", "Programming Kilns in C++"),
    ("Programming Kilns in C", "Programming Kilns in C#"),
    ("Glazing Kilns", "Glazing Kilns: Supplementary Material"),
    ("Workshop on Kilns and Clay", "Workshop on Kilns and Clay: Introduction"),
    # notices and general heads
    ("Firing of Clay in Kilns", "Correction: Firing of Clay in Kilns"),
    ("Firing of Clay in Kilns", "Firing of Clay in Kilns: Reply to Quill"),
    ("Firing of Clay in Kilns", "Erratum: Firing of Clay in Kilns"),
    ("Firing of Clay in Kilns", "Comment on Firing of Clay in Kilns"),
    ("Introduction", "Introduction: Kilns and Clay"),
    ("Survey", "Survey: Kilns and Clay"),
    # another name in front, or another subtitle
    ("KilnBERT: Firing of Clay", "KilnGPT: Firing of Clay"),
    ("Glazing Kilns: A Guide", "Glazing Kilns: A Survey"),
    ("Firing of Clay", "Towards Better Kilns: Firing of Clay"),
    ("Kilns", "Clays"),
    ("", "Kilns"),
]

SAME_PEOPLE = {
    # initials
    ("Quill, A. B.", "Quill, Ada Beatrix"): "",
    ("Quill, AB", "Quill, Ada Beatrix"): "",
    ("AB Quill", "Ada B. Quill"): "",
    ("LM FitzGerald", "Liesel M. FitzGerald"): "",
    ("Lund, I", "Lund, Ida"): "",
    ("Kim, MJ", "Kim, Min-Jun"): "",
    ("Moss, Elias SJ", "Moss, E. S."): "",
    ("Quill, Ada", "Quill, Ada Beatrix"): "",
    ("Kim, Min Jun", "Kim, Min-Jun"): "",
    ("Kim, Minjun", "Kim, Min-Jun"): "",
    ("Quill, Jr., Adam", "Quill, Adam"): "",
    # letters
    ("Müller, Jörg", "Mueller, Joerg"): "",
    ("Muller, Jorg", "Müller, Jörg"): "",
    ("Muller, J.", "Mueller, J."): "",
    ("Møller, Søren", "Moller, Soren"): "",
    ("Møller, Søren", "Moeller, Soeren"): "",
    ("Łódź, Łukasz", "Lodz, Lukasz"): "",
    ("Kılıç, Ayşe", "Kilic, Ayse"): "",
    ("Weiß, Max", "Weiss, Max"): "",
    ("Åsvold, Bo", "Aasvold, Bo"): "",
    ("Nguyen, Van Anh", "Nguyễn, Văn Anh"): "",
    ("Đặng, Thu", "Dang, Thu"): "",
    ("O'Kiln, Mae", "O’Kiln, Mae"): "",
    ("d'Argile, Ann", "D’Argile, Ann"): "",
    # compound names, particles
    ("García Ortiz, José", "Garcia-Ortiz, José"): "",
    ("Ortiz, José", "García Ortiz, José"): "one part of a compound family name",
    ("Castillo, R. M.", "Castillo-Morales, Ruth Mariela"): "one part of a compound family name",
    ("B. Oliva", "Baldomero Oliva Montes"): "one part of a compound family name",
    ("J. E. Duque Luna", "Jonny E. Duque"): "one part of a compound family name",
    ("Quill-Harrow, Ada", "Quill, Ada"): "one part of a compound family name",
    ("van den Berg, Jan", "Berg, Jan van den"): "",
    ("de la Cruz, Ana", "Cruz, Ana"): "",
    ("Da Costa, Gil", "Da-Costa, Gil"): "",
    ("Junior WMD Silva", "Walderi Monteiro da Silva Junior"): "",
    ("Berg H van den", "Hanna van den Berg"): "",
    ("Z Karimimoghadam", "Zeynab Karimi Moghadam"): "",
    # order of the parts
    ("Zhang Wei", "Zhang, Wei"): "",
    ("Ada Quill", "Quill, Ada"): "",
    ("Zhang W.", "Zhang, Wei"): "family and given name swapped",
    # transcriptions, nicknames, other names
    ("Tchaikovsky, Piotr", "Chaikovskii, Petr"): "another transcription",
    ("Ivanov, Sergei", "Ivanov, Sergey"): "another transcription",
    ("Ohno, Ken", "Ono, Ken"): "another transcription",
    ("Kim, Jeong-Hun", "Kim, Jung-Hoon"): "another transcription",
    ("Dostoevsky, Fyodor", "Dostoyevsky, Fedor"): "another transcription",
    ("Rashidi, Mohammed", "Rashidi, Muhammad"): "another transcription",
    ("Quill, Tom", "Quill, Thomas B."): "a nickname",
    ("Quill, Bill", "Quill, William"): "a nickname",
    ("Quill, Beatrix", "Quill, Ada Beatrix"): "another one of the given names",
    ("Harrowgate, Ada", "Harrowgade, Ada"): "a typing error in a name",
}  # fmt: skip

OTHER_PEOPLE = [
    ("Quill, Ada", "Quill, Ida"),
    ("Quill, A. B.", "Quill, A. C."),
    ("Quill, B.", "Quill, Ada"),
    ("Quill, J. A.", "Quill, A. J."),
    ("Quill, Ada", "Lund, Ada"),
    ("Zhang, Wei", "Zheng, Wei"),
    ("Wang, Yang", "Wang, Ying"),
    ("Xiong, Rui", "Xiong, Ruoxuan"),
    ("Li, Hai", "Li, Han"),
    ("Xu, Jing", "Xue, Jing"),
    ("Chen, Wei", "Cheng, Wei"),
    ("Wang, Xiaoyang", "Wang, Xiaoying"),
    ("Wang, Xiang", "Wang, Yu-Xiang"),
    ("Kim, JW", "Kim, Ji Hyun"),
    ("Park, Eun Young", "Park, Jong-Eun"),
    ("Lee, J.", "Park, Lee J."),
    ("Andrei Quill", "Andrea Quill"),
    ("Daniel Quill", "Daniela Quill"),
    ("Quill, Jr., Adam", "Quill, Sr., Adam"),
    ("Berg, Jan", "Burg, Jan"),
    ("{Kiln Consortium}", "{Clay Consortium}"),
]

LISTS = {
    ("A. Quill; I. Lund", "Ada Quill; Ida Lund"): "",
    ("Ada Quill; others", "Ada Quill; Ida Lund; Bert Moss"): "",
    ("Ada Quill; Ida Lund; Bert Moss", "Ada Quill; others"): "only the first 1 of 3 in the source",
    ("Ida Lund; Ada Quill", "Ada Quill; Ida Lund"): "in another order",
    ("B Moss; A Quill; I Lund", "Ada Quill; Ida Lund; Bert Moss"): "in another order",
    ("Ada Quill; Ida Lund", "Ada Quill; Ida Lund; {Kiln Consortium}"): "an organisation beside the people",
    ("{The Kiln Team}", "{Kiln Team}"): "",
    ("Ada Quill; {The Kiln Team}; Ida Lund", "Ada Quill; Ida Lund"): "an organisation beside the people",
    ("Ada Quill; Ida Lund", "Ada Quill; Ida Lund; on behalf of the Kiln Study Group"):
        "an organisation beside the people",
    ("{Kiln Team}", "Ada Quill; Ida Lund; {Kiln Team}"): "only the organisation",
    ("{Kiln AI}", "Kiln AI"): "",
    ("Zhang Wei; Li Min", "Zhang, Wei; Li, Min"): "",
    ("Quill AB", "Quill, Ada Beatrix"): "family and given name swapped",
    ("Quill A", "Quill, Ada"): "family and given name swapped",
    ("Ada Harrow; Ida Lund", "Ada Quill; Ida Lund"): "another family name",
    ("Ada Quill; Ida Lundberg; Bert Moss", "Ada Quill; Ida Lundbreg; Bert Moss"): "a typing error in a name",
}  # fmt: skip

OTHER_LISTS = [
    ("Ada Quill; Ida Lund", "Ada Quill; Ida Lund; Bert Moss; Cy Reed"),  # a list that is cut silently
    ("Ada Quill", "Ada Quill; Ida Lund"),
    ("Ada Quill; Ida Lund; Bert Moss; Cy Reed", "Ada Quill; Ida Lund; Bert Moss"),
    ("Ada Quill; Bert Moss; others", "Ada Quill; Ida Lund; Bert Moss"),
    ("Ada Quill; Ida Lund", "Petra Silva; Yuki Sato"),
    ("Jane Doe; John Smith", "Ada Quill; Ida Lund; Bert Moss"),
    ("Ada Quill; Ida Lund; Bert Moss", "Ada Quill; Ida Lund; Petra Silva"),
    ("Ada Harrow; Ida Moss", "Ada Quill; Ida Lund"),  # two other family names
    ("Ada Harrow", "Ada Quill"),
    ("Hai Lin; Ada Quill", "Hai Li; Ada Quill"),
    ("Kun Wang; Ada Quill", "Kun Kuang; Ada Quill"),
    ("Tom Lundberk; Ida Harowgate", "Ida Lundberg; Ida Harrowgate"),
    ("Berd Harowgate", "Bert Harrowgate"),
    ("L. Cheng", "Cheng Long"),
    ("{Kiln Team}", "Ada Quill; Ida Lund"),
    ("Ada Quill; others", "Ida Lund; Ada Quill; Bert Moss"),
]


def people(text: str) -> Names:
    return Names(map(parse_name, text.split("; ")))


@pytest.mark.parametrize(("pair", "note"), SAME_TITLES.items())
def test_ways_to_write_a_title_are_equal(pair: tuple[str, str], note: str) -> None:
    assert compare_titles(*pair) == Agreement(True, note)
    assert compare_titles(*reversed(pair)).is_same


@pytest.mark.parametrize("pair", OTHER_TITLES)
def test_titles_with_another_word_are_different(pair: tuple[str, str]) -> None:
    assert not compare_titles(*pair).is_same
    assert not compare_titles(*reversed(pair)).is_same


@pytest.mark.parametrize(("pair", "note"), SAME_PEOPLE.items())
def test_ways_to_write_a_name_are_equal(pair: tuple[str, str], note: str) -> None:
    a, b = map(parse_name, pair)
    assert is_one_person(a, b) == is_one_person(b, a) == Agreement(True, note)


@pytest.mark.parametrize("pair", OTHER_PEOPLE)
def test_names_of_two_people_are_different(pair: tuple[str, str]) -> None:
    a, b = map(parse_name, pair)
    assert not is_one_person(a, b).is_same
    assert not is_one_person(b, a).is_same


@pytest.mark.parametrize(("pair", "note"), LISTS.items())
def test_ways_to_write_a_list_of_people_are_equal(pair: tuple[str, str], note: str) -> None:
    assert compare_people(*map(people, pair)) == Agreement(True, note, is_error=note == "another family name")


@pytest.mark.parametrize("pair", OTHER_LISTS)
def test_a_list_that_is_cut_silently_or_names_others_is_different(pair: tuple[str, str]) -> None:
    assert not compare_people(*map(people, pair)).is_same


def test_a_long_list_in_another_order_is_compared_quickly() -> None:
    authors = [Name(f"Quillon{chr(97 + at // 26 % 26)}{chr(97 + at % 26)}", "Ada") for at in range(600)]
    assert compare_people(Names(authors), Names(reversed(authors))) == Agreement(True, "in another order")


def test_a_hostile_title_is_compared_quickly() -> None:
    assert not compare_titles("A b: " * 3000 + "c", "A b: " * 3000 + "d").is_same
    assert not compare_titles("x" * 50_000, "y" * 50_000).is_same
