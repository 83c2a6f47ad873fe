"""`update refs.bib`: the entries of preprints become those of their publications; the rest of the file is untouched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from edited_bib import SCHOLAR, SCHOLAR_PUBLISHED
from moebib.commands.update_bib import choose, open_bib_files, update
from moebib.lookup.client import Client
from moebib.lookup.lookup import Lookup
from moebib.records.record import Record
from services import look_up, queried, services
from small_list import Done, make_list, moebib

WARM = {
    "type": "article", "genre": "preprint", "title": "Keeping Experts Warm", "author": ["Brook, Tom", "Çelik, Ada"],
    "issued": "2024-02-03", "container_title": "arXiv", "identifiers": ["arxiv:2402.99992"],
}  # fmt: skip
WARM_PUBLISHED = {
    "type": "paper-conference", "title": "Keeping Experts Warm", "author": ["Brook, Tom", "Çelik, Ada"],
    "issued": "2025-03-04", "container_title": "Workshop on Invented Systems", "page": "12-34", "publisher": "Invented",
    "identifiers": ["doi:10.5555/warm", "arxiv:2402.99992"],
}  # fmt: skip
BOUNDS = {
    "type": "article-journal", "title": "Bounds and Limits of Experts", "author": ["Cho, Ada"], "issued": "2022-05",
    "container_title": "Journal of Invented Results", "volume": "7", "issue": "2", "page": "1-9",
    "publisher": "Invented", "identifiers": ["doi:10.5555/bounds"],
}  # fmt: skip
NAMED = "title = {Keeping Experts Warm}, author = {Brook, Tom}"
KNOWN: Mapping[str, Sequence[Mapping[str, Any]]] = {"arxiv": [WARM], "crossref": [WARM_PUBLISHED, BOUNDS]}


def updated(folder: Path, text: str | bytes, *options: str, known: Any = KNOWN) -> tuple[Done, str]:
    """What `moebib update refs.bib --apply` does, and the file after it."""
    file = folder / "refs.bib"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with services(known):
        done = moebib("update", "refs.bib", "--apply", *options, folder=folder)
    return done, file.read_bytes().decode(errors="surrogateescape")


def test_a_preprint_becomes_its_publication_and_keeps_its_key(tmp_path: Path) -> None:
    done, text = updated(tmp_path, SCHOLAR)
    assert text == SCHOLAR_PUBLISHED
    assert done.code == 0
    assert done.err == "1 checked, 1 changed (6 fields)\n"
    assert updated(tmp_path, text) == ((0, "", "1 checked, 0 changed (0 fields)\n"), text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # as dblp writes it, with fields of its own
            "@article{DBLP:journals/corr/BrookC24,\n"
            "  author       = {Tom Brook and\n                  Ada {\\c{C}}elik},\n"
            "  title        = {Keeping Experts Warm},\n  journal      = {CoRR},\n  volume       = {abs/2402.99992},\n"
            "  year         = {2024},\n  url          = {https://doi.org/10.48550/arXiv.2402.99992},\n"
            "  doi          = {10.48550/ARXIV.2402.99992},\n  eprinttype    = {arXiv},\n"
            "  eprint       = {2402.99992},\n"
            "  timestamp    = {Mon, 05 Feb 2024 00:00:00 +0100}\n}\n",
            "@inproceedings{DBLP:journals/corr/BrookC24,\n"
            "  author       = {Tom Brook and\n                  Ada {\\c{C}}elik},\n"
            "  title        = {Keeping Experts Warm},\n  booktitle    = {Workshop on Invented Systems},\n"
            "  year         = {2025},\n  url          = {https://doi.org/10.48550/arXiv.2402.99992},\n"
            "  doi          = {10.5555/warm},\n  eprinttype    = {arXiv},\n  eprint       = {2402.99992},\n"
            "  timestamp    = {Mon, 05 Feb 2024 00:00:00 +0100},\n  pages        = {12--34},\n"
            "  publisher    = {Invented}\n}\n",
        ),
        (  # as arXiv writes it
            "@misc{brook2024keepingexpertswarm,\n      title={Keeping Experts Warm}, \n"
            "      author={Tom Brook and Ada Çelik},\n      year={2024},\n      eprint={2402.99992},\n"
            "      archivePrefix={arXiv},\n      primaryClass={cs.LG},\n"
            "      url={https://arxiv.org/abs/2402.99992}, \n}\n",
            "@inproceedings{brook2024keepingexpertswarm,\n      title={Keeping Experts Warm}, \n"
            "      author={Tom Brook and Ada Çelik},\n      year={2025},\n      eprint={2402.99992},\n"
            "      archivePrefix={arXiv},\n      primaryClass={cs.LG},\n"
            "      url={https://arxiv.org/abs/2402.99992},\n      booktitle={Workshop on Invented Systems},\n"
            "      pages={12--34},\n      publisher={Invented},\n      doi={10.5555/warm}, \n}\n",
        ),
        (  # as Zotero writes it for BibLaTeX
            "@misc{brookKeeping2024,\n  title = {Keeping {{Experts Warm}}},\n  author = {Brook, Tom and Çelik, Ada},\n"
            "  date = {2024-02-03},\n  number = {arXiv:2402.99992},\n"
            "  eprint = {2402.99992},\n  eprinttype = {arXiv},\n"
            "  eprintclass = {cs},\n  publisher = {arXiv},\n  doi = {10.48550/arXiv.2402.99992},\n"
            "  urldate = {2024-03-01},\n  abstract = {We keep experts warm.},\n  pubstate = {prepublished},\n"
            "  file = {/home/brook/a.pdf}\n}\n",
            "@inproceedings{brookKeeping2024,\n  title = {Keeping {{Experts Warm}}},\n"
            "  author = {Brook, Tom and Çelik, Ada},\n"
            "  date = {2025-03-04},\n  eprint = {2402.99992},\n  eprinttype = {arXiv},\n"
            "  eprintclass = {cs},\n  publisher = {Invented},\n  doi = {10.5555/warm},\n"
            "  urldate = {2024-03-01},\n  abstract = {We keep experts warm.},\n"
            "  file = {/home/brook/a.pdf},\n  booktitle = {Workshop on Invented Systems},\n  pages = {12--34}\n}\n",
        ),
        (  # in capitals, in quotes, with a month
            '@ARTICLE{warm, TITLE = "Keeping Experts Warm", AUTHOR = "Tom Brook and others",\n'
            '  JOURNAL = "CoRR", VOLUME = "abs/2402.99992", YEAR = 2024, MONTH = feb, NOTE = "Preprint" }\n',
            '@INPROCEEDINGS{warm, TITLE = "Keeping Experts Warm", AUTHOR = "Tom Brook and Ada {\\c{C}}elik",\n'
            '  BOOKTITLE = "Workshop on Invented Systems", YEAR = 2025, MONTH = mar, PAGES = "12--34", '
            'PUBLISHER = "Invented", DOI = "10.5555/warm", EPRINT = "2402.99992", ARCHIVEPREFIX = "arXiv" }\n',
        ),
        (  # in aligned columns, with comments and a note that says more
            "@unpublished{warm,\n  author = {Brook, T. and {\\c C}elik, Ada}, % two\n"
            "  title  = {Keeping Experts Warm},\n"
            "  note   = {arXiv:2402.99992, best one so far}, % of ours\n  year   = {2024}\n}\n",
            "@inproceedings{warm,\n  author = {Brook, T. and {\\c C}elik, Ada}, % two\n"
            "  title  = {Keeping Experts Warm},\n"
            "  note   = {arXiv:2402.99992, best one so far}, % of ours\n  year   = {2025},\n"
            "  booktitle = {Workshop on Invented Systems},\n  pages  = {12--34},\n  publisher = {Invented},\n"
            "  doi    = {10.5555/warm},\n  eprint = {2402.99992},\n  archivePrefix = {arXiv}\n}\n",
        ),
    ],
    ids=["dblp", "arxiv", "zotero", "capitals", "aligned"],
)  # fmt: skip
def test_the_entry_keeps_its_style(text: str, expected: str, tmp_path: Path) -> None:
    done, new = updated(tmp_path, text)
    assert new == expected
    assert done.code == 0, done
    assert updated(tmp_path, new)[1] == new


@pytest.mark.parametrize("entry", [
    "@article{x, $, eprint = {2402.99992}, archivePrefix = {arXiv}}",
    "@techreport{x, $, institution = {arXiv}, year = 2024}",
    "@misc{x, $, url = {https://arxiv.org/pdf/2402.99992v3}}",
    "@string{a = {arXiv preprint}}\n@article{x, $,\n  journal = a # { arXiv:2402.99992}, volume = 2402}",
    "@inproceedings{x, $, booktitle = {CoRR}, eprint = {2402.99992}}",
])  # fmt: skip
def test_a_preprint_is_recognised_however_it_is_entered(entry: str, tmp_path: Path) -> None:
    known = {name: [{**work, "author": ["Brook, Tom"]} for work in works] for name, works in KNOWN.items()}
    done, text = updated(tmp_path, entry.replace("$", NAMED), known=known)
    assert f"@inproceedings{{x, {NAMED}," in text
    assert "booktitle = {Workshop on Invented Systems}" in text
    assert not any(word in text for word in ("journal =", "institution", "volume", "CoRR"))
    assert done.code == 0, done
    assert updated(tmp_path, text, known=known)[1] == text


@pytest.mark.parametrize("entry", [
    "@phdthesis{x, $, school = {U}, eprint = {2402.99992}}",
    "@article{x, $, journal = {J}, eprint = {2402.99992}}",
    "@techreport{x, $, institution = {U}, eprint = {2402.99992}}",
])  # fmt: skip
def test_an_entry_with_a_place_of_its_own_is_no_preprint(entry: str, tmp_path: Path) -> None:
    known = {name: [{**work, "author": ["Brook, Tom"]} for work in works] for name, works in KNOWN.items()}
    text = entry.replace("$", NAMED)
    assert updated(tmp_path, text, known=known)[1] == text


@pytest.mark.parametrize("authors", ["Brook, T. and others", "Brook, Tom et al.", "Tom Brook and et al."])
def test_a_list_of_authors_that_was_cut_off_becomes_complete(authors: str, tmp_path: Path) -> None:
    done, text = updated(tmp_path, SCHOLAR.replace("Brook, Tom and {\\c C}elik, Ada", authors))
    assert done.code == 0, done
    assert "elik" in text
    assert not any(word in text for word in ("others", "et al"))


def test_authors_are_written_in_the_order_of_names_that_the_entry_has(tmp_path: Path) -> None:
    text = SCHOLAR.replace("Brook, Tom and {\\c C}elik, Ada", "Tom Brook and\n          Eva Doe")
    known = {"arxiv": [{**WARM, "author": ["Brook, Tom", "Doe, Eva"]}], "crossref": [WARM_PUBLISHED]}
    longer = {**WARM_PUBLISHED, "author": ["Brook, Tom", "Doe, Eva", "van den Berg, Jan", "{Warm Lab}"]}
    assert (
        "author={Tom Brook and\n          Eva Doe and\n          Jan van den Berg and\n          {Warm Lab}},"
        in (updated(tmp_path, text, known={**known, "crossref": [longer]})[1])
    )


def test_a_publication_to_which_no_identifier_leads_is_found_by_its_title(tmp_path: Path) -> None:
    published = {**WARM_PUBLISHED, "identifiers": ["dblp:conf/wis/BrookC25"]}
    done, text = updated(tmp_path, SCHOLAR, known={"arxiv": [WARM], "dblp": [published]})
    assert done.code == 0, done
    assert text == SCHOLAR_PUBLISHED.replace("  doi={10.5555/warm},\n", "")


@pytest.mark.parametrize(("number", "is_found"), [(1, False), (2, False), (3, True)])
def test_a_preprint_that_was_renamed_since_is_recognised_by_several_authors(
    number: int, is_found: bool, tmp_path: Path
) -> None:
    authors = ["Brook, Tom", "Doe, Eva", "Cho, Ada"][:number]
    known = {
        "arxiv": [{**WARM, "title": "Warmer Experts for Everyone", "author": authors}],
        "crossref": [{**WARM_PUBLISHED, "title": "Warmer Experts for Everyone", "author": authors}],
    }
    text = SCHOLAR.replace("Brook, Tom and {\\c C}elik, Ada", " and ".join(authors))
    done, new = updated(tmp_path, text, known=known)
    assert ("title={Warmer Experts for Everyone}" in new) == is_found
    assert (new == text) == ("MB202" in done.out) == (not is_found)


def test_a_work_of_other_people_with_the_title_is_not_its_publication(tmp_path: Path) -> None:
    other = {**WARM_PUBLISHED, "author": ["Frost, Al"], "identifiers": ["dblp:conf/wis/Frost25"]}
    done, text = updated(tmp_path, SCHOLAR, known={"arxiv": [WARM], "dblp": [other]})
    assert (done, text) == ((0, "", "1 checked, 0 changed (0 fields)\n"), SCHOLAR)


def test_a_preprint_of_another_archive_loses_what_names_it(tmp_path: Path) -> None:
    text = (
        "@article{cho, title = {Bounds and Limits of Experts}, author = {Cho, Ada}, journal = {bioRxiv},\n"
        "  elocation-id = {2021.01.02.123456}, doi = {10.1101/2021.01.02.123456}, year = 2021,\n"
        "  publisher = {Cold Spring Harbor Laboratory}, eprint = {https://www.biorxiv.org/x.full.pdf}}\n"
    )
    preprint = {
        **BOUNDS, "type": "article", "genre": "preprint", "container_title": "bioRxiv", "volume": "", "issue": "",
        "page": "", "publisher": "", "issued": "2021", "identifiers": ["doi:10.1101/2021.01.02.123456"],
    }  # fmt: skip
    published = {**BOUNDS, "identifiers": ["doi:10.5555/bounds", "doi:10.1101/2021.01.02.123456"]}
    done, new = updated(tmp_path, text, known={"doi": [preprint], "crossref": [published]})
    assert done.code == 0, done
    assert new == (
        "@article{cho, title = {Bounds and Limits of Experts}, author = {Cho, Ada}, "
        "journal = {Journal of Invented Results}, doi = {10.5555/bounds}, year = 2022, "
        "eprint = {https://www.biorxiv.org/x.full.pdf}, volume = 7, number = 2, pages = {1--9}}\n"
    )


def test_the_year_of_a_later_version_is_no_problem_of_a_preprint(tmp_path: Path) -> None:
    text = SCHOLAR.replace("{2024}", "{2026}")
    assert updated(tmp_path, text, known={"arxiv": [WARM]}) == ((0, "", "1 checked, 0 changed (0 fields)\n"), text)


def test_everything_around_the_entry_stays(tmp_path: Path) -> None:
    before = '% Our references.\n@string{ wis = "Workshop on Invented Systems" }\n@preamble{"\\newcommand{\\x}{}"}\n\n'
    after = "\n@comment{done}\nfree text @ the end\n@book{other, title = {Ends with a Period.}, year = 1999,}\n% end"
    _, text = updated(tmp_path, before + SCHOLAR + after)
    expected = SCHOLAR_PUBLISHED.replace("{Workshop on Invented Systems}", "wis")
    assert text == before + expected + after


def test_a_macro_that_is_defined_later_or_twice_is_not_used(tmp_path: Path) -> None:
    macro = '@string{wis = "Workshop on Invented Systems"}\n'
    for text in (SCHOLAR + macro, f"{macro}{macro}{SCHOLAR}"):
        assert SCHOLAR_PUBLISHED in updated(tmp_path, text)[1]


@pytest.mark.parametrize(("encoding", "newline"), [("latin-1", "\n"), ("utf-8", "\r\n"), ("utf-16", "\n")])
def test_encoding_and_newlines_are_kept(encoding: str, newline: str, tmp_path: Path) -> None:
    def as_bytes(text: str) -> bytes:
        return f"% für uns\n{text}".replace("\n", newline).encode(encoding)

    updated(tmp_path, as_bytes(SCHOLAR))
    assert (tmp_path / "refs.bib").read_bytes() == as_bytes(SCHOLAR_PUBLISHED)


def test_accents_are_written_as_in_the_rest_of_the_file(tmp_path: Path) -> None:
    text = "% für uns\n" + SCHOLAR.replace("Brook, Tom and {\\c C}elik, Ada", "Brook, Tom")
    assert "author={Brook, Tom and Çelik, Ada}," in updated(tmp_path, text)[1]


def test_what_a_person_wrote_about_a_publication_is_kept_and_reported(tmp_path: Path) -> None:
    text = (
        "@article{cho,\n  title = {Bounds and Limits of Experts},\n  author = {Cho, Ada},\n"
        "  journal = {Journal of Invented Results},\n  volume = {8},\n  doi = {10.5555/bounds}\n}\n"
    )
    done, new = updated(tmp_path, text)
    assert (done.code, new) == (1, text)
    assert done.out == "cho\n  refs.bib:5:3: MB201 volume: '8' here, '7' in crossref\n"
    filled, new = updated(tmp_path, text, "--fill")
    assert filled.code == 1
    fields = "  doi = {10.5555/bounds},\n  year = {2022},\n  number = {2},\n  pages = {1--9}\n}\n"
    assert new == text.replace("  doi = {10.5555/bounds}\n}\n", fields)
    assert updated(tmp_path, new, "--fill")[1] == new


def test_fill_changes_no_field_that_is_there_even_if_it_cannot_be_read(tmp_path: Path) -> None:
    text = (
        "@article{cho, title = {Bounds and Limits of Experts}, author = {Cho, Ada}, year = {in press}, doi = {none},\n"
        "  journal = {Journal of Invented Results}, volume = {7}, number = {2}, pages = {1--9}}\n"
    )
    assert updated(tmp_path, text, "--fill")[1] == text


def test_fill_adds_the_doi_of_a_work_that_was_found_by_its_title(tmp_path: Path) -> None:
    text = (
        '@Article{cho, title = "Bounds and Limits of Experts", author = "Cho, Ada", year = 2022,'
        ' journal = "Journal of Invented Results", volume = 7, number = 2, pages = "1--9"}\n'
    )
    assert updated(tmp_path, text)[1] == text
    assert updated(tmp_path, text, "--fill")[1] == text.replace('"1--9"}', '"1--9", doi = "10.5555/bounds"}')


def test_a_retraction_is_reported_and_not_written(tmp_path: Path) -> None:
    known = {"crossref": [{**BOUNDS, "status": {"kind": "retracted"}}]}
    text = (
        "@article{cho, title = {Bounds and Limits of Experts}, author = {Cho, Ada}, volume = 7,\n"
        "  journal = {Journal of Invented Results}, year = 2022, doi = {10.5555/bounds}}\n"
    )
    for options in ((), ("--withdrawn",)):
        done, new = updated(tmp_path, text, *options, known=known)
        assert (done.code, new) == (1, text)
        assert "refs.bib:1:10: MB427 the work was retracted, according to crossref\n" in done.out
    noted = text.replace("year", "pubstate = {retracted}, year")
    assert updated(tmp_path, noted, known=known)[0] == (0, "", "1 checked, 0 changed (0 fields)\n")


def test_without_apply_the_changes_are_shown_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_text(SCHOLAR, "utf-8")
    with services(KNOWN):
        done = moebib("update", "refs.bib", folder=tmp_path)
    assert done.code == 1
    assert done.out == (
        "brook2024keeping\n"
        "  type (crossref)\n"
        "  - article-journal\n"
        "  + paper-conference\n"
        "  issued (crossref)\n"
        "  - 2024\n"
        "  + 2025\n"
        "  container_title (crossref)\n"
        "  - arXiv preprint arXiv:2402.99992\n"
        "  + Workshop on Invented Systems\n"
        "  publisher (crossref)\n"
        "  + Invented\n"
        "  page (crossref)\n"
        "  + 12-34\n"
        "  identifiers (crossref)\n"
        "  + doi:10.5555/warm\n"
        "  check: authors from crossref only\n"
    )
    assert done.err == "1 checked, 1 would change (6 fields)\nnothing was written; --apply saves the changes\n"
    assert file.read_text("utf-8") == SCHOLAR


def test_diff_is_a_patch_and_json_has_every_change(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(SCHOLAR, "utf-8")
    with services(KNOWN):
        patch = moebib("update", "refs.bib", "--diff", folder=tmp_path)
        (result,) = json.loads(moebib("update", "refs.bib", "--json", folder=tmp_path).out)
        (applied,) = json.loads(moebib("update", "refs.bib", "--json", "--apply", folder=tmp_path).out)
    assert patch.out.startswith("--- a/refs.bib\n+++ b/refs.bib\n@@")
    assert "-  journal={arXiv preprint arXiv:2402.99992},\n" in patch.out
    assert (result["key"], result["files"], result["applied"]) == ("brook2024keeping", ["refs.bib"], False)
    assert result["changes"][0] == {
        "field": "type", "old": "article-journal", "new": "paper-conference", "source": "crossref",
    }  # fmt: skip
    assert result["doubts"] == [{"field": "author", "message": "authors from crossref only"}]
    assert applied["applied"]


def test_stdin_is_updated_to_stdout(tmp_path: Path) -> None:
    with services(KNOWN):
        done = moebib("update", "-", "--apply", folder=tmp_path, stdin=SCHOLAR)
        shown = moebib("update", "-", folder=tmp_path, stdin=SCHOLAR)
        patch = moebib("update", "-", "--diff", folder=tmp_path, stdin=SCHOLAR)
        unchanged = moebib("update", "-", "--apply", folder=tmp_path, stdin=SCHOLAR_PUBLISHED)
        refused = moebib("update", "-", "--apply", "--json", folder=tmp_path, stdin=SCHOLAR)
    assert (done.code, done.out) == (0, SCHOLAR_PUBLISHED)
    assert (unchanged.code, unchanged.out) == (0, SCHOLAR_PUBLISHED)
    assert shown.out.startswith("brook2024keeping\n  type (crossref)\n")
    assert "+  booktitle={Workshop on Invented Systems},\n" in patch.out
    assert (refused.code, refused.out) == (2, "")
    assert list(tmp_path.iterdir()) == []


def test_a_preprint_does_not_become_a_second_entry_of_its_publication(tmp_path: Path) -> None:
    other = "@inproceedings{warm, title = {Keeping Experts Warm}, author = {Brook, Tom}, doi = {10.5555/WARM}}\n"
    done, text = updated(tmp_path, SCHOLAR + other)
    assert (done.code, text) == (1, SCHOLAR + other)
    assert "MB007 doi:10.5555/warm is also an identifier of 'warm'\n" in done.out
    assert "hint: cite 'warm' in place of 'brook2024keeping'\n" in done.out


def test_published_looks_up_preprints_only(tmp_path: Path) -> None:
    text = f"{SCHOLAR}@article{{cho, title = {{Bounds}}, journal = {{J}}, doi = {{10.5555/bounds}}}}\n"
    done, new = updated(tmp_path, text, "--published")
    assert (done.code, done.err) == (0, "1 checked, 1 changed (6 fields)\n")
    assert new == text.replace(SCHOLAR, SCHOLAR_PUBLISHED)
    assert not any("doi:10.5555/bounds" in identifiers for _, identifiers in queried)


def test_an_entry_can_be_chosen_by_its_key(tmp_path: Path) -> None:
    other = SCHOLAR.replace("brook2024keeping", "other")
    done, text = updated(tmp_path, SCHOLAR + other, "Brook2024Keeping")
    assert (done.code, text) == (0, SCHOLAR_PUBLISHED + other)


def test_an_entry_by_which_nothing_can_be_looked_up_is_counted(tmp_path: Path) -> None:
    text = "@online{a, title = {A Page}, url = {https://a.example}}\n@book{b, title = {Warm}, author = {Doe, Jane}}\n"
    done, _ = updated(tmp_path, SCHOLAR + text.replace("https", "ftp"))
    assert (done.code, done.err) == (
        0, "1 checked, 1 changed (6 fields), 2 skipped (no identifier, and no title with an author)\n",
    )  # fmt: skip


def test_several_files_share_batches_and_are_named(tmp_path: Path) -> None:
    for name in ("a.bib", "b.bib"):
        (tmp_path / name).write_text(SCHOLAR, "utf-8")
    with services(KNOWN):
        done = moebib("update", "a.bib", "b.bib", "--apply", folder=tmp_path)
    assert "a.bib: brook2024keeping\n" in done.out
    assert "b.bib: brook2024keeping\n" in done.out
    assert [(tmp_path / name).read_text("utf-8") for name in ("a.bib", "b.bib")] == [SCHOLAR_PUBLISHED] * 2


def test_an_entry_that_cannot_be_read_or_edited_does_not_affect_the_others(tmp_path: Path) -> None:
    broken = "@article{broken title = {x}}\n@@\n"
    twice = SCHOLAR.replace("brook2024keeping", "twice").replace("year", "Journal={Two}, year")
    done, text = updated(tmp_path, broken + SCHOLAR + twice)
    assert text == broken + SCHOLAR_PUBLISHED + twice
    assert "MB204 cannot write what is new into this entry: type, " in done.out
    assert done.code in (1, 3, 4)


def test_a_letter_that_the_encoding_lacks_does_not_affect_the_other_entries(tmp_path: Path) -> None:
    chinese = {**WARM, "identifiers": ["arxiv:2402.99993"]}
    published = {
        **WARM_PUBLISHED,
        "container_title": "\u4e13\u5bb6",
        "identifiers": ["doi:10.5555/x", "arxiv:2402.99993"],
    }
    known = {"arxiv": [WARM, chinese], "crossref": [WARM_PUBLISHED, published]}
    other = SCHOLAR.replace("99992", "99993").replace("brook2024keeping", "other")
    done, _ = updated(tmp_path, f"% für uns\n{other}{SCHOLAR}".encode("latin-1"), known=known)
    assert (tmp_path / "refs.bib").read_bytes().decode("latin-1") == f"% für uns\n{other}{SCHOLAR_PUBLISHED}"
    assert "MB204 cannot write what is new into this entry" in done.out


@pytest.mark.parametrize("before", ["@book{x, title = {A", "@book{x, title = {A}", "@book{x, title = {A}\n}\n}\n"])
def test_a_malformed_entry_before_another_one_stays_as_it_is(before: str, tmp_path: Path) -> None:
    text = f"{before}\n{SCHOLAR}@book{{y, title = {{B}}}}\n"
    assert updated(tmp_path, text)[1] in (text, text.replace(SCHOLAR, SCHOLAR_PUBLISHED))


def test_a_file_with_an_unresolved_conflict_is_refused(tmp_path: Path) -> None:
    text = f"<<<<<<< ours\n{SCHOLAR}=======\n>>>>>>> theirs\n"
    done, new = updated(tmp_path, text)
    assert (done.code, new) == (3, text)
    assert "MB014" in done.err


def test_a_service_that_does_not_respond_is_reported(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(SCHOLAR, "utf-8")
    with services(KNOWN, cut={"crossref"}):
        done = moebib("update", "refs.bib", "--apply", folder=tmp_path)
    assert done.code == 4
    assert done.out == "brook2024keeping\n  crossref did not respond: crossref.example did not answer\n"


def test_what_is_complete_is_written_if_the_command_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(Client):
        def __init__(self, _: object) -> None:
            self._own_web = None

        def look_up(self, queries: Iterable[str | Record], **_: object) -> Iterator[Lookup]:
            for query in queries:
                if query == "arxiv:2402.99993":
                    raise KeyboardInterrupt
                yield from look_up(KNOWN, [query])

    other = SCHOLAR.replace("brook2024keeping", "other").replace("99992", "99993")
    monkeypatch.setattr("moebib.lookup.client.Client", Interrupted)
    done, text = updated(tmp_path, SCHOLAR + other)
    assert done.code == 130
    assert text == SCHOLAR_PUBLISHED + other


def test_a_file_that_was_changed_meanwhile_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Meddler(Client):
        def __init__(self, _: object) -> None:
            self._own_web = None

        def look_up(self, queries: Iterable[str | Record], **_: object) -> Iterator[Lookup]:
            (tmp_path / "refs.bib").write_text("% empty\n", "utf-8")
            return iter(look_up(KNOWN, list(queries)))

    monkeypatch.setattr("moebib.lookup.client.Client", Meddler)
    done, text = updated(tmp_path, SCHOLAR)
    assert (done.code, text) == (3, "% empty\n")
    assert "error: refs.bib: changed in the meantime, so it is not written\n" in done.err


def test_the_edits_of_a_file_can_be_taken_without_writing(tmp_path: Path) -> None:
    (file,) = open_bib_files({"refs.bib": SCHOLAR.encode()}, date(2027, 1, 1))
    works = choose([file], ())
    with services(KNOWN), Client() as client:
        (result,) = update(works, client)
    assert (result.key, result.file) == ("brook2024keeping", "refs.bib")
    assert file.change.new == SCHOLAR_PUBLISHED


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["refs.bib", "brook2024keepin"], "no entry 'brook2024keepin' in refs.bib; did you mean 'brook2024keeping'?"),
        (["--fill", "--all"], "--fill needs a .bib file"),
        (["absent.bib"], "absent.bib"),
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str], message: str, tmp_path: Path) -> None:
    make_list(tmp_path)
    (tmp_path / "refs.bib").write_text(SCHOLAR, "utf-8")
    with services(KNOWN):
        done = moebib("update", *arguments, folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_a_file_that_belongs_to_git_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "refs.bib").write_text(SCHOLAR, "utf-8")
    with services(KNOWN):
        done = moebib("update", ".git/refs.bib", "--apply", folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "this file belongs to git" in done.err
    assert queried == []
