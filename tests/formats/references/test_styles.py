"""Lists of references in the styles of many publishers: title, people, type, venue and year are found."""

from __future__ import annotations

import pytest

from moebib import formats
from moebib.library.config import Config
from moebib.text.markup import plain

POTS = "Learning to fire pots"
STYLES = {
    "venue and year only": (
        "Ada Quill and Ida Lund. Learning to fire pots. NeurIPS 2023.",
        (POTS, "Quill, Ada; Lund, Ida", "paper-conference", "NeurIPS", 2023),
    ),
    "venue, comma, year": (
        "A. Quill, I. Lund. Learning to fire pots. ICML, 2022.",
        (POTS, "Quill, A.; Lund, I.", "paper-conference", "ICML", 2022),
    ),
    "a venue that is not known": (
        "Ada Quill and Ida Lund. Learning to fire pots. Kiln Days 2022.",
        (POTS, "Quill, Ada; Lund, Ida", "document", "Kiln Days", 2022),
    ),
    "unpublished": (
        "Ada Quill and Ida Lund. Learning to fire pots. In submission, 2024.",
        (POTS, "Quill, Ada; Lund, Ida", "manuscript", "", 2024),
    ),
    "one person in full": (
        "Ada Quill. Learning to fire pots. In OSDI, 2020.",
        (POTS, "Quill, Ada", "paper-conference", "OSDI", 2020),
    ),
    "one person, a preprint": (
        "Ada Quill. Learning to fire pots. arXiv:2101.01234, 2021.",
        (POTS, "Quill, Ada", "article", "arXiv", 2021),
    ),
    "APA, preprint": (
        "Quill, A. (2023). Learning to fire pots (arXiv:2301.01234). arXiv.",
        (POTS, "Quill, A.", "article", "arXiv", 2023),
    ),
    "APA, chapter": (
        "Quill, A. (2022). Learning to fire pots. In B. Moss (Ed.), Handbook of clay (2nd ed., pp. 12-34). Clay Press.",
        (POTS, "Quill, A.", "chapter", "Handbook of clay", 2022),
    ),
    "IEEE, book": (
        "B. Moss, The Potter's Handbook, 3rd ed. Claytown, UK: Clay Press, 2019.",
        ("The Potter's Handbook", "Moss, B.", "book", "", 2019),
    ),
    "IEEE, thesis with a title of one word": (
        'C. Reed, "Glazing," Ph.D. dissertation, Dept. Ceram., Univ. Clay, 2020.',
        ("Glazing", "Reed, C.", "thesis", "", 2020),
    ),
    "Vancouver, book": (
        "Moss B. The potter's handbook. 3rd ed. Claytown: Clay Press; 2019.",
        ("The potter's handbook", "Moss, B", "book", "", 2019),
    ),
    "Chicago, thesis": (
        'Reed, Cy. "Glazing." PhD diss., University of Clay, 2020.',
        ("Glazing", "Reed, Cy", "thesis", "", 2020),
    ),
    "Nature, book": (
        "Moss, B. The Potter's Handbook (Clay Press, 2019).",
        ("The Potter's Handbook", "Moss, B", "book", "", 2019),
    ),
    "Nature, thesis": (
        "Reed, C. Glazing. PhD thesis, Univ. of Clay (2020).",
        ("Glazing", "Reed, C", "thesis", "", 2020),
    ),
    "Elsevier": (
        "I. Lund, A. Quill, Learning to fire pots, Journal of Clay 12 (2020) 3-5.",
        (POTS, "Lund, I.; Quill, A.", "article-journal", "Journal of Clay", 2020),
    ),
    "a short family name before a title with a colon": (
        "Ada Quill, Bo Lund, and Wen Sun. POTS: Learning to fire. NeurIPS, 2023.",
        ("POTS: Learning to fire", "Quill, Ada; Lund, Bo; Sun, Wen", "paper-conference", "NeurIPS", 2023),
    ),
    "a short family name before a title with capitals": (
        "Ada Quill, Bo Lund, and Fang-Yi Yu. Learning Private Pots. AAAI, 2022.",
        ("Learning Private Pots", "Quill, Ada; Lund, Bo; Yu, Fang-Yi", "paper-conference", "AAAI", 2022),
    ),
    "Vancouver, a title with a colon": (
        "Lund A, Quill S. Deep Firing: Pots with care. In: ICLR; 2021. p. 1-9.",
        ("Deep Firing: Pots with care", "Lund, A; Quill, S", "paper-conference", "ICLR", 2021),
    ),
    "a full stop within a title, and four initials": (
        "Lund MJAG, Reed C. Firing of Terra cotta L. grown under light. J Clay. 2021;12(3):45-67.",
        ("Firing of Terra cotta L. grown under light", "Lund, MJAG; Reed, C", "article-journal", "J Clay", 2021),
    ),
    "quotation marks within a title": (
        'Lund, I. and Quill, A. (2023). Firing "Cheap Pots" without a kiln. In NeurIPS (pp. 1-9).',
        ('Firing "Cheap Pots" without a kiln', "Lund, I.; Quill, A.", "paper-conference", "NeurIPS", 2023),
    ),
    "LNCS, two initials": (
        "Lund, I., Reed, C. S., Quill, M. Á.: Learning to fire pots. In: ICLR, pp. 1-9 (2021)",
        (POTS, "Lund, I.; Reed, C. S.; Quill, M. Á.", "paper-conference", "ICLR", 2021),
    ),
    "Elsevier, conference": (
        "G. Quill, Y. J. E. Lund, C. Reed, Learning and firing pots with a kiln, in: ICML, 2023, pp. 1-9.",
        (
            "Learning and firing pots with a kiln",
            "Quill, G.; Lund, Y. J. E.; Reed, C.",
            "paper-conference",
            "ICML",
            2023,
        ),
    ),
    "an initial within a name": (
        "Daniel D. Quill, Daniel Lund, and Christian Reed. R-U-HOT? Learning to fire. In ICML, pages 1-9, 2023.",
        (
            "R-U-HOT? Learning to fire",
            "Quill, Daniel D.; Lund, Daniel; Reed, Christian",
            "paper-conference",
            "ICML",
            2023,
        ),
    ),
    "one person before a comma": (
        "Ida Lund, Learning to fire pots, Nature 12 (2020) 3-5.",
        (POTS, "Lund, Ida", "article-journal", "Nature", 2020),
    ),
    "a title with commas": (
        "I. Lund, Learning to fire pots, bricks, and tiles, J. Clay, 12 (2020), pp. 45-67.",
        ("Learning to fire pots, bricks, and tiles", "Lund, I.", "article-journal", "J. Clay", 2020),
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_the_fields_of_a_printed_reference_are_found(style: str) -> None:
    text, expected = STYLES[style]
    assert read(f"[1] {text}\n", "references") == [expected]


BBL = {
    "natbib": (
        r"\bibitem[Quill(2023)]{q} Ada Quill." "\n" r"\newblock Learning to fire pots."
        "\n" r"\newblock In \emph{International Conference on Machine Learning}, 2023.",
        (POTS, "Quill, Ada", "paper-conference", "International Conference on Machine Learning", 2023),
    ),
    "a book": (
        r"\bibitem{m} Bert Moss." "\n" r"\newblock \emph{The Potter's Handbook}." "\n"
        r"\newblock Clay Press, 3rd edition, 2019.",
        ("The Potter's Handbook", "Moss, Bert", "book", "", 2019),
    ),
    "a thesis with a title of one word": (
        r"\bibitem{r} Cy Reed." "\n" r"\newblock \emph{Glazing}." "\n"
        r"\newblock PhD thesis, University of Clay, 2020.",
        ("Glazing", "Reed, Cy", "thesis", "", 2020),
    ),
    "a preprint, with an accent": (
        r"\bibitem{k} Jos\'e M{\"u}ller." "\n" r"\newblock Learning to fire pots." "\n"
        r"\newblock \emph{arXiv preprint arXiv:2301.01234}, 2021.",
        (POTS, "Müller, José", "article", "arXiv", 2021),
    ),
    "a title with a colon and a question": (
        r"\bibitem{w} Ada Quill." "\n" r"\newblock Why pots? A study: of clay." "\n" r"\newblock {\em NeurIPS}, 2024.",
        ("Why pots? A study: of clay", "Quill, Ada", "paper-conference", "NeurIPS", 2024),
    ),
    "an organisation, and the year behind the title": (
        r"\bibitem{o} OpenKiln." "\n" r"\newblock On pots, 2023." "\n" r"\newblock URL \url{https://kiln.example}.",
        ("On pots", "{OpenKiln}", "webpage", "", 2023),
    ),
    "apalike": (
        r"\bibitem[Quill and Lund, 2023]{q} Quill, A. and Lund, I. (2023)." "\n" r"\newblock Learning to fire pots."
        "\n" r"\newblock {\em Journal of Clay}, 12:45--67.",
        (POTS, "Quill, A.; Lund, I", "article-journal", "Journal of Clay", 2023),
    ),
    "IEEEtran": (
        r"\bibitem{i}" "\n" r"\BIBentryALTinterwordspacing" "\n"
        r"A.~Quill, ``Learning to fire pots,'' in \emph{Proc. ICML}, 2023, pp. 1--9." "\n"
        r"\BIBentrySTDinterwordspacing",
        (POTS, "Quill, A.", "paper-conference", "Proc. ICML", 2023),
    ),
    "ACM": (
        r"\bibitem[Quill(2023)]%" "\n        {q}\n"
        r"\bibfield{author}{\bibinfo{person}{Ada Quill}.} \bibinfo{year}{2023}\natexlab{}." "\n"
        r"\newblock \showarticletitle{Learning to fire pots}. In \bibinfo{booktitle}{\emph{Proceedings of ICML}}."
        "\n" r"\newblock" "\n" r"\urldef\tempurl%" "\n" r"\url{https://doi.org/10.5555/pots}"
        "\n" r"\showDOI{\tempurl}",
        (POTS, "Quill, Ada", "paper-conference", "Proceedings of ICML", 2023),
    ),
    "amsplain": (
        r"\bibitem{a} I.~Lund, \emph{Learning to fire pots}, J. Clay \textbf{12} (2022), 45--67.",
        (POTS, "Lund, I.", "article-journal", "J. Clay", 2022),
    ),
    "SIAM": (
        r"\bibitem{s} {\sc A.~Quill and I.~Lund}, {\em Learning to fire pots}, J. Clay, 12 (2020), pp.~45--67.",
        (POTS, "Quill, A.; Lund, I.", "article-journal", "J. Clay", 2020),
    ),
}  # fmt: skip


@pytest.mark.parametrize("style", BBL)
def test_the_fields_of_a_bbl_file_are_found(style: str) -> None:
    text, expected = BBL[style]
    items = f"\\begin{{thebibliography}}{{1}}\n{text}\n\\end{{thebibliography}}\n"
    assert read(items, "bbl") == [expected]


def test_two_sentences_are_no_person_with_a_title() -> None:
    for text in (
        "Sparse Experts. NeurIPS 2023.",
        "Sparse Experts: A Survey of Kilns. NeurIPS 2023.",
        "PyKiln. https://pykiln.example. Accessed 2023.",
    ):
        assert read(f"[1] {text}\n", "references") == []


def read(text: str, name: str) -> list[tuple[str, str, str, str, int]]:
    records = formats.get(name).parse_text(text, Config()).records
    return [
        (plain(record.title), "; ".join(map(str, record.author)), record.type, plain(record.container_title),
         record.issued.year if record.issued else 0)
        for record in records
    ]  # fmt: skip
