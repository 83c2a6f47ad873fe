"""`update`: new values are shown with their source and written with --apply; values written by hand are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from moebib.commands.update import update
from moebib.errors import InputError
from moebib.lookup.client import Client
from moebib.lookup.lookup import Lookup
from moebib.records.identifier import Scheme
from moebib.records.publication import Origin
from moebib.records.record import Record
from moebib.store import ListSession
from moebib.toml.dump import dump_field
from services import DAY, look_up, queried, services
from small_list import files_of, make_list, moebib

WARM = {
    "type": "article", "genre": "preprint", "title": "Keeping Experts Warm", "author": ["Brook, Tom"],
    "issued": "2024-02-03", "container_title": "arXiv", "identifiers": ["arxiv:2402.99992"],
}  # fmt: skip
WARM_PUBLISHED = {
    "type": "paper-conference", "title": "Keeping Experts Warm", "author": ["Brook, Tom"], "issued": "2025-03",
    "container_title": "Workshop on Invented Systems", "identifiers": ["doi:10.5555/warm", "arxiv:2402.99992"],
}  # fmt: skip
SORTING = {
    "type": "paper-conference", "title": "Sorting Experts by Temperature",
    "author": ["Arden, Mia", "van den Berg, Jan", "{Warm Lab}"], "issued": "2021-09",
    "container_title": "Proceedings of the Workshop on Invented Systems", "page": "12-34",
    "identifiers": ["doi:10.5555/invented.12", "arxiv:2012.99991"],
}  # fmt: skip
BOUNDS = {
    "type": "article-journal", "title": "Bounds & Limits of $k$ Experts", "author": ["Cho, Ada"], "issued": "2022",
    "container_title": "Journal of Invented Results", "volume": "7", "identifiers": ["doi:10.5555/bounds"],
}  # fmt: skip

Works = Mapping[str, Sequence[Mapping[str, Any]]]
NOTHING_NEW: Works = {"arxiv": [WARM], "crossref": [{**SORTING, "issued": "2021-07"}, BOUNDS]}
PUBLISHED: Works = {"arxiv": [WARM], "crossref": [{**SORTING, "issued": "2021-07"}, BOUNDS, WARM_PUBLISHED]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_list(tmp_path)


KILN = {
    "type": "article", "genre": "preprint", "title": "Kiln: Warm Experts with a Thermal Cache", "issued": "2023-05",
    "author": ["Arden, Mia", "Brook, Tom", "Cho, Ada", "Dale, Eva"], "container_title": "arXiv",
    "identifiers": ["arxiv:2305.99991"],
}  # fmt: skip
EMBER = {
    **KILN, "type": "paper-conference", "genre": "", "title": "Ember: A Thermal Cache for Warm Experts",
    "issued": "2024-03", "container_title": "Workshop on Invented Systems", "identifiers": ["doi:10.5555/ember"],
}  # fmt: skip


def test_a_publication_under_another_title_is_shown_and_never_applied(folder: Path) -> None:
    papers = folder / "entries/papers"
    (papers / "arden2023kiln.toml").write_text("".join(f"{dump_field((k,), v)}\n" for k, v in KILN.items()), "utf-8")
    before = files_of(folder)
    with services({"arxiv": [KILN], "crossref": [EMBER]}):
        done = moebib("update", "arden2023kiln", "--apply", folder=folder)
    assert (done.code, files_of(folder)) == (1, before)
    assert "MB205 probably published as 'Ember: A Thermal Cache for Warm Experts'" in done.out
    assert "`moebib add doi:10.5555/ember`" in done.out
    (papers / "arden2024ember.toml").write_text("".join(f"{dump_field((k,), v)}\n" for k, v in EMBER.items()), "utf-8")
    with services({"arxiv": [KILN], "crossref": [EMBER]}):
        done = moebib("update", "arden2023kiln", folder=folder)
    assert done.out.count("MB205") == 1
    assert (
        "MB205 probably published as 'arden2024ember' (Workshop on Invented Systems, 2024-03); in common: 4" in done.out
    )
    assert moebib("dedupe", "--not", "arden2023kiln", "arden2024ember", folder=folder).code == 0
    with services({"arxiv": [KILN]}):
        assert moebib("update", "arden2023kiln", folder=folder).code == 0
        assert moebib("update", "arden2023kiln", "--withdrawn", folder=folder).code == 0


def test_without_new_values_nothing_changes(folder: Path) -> None:
    before = files_of(folder)
    with services(NOTHING_NEW):
        done = moebib("update", "brook2024keeping", "arden2021sorting", folder=folder)
    assert done == (0, "", "2 checked, 0 would change (0 fields)\n")
    assert files_of(folder) == before


def test_changes_are_shown_by_field_with_their_source_and_nothing_is_written(folder: Path) -> None:
    before = files_of(folder)
    with services(PUBLISHED):
        done = moebib("update", "brook2024keeping", folder=folder)
    assert done.code == 1
    assert done.out == (
        "brook2024keeping\n"
        "  type (crossref)\n"
        "  - article\n"
        "  + paper-conference\n"
        "  genre (crossref)\n"
        "  - preprint\n"
        "  issued (crossref)\n"
        "  - 2024-02-03\n"
        "  + 2025-03\n"
        "  container_title (crossref)\n"
        "  - arXiv\n"
        "  + Workshop on Invented Systems\n"
        "  identifiers (crossref)\n"
        "  - arxiv:2402.99992\n"
        "  + doi:10.5555/warm\n"
        "  versions (crossref)\n"
        "  + preprint · 2024-02-03 · arXiv · arxiv:2402.99992\n"
    )
    assert done.err == "1 checked, 1 would change (6 fields)\nnothing was written; --apply saves the changes\n"
    assert files_of(folder) == before


def test_a_publication_that_no_identifier_leads_to_is_found_by_its_title(folder: Path) -> None:
    works = {**NOTHING_NEW, "dblp": [{**WARM_PUBLISHED, "identifiers": ["dblp:conf/wis/Brook25"]}]}
    with services(works, schemes={"dblp": {Scheme.DBLP}}):
        done = moebib("update", "--published", folder=folder)
        assert (done.code, [name for name, identifiers in queried if not identifiers]) == (
            1,
            ["arxiv", "crossref", "dblp"],
        )
        assert "  container_title (dblp)\n  - arXiv\n  + Workshop on Invented Systems\n" in done.out
        assert moebib("update", "--withdrawn", folder=folder) == (0, "", "3 checked, 0 would change (0 fields)\n")


def test_several_works_with_its_title_make_no_preprint_incomplete(folder: Path) -> None:
    homonym = {**WARM, "author": ["Brook, Tina"], "identifiers": ["dblp:conf/wis/Brook24"]}
    with services({**NOTHING_NEW, "dblp": [homonym]}, schemes={"dblp": {Scheme.DBLP}}):
        done = moebib("update", "brook2024keeping", folder=folder)
    assert done == (0, "", "1 checked, 0 would change (0 fields)\n")


def test_of_a_version_the_values_are_shown_and_not_where_they_came_from(tmp_path: Path) -> None:
    folder = make_list(tmp_path)
    (folder / "entries/papers/brook2024keeping.toml").unlink()
    (folder / "entries/models/tiny-moe.toml").unlink()
    with services({"arxiv": [{**WARM, "status": {"kind": "withdrawn", "date": "2024-05"}}]}):
        moebib("add", "2402.99992", folder=folder)
    with services(PUBLISHED):
        done = moebib("update", "brook2024keeping", folder=folder)
    assert "\n  + preprint · 2024-02-03 · arXiv · arxiv:2402.99992 · withdrawn · 2024-05\n" in done.out


def test_apply_writes_the_changes_with_their_origins_and_keeps_comments(folder: Path) -> None:
    file = folder / "entries/papers/brook2024keeping.toml"
    file.write_text("# Read this one.\n" + file.read_text("utf-8"), "utf-8")
    with services(PUBLISHED):
        done = moebib("update", "--all", "--apply", folder=folder)
        assert done.code == 0
        assert "3 checked, 2 changed (8 fields)\nhint: the outputs may be out of date; run `moebib build`\n" in done.err
        text = file.read_text("utf-8")
        assert text.startswith('# Read this one.\ntype = "paper-conference"\n')
        assert dump_field(("issued",), Origin.of("crossref", DAY, "2025-03").to_dict()) in text
        assert 'tags = ["routing", "system/caching"]\nkeyword = ["Prefetch"]\n' in text
        after = files_of(folder)
        again = moebib("update", "--all", "--apply", folder=folder)
    assert again == (0, "", "3 checked, 0 changed (0 fields)\n")
    assert files_of(folder) == after


def test_a_field_written_by_hand_is_kept_and_reported(folder: Path) -> None:
    before = files_of(folder)
    with services({"crossref": [SORTING]}):
        done = moebib("update", "arden2021sorting", "--apply", folder=folder)
    assert done.code == 1
    assert done.out == "arden2021sorting\n  MB201 issued: '2021-07' here, '2021-09' in crossref\n"
    assert done.err == "1 checked, 0 changed (0 fields), 1 finding\n"
    assert files_of(folder) == before


def test_an_unavailable_source_is_reported_and_the_work_counts_as_incomplete(folder: Path) -> None:
    with services(NOTHING_NEW, cut={"crossref"}):
        done = moebib("update", "arden2021sorting", folder=folder)
    assert done.code == 4
    assert "  crossref did not respond: crossref.example did not answer\n" in done.out
    assert done.err == "1 checked, 0 would change (0 fields), 1 incomplete\n"


def test_a_source_that_is_unavailable_for_a_lead_is_reported(folder: Path) -> None:
    warm = {**WARM, "identifiers": ["arxiv:2402.99992", "doi:10.5555/warm"]}
    with services({"arxiv": [warm], "crossref": []}, cut={"crossref"}, schemes={"crossref": {Scheme.DOI}}):
        done = moebib("update", "brook2024keeping", "--published", folder=folder)
    assert done.code == 4
    assert done.out == "brook2024keeping\n  crossref did not respond: crossref.example did not answer\n"


class ScriptedClient(Client):
    """A client whose lookups come from a function."""

    def __init__(self, respond: Callable[[Sequence[str | Record]], Iterator[Lookup]]) -> None:
        self._respond = respond

    def look_up(self, queries: Iterable[str | Record], **_: object) -> Iterator[Lookup]:
        return self._respond(list(queries))


def test_an_interruption_keeps_finished_works(folder: Path) -> None:
    session = ListSession(folder)

    def interrupted(queries: Sequence[str | Record]) -> Iterator[Lookup]:
        yield from look_up({"crossref": [{**SORTING, "volume": "9"}]}, queries[:2])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(update(session, session.library.records, ScriptedClient(interrupted)))
    assert 'volume = "9"' in (folder / "entries/papers/arden2021sorting.toml").read_text("utf-8")


def test_an_identifier_that_no_source_has_is_a_finding(folder: Path) -> None:
    with services({"crossref": [], "arxiv": []}):
        done = moebib("update", "brook2024keeping", folder=folder)
    assert done.code == 1
    assert done.out == "brook2024keeping\n  MB203 no source has arxiv:2402.99992 (queried: crossref, arxiv)\n"


def test_a_title_that_no_source_has_is_not_a_finding(folder: Path) -> None:
    with services({"crossref": [WARM]}):
        assert moebib("update", "cho2022bounds", folder=folder).code == 0


def test_an_entry_removed_during_the_update_is_an_error(folder: Path) -> None:
    def remove(queries: Sequence[str | Record]) -> Iterator[Lookup]:
        (folder / "entries/papers/brook2024keeping.toml").unlink()
        (folder / "entries/models/tiny-moe.toml").unlink()
        yield from look_up(PUBLISHED, queries)

    session = ListSession(folder)
    with pytest.raises(InputError, match="the entry 'brook2024keeping' was removed in the meantime"):
        list(update(session, [session.library["brook2024keeping"]], ScriptedClient(remove)))


def test_an_identifier_of_another_listed_work_is_a_finding_and_not_written(folder: Path) -> None:
    taken = {**BOUNDS, "identifiers": ["doi:10.5555/invented.12"], "volume": ""}
    with services({"crossref": [taken]}):
        done = moebib("update", "cho2022bounds", "--apply", folder=folder)
    assert done.code == 1
    assert "  MB007 doi:10.5555/invented.12 is also an identifier of 'arden2021sorting'\n" in done.out
    assert "invented.12" not in (folder / "entries/papers/cho2022bounds.toml").read_text("utf-8")


def test_all_works_share_batches(folder: Path) -> None:
    with services(NOTHING_NEW):
        moebib("update", "--all", folder=folder)
        batches = [identifiers for name, identifiers in queried if name == "arxiv" and identifiers]
    assert {"doi:10.5555/invented.12", "arxiv:2012.99991", "arxiv:2402.99992"} <= set(batches[0])


@pytest.mark.parametrize(("option", "number"), [("--published", 1), ("--withdrawn", 3), ("--all", 3)])
def test_options_select_the_works(folder: Path, option: str, number: int) -> None:
    with services(NOTHING_NEW):
        done = moebib("update", option, folder=folder)
    assert done.err.startswith(f"{number} checked, ")


def test_an_update_can_be_limited_to_withdrawals(folder: Path) -> None:
    works = {"crossref": [{**SORTING, "status": {"kind": "retracted"}}]}
    with services(works):
        done = moebib("update", "arden2021sorting", "--withdrawn", "--apply", folder=folder)
    assert done.code == 0
    assert [line for line in done.out.splitlines() if line.startswith("  ")] == [
        "  status (crossref)", "  + retracted · crossref",
    ]  # fmt: skip
    assert 'kind = "retracted"' in (folder / "entries/papers/arden2021sorting.toml").read_text("utf-8")


def test_diff_prints_a_patch_and_json_every_change(folder: Path) -> None:
    with services(PUBLISHED, cut={"dblp"}):
        patch = moebib("update", "brook2024keeping", "--diff", folder=folder)
        assert patch.out.startswith("--- a/entries/papers/brook2024keeping.toml\n+++ b/entries/papers/brook2024keeping")
        assert '\n-type = "article"\n+type = "paper-conference"\n' in patch.out
        (result,) = json.loads(moebib("update", "brook2024keeping", "--json", folder=folder).out)
    assert (result["key"], result["applied"], result["unavailable"]) == ("brook2024keeping", False, {})
    assert result["changes"][0] == {"field": "type", "old": "article", "new": "paper-conference", "source": "crossref"}
    assert result["files"] == ["entries/papers/brook2024keeping.toml"]


def test_a_work_that_cannot_be_queried_is_reported(tmp_path: Path) -> None:
    folder = make_list(
        tmp_path, cho2022bounds='type = "book"\ntitle = "Bounds and Limits"\nidentifiers = ["isbn:9780201134476"]\n'
    )
    with services({"crossref": []}):
        done = moebib("update", "cho2022bounds", folder=folder)
        assert queried == []
    assert done.code == 4
    assert done.out == "cho2022bounds\n  cannot look it up: it has no identifier, and no title with an author\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no work given; pass keys, .bib files, or --all, --published or --withdrawn"),
        (["brook2042"], "no entry 'brook2042'"),
    ],
)
def test_wrong_usage_exits_with_2_without_a_query(folder: Path, arguments: list[str], message: str) -> None:
    with services(NOTHING_NEW):
        done = moebib("update", *arguments, folder=folder)
        assert queried == []
    assert (done.code, done.out) == (2, "")
    assert message in done.err
