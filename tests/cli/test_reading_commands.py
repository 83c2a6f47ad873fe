"""`list`, `search`, `show`, `stats`, `tags`, `schema`: what they print in a pipe, and as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from every_field import models, values
from moebib import Library
from moebib.cli._entries import describe_model, describe_work
from moebib.records.model import Model, ModelNumber
from moebib.records.publication import Version
from moebib.records.record import Record
from small_list import files_of, make_list, moebib, write_entries

WARM = "brook2024keeping\t2024\tarXiv\tKeeping Experts Warm\n"
SORT = "arden2021sorting\t2021\tWIS\tSorting Experts by Temperature\n"
BOUNDS = "cho2022bounds\t2022\tJournal of Invented Results\tBounds & Limits of k Experts\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_list(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "out", "message"),
    [
        (["list"], SORT + WARM + BOUNDS, "3 of 3 works\n"),
        (["list", "-t", "routing"], SORT + WARM, "2 of 3 works\n"),
        (["list", "--tag", "caching"], WARM + BOUNDS, "2 of 3 works\n"),  # the end of a tag's path is enough
        (["list", "-t", "caching", "-t", "routing"], SORT + WARM + BOUNDS, "3 of 3 works\n"),
        (["search", "experts", "year:2022.."], WARM + BOUNDS, "2 of 3 works\n"),
        (["search", "keeping experts"], WARM, "1 of 3 works\n"),  # one argument with a space is a phrase
        (["search", "--", "-tag:routing"], BOUNDS, "1 of 3 works\n"),
        (["search", "10.5555/invented.12"], SORT, "1 of 3 works\n"),
        (["search", "https://doi.org/10.5555/INVENTED.12"], SORT, "1 of 3 works\n"),
        (["search", "arXiv:2402.99992v3"], WARM, "1 of 3 works\n"),
        (["search", "https://arxiv.org/abs/2012.99991"], SORT, "1 of 3 works\n"),  # of a version
        (["tags"], "routing\t2\tRouting\nsystem/caching\t2\tCaching\n", ""),
    ],
)
def test_in_a_pipe_a_table_is_tab_separated(folder: Path, arguments: list[str], out: str, message: str) -> None:
    assert moebib(*arguments, folder=folder) == (0, out, message)


def test_a_section_counts_the_works_of_its_subsections_once(folder: Path) -> None:
    sections = ("system", "system/caching", "system/memory")
    tables = (f'[[sections]]\ntag = "{tag}"\nheading = "H"\n' for tag in sections)
    (folder / "moebib.toml").write_text("format = 2\n" + "".join(tables), "utf-8")
    for key in ("arden2021sorting", "brook2024keeping"):
        (folder / f"entries/papers/{key}.toml").write_text(
            'type = "book"\ntags = ["system/caching", "system/memory"]\n', "utf-8"
        )
    out = "system\t3\tH\nsystem/caching\t3\tH\nsystem/memory\t2\tH\n"
    assert moebib("tags", folder=folder).out == out
    counts = json.loads(moebib("stats", "--json", folder=folder).out)["by_section"]
    assert counts == {"system": 3, "system/caching": 3, "system/memory": 2}


def test_models_are_listed_with_all_their_numbers(tmp_path: Path) -> None:
    small = make_list(tmp_path)
    hydra = 'name = "Hydra-8x7B"\nparams_b = 46.7\nexperts_routed = 8\nlayers = 32\nreleased = "2024-06"\n'
    (small / "entries/models").mkdir(parents=True, exist_ok=True)
    for path in (small / "entries/models").iterdir():
        path.unlink()
    (small / "entries/models/hydra.toml").write_text(f'{hydra}license = "MIT"\n', "utf-8")
    done = moebib("list", "--models", folder=small)
    cells = done.out.rstrip("\n").split("\t")
    assert (cells[:6], cells[8], cells[-4:]) == (
        ["hydra", "Hydra-8x7B", "46.7", "", "", "8"],
        "32",
        ["MIT", "", "2024-06", ""],
    )
    assert (len(cells), done.err) == (2 + len(get_args(ModelNumber)) + 4, "1 model\n")
    (listed,) = json.loads(moebib("list", "--models", "--json", folder=small).out)
    assert (listed["id"], listed["params_b"]) == ("hydra", 46.7)
    assert moebib("list", "--models", "--tag", "routing", folder=small).code == 2


def test_search_that_finds_nothing_exits_with_1(folder: Path) -> None:
    assert moebib("search", "nothing like it", folder=folder) == (1, "", "0 of 3 works\n")


def test_quiet_prints_only_data(folder: Path) -> None:
    assert moebib("-q", "list", "-t", "routing", folder=folder) == (0, SORT + WARM, "")


@pytest.mark.parametrize(
    "name",
    ["brook2024keeping", "BROOK2024keeping", "2402.99992", "https://arxiv.org/pdf/2402.99992v2", "arXiv:2402.99992"],
)
def test_show_takes_a_key_or_any_identifier(folder: Path, name: str) -> None:
    assert moebib("show", name, folder=folder).out == (
        "Keeping Experts Warm\n"
        "  key          brook2024keeping\n"
        "  authors      Tom Brook\n"
        "  in           arXiv · 2024-02-03\n"
        "  type         article preprint\n"
        "  identifiers  arxiv:2402.99992\n"
        "  link         https://arxiv.org/abs/2402.99992\n"
        "  sections     Routing · Caching\n"
        "  keywords     Prefetch\n"
        "  models       Tiny-MoE\n"
    )


def test_show_finds_a_work_by_its_preprint(folder: Path) -> None:
    shown = moebib("show", "2012.99991", folder=folder).out
    assert "  authors      Mia Arden, Jan van den Berg, Warm Lab\n" in shown
    assert "  version      preprint arXiv 2020-12-24 arxiv:2012.99991\n" in shown


FULL = {
    "type": "article-journal", "genre": "survey", "label": "v7", "title": "The Title", "title_short": "Short Title",
    "author": ["Arden, Mia", "others"], "editor": ["Brook, Tom"], "translator": ["Cho, Ada"], "issued": "2001",
    "event_date": "2002", "original_date": "2003", "accessed": "2004", "container_title": "The Container",
    "container_title_short": "TC", "collection_title": "The Series", "event_title": "The Event",
    "event_place": "The Place", "publisher": "The Press", "publisher_place": "The City", "volume": "71", "issue": "72",
    "page": "73-74", "number": "75", "edition": "76", "version": "7.7", "language": "pt-BR",
    "identifiers": ["doi:10.5555/78"], "url": "https://url.example", "note": "The note.",
    "status": {"kind": "accepted", "date": "2005", "source": "https://status.example"},
    "origin": {"page": {"source": "dblp", "date": "2026-11-24", "confirmed": 3, "remark": "Of the page.",
                        "disputed": [{"value": "79", "source": "acl", "date": "2026-11-25"}]}},
}  # fmt: skip
WORK = FULL | {
    "id": "full", "abstract": "The abstract.", "keyword": ["The keyword"], "remark": "The remark.\nTwo lines.",
    "tags": ["routing"], "ids": ["former"], "aliases": ["The Alias"], "links": {"slides": ["https://slides.example"]},
    "relations": [{"kind": "extended-by", "key": "cho2022bounds"}], "extra": {"x": "y"},
}  # fmt: skip
WORDS = {
    "author": "Mia Arden et al.", "editor": "Tom Brook", "translator": "Ada Cho", "tags": "Routing",
    "status": "accepted, to appear 2005 (https://status.example)", "links": "https://slides.example",
    "relations": "extended by: cho2022bounds  Bounds & Limits of k Experts", "remark": "Two lines.",
    "versions": "version      v7 survey",
}  # fmt: skip
EVIDENCE = ("page confirmed by 3 sources", "page disputed: 79 (acl 2026-11-25)", "page remark: Of the page.")


def words_of(field: str) -> str:
    value = (WORK | {"versions": []})[field]
    return WORDS.get(field) or str(value[0] if isinstance(value, list) else value)


def test_show_forgets_no_field_of_a_work(folder: Path) -> None:
    write_entries(folder, [Record.model_validate(WORK | {"versions": [FULL | {"title": "Another Title"}]})])
    of_work, _, of_version = moebib("show", "full", folder=folder).out.partition("  version      ")
    shown = of_work + of_version
    assert set(WORK) | {"versions"} == set(Record.model_fields)
    for field in set(Record.model_fields) - {"abstract", "extra", "origin", "versions"}:
        assert words_of(field) in shown, field
    assert all(words in of_version.partition("related")[2] for words in EVIDENCE)
    of_version = of_version.partition("  related")[0]
    for field in set(Version.model_fields) - {"title", "origin", "type"}:
        assert words_of(field) in of_version, field
    assert "Another Title" in of_version
    assert all(words in of_version for words in EVIDENCE)


NOT_SHOWN = {
    "abstract", "extra",
    "origin", "Version.origin", "Origin.source", "Origin.date", "Origin.digest",  # `why` explains where values are from
    "Version.type",  # "article", which a preprint is
}  # fmt: skip


def test_show_forgets_no_field_of_a_work_or_of_a_table_in_it(subtests: pytest.Subtests) -> None:
    def shown(field: str, value: Any) -> str:
        record = Record.model_validate({"id": "arden2024warm", "type": "book", field: value})
        return describe_work(Library([record]), record)

    for name, field, value, without in values():
        with subtests.test(name):
            assert (shown(field, value) != shown(field, without)) == (name not in NOT_SHOWN)


def test_show_forgets_no_field_of_a_model_or_of_a_table_in_it(subtests: pytest.Subtests) -> None:
    for name, model, without in models():
        with subtests.test(name):
            is_shown = not name.endswith((".date", ".digest"))
            shown = (describe_model(Library([], [entry]), entry) for entry in (model, without))
            assert (len({*shown}) == 2) == is_shown


def test_a_number_of_a_model_is_shown_with_all_its_digits() -> None:
    model = Model(id="a", name="A", params_b=1046.7029, params_active_b=7.0, license="Apache-2.0")
    shown = describe_model(Library([], [model]), model)
    assert "  params_b               1046.7029\n  params_active_b        7\n" in shown
    assert "  license                Apache-2.0\n" in shown


def test_a_relation_is_shown_from_both_sides(folder: Path) -> None:
    write_entries(folder, [Record.model_validate(WORK)])
    assert "  related      extends: full  The Title\n" in moebib("show", "cho2022bounds", folder=folder).out
    (shown,) = json.loads(moebib("show", "cho2022bounds", "--json", folder=folder).out)
    assert shown["inverse_relations"] == [{"kind": "extends", "key": "full"}]


def test_a_model_is_shown_with_all_numbers_and_what_is_known_of_them(folder: Path) -> None:
    file = folder / "entries/models/tiny-moe.toml"
    file.write_text(
        f"{file.read_text('utf-8')}not_applicable = ['d_ffn']\nlicense = 'MIT'\nremark = 'R.'\n"
        "[[checkpoints]]\nname = 'Tiny-MoE-Chat'\ncontext_length = 9\n"
        "[origin]\nparams_b = { source = 'config.json', date = '2026-11-24', confirmed = 1 }\n"
        "heads = { source = 'the card', date = '2026-11-24', remark = 'gives no heads' }\n", "utf-8"
    )  # fmt: skip
    shown = moebib("show", "TINY-moe", folder=folder).out
    assert all(name in shown for name in get_args(ModelNumber))
    lines = {line[2:25].strip(): line[25:] for line in shown.splitlines()[1:]}
    assert lines["params_b"] == "0.5  (config.json; confirmed by 1 source)"
    assert (lines["not applicable"], lines["experts_routed"]) == ("d_ffn", "4")
    assert lines["unknown"].startswith("params_active_b, experts_shared, ")
    assert lines["heads"] == "unknown  (the card; remark: gives no heads)"
    assert lines["paper"] == "brook2024keeping  Keeping Experts Warm"
    assert lines["checkpoint"] == "Tiny-MoE-Chat · context_length 9"
    assert (lines["license"], lines["remark"]) == ("MIT", "R.")
    (data,) = json.loads(moebib("show", "tiny-moe", "--json", folder=folder).out)
    assert data["not_applicable"] == ["d_ffn"]


def test_stats_counts_versions_statuses_and_evidence(folder: Path) -> None:
    write_entries(folder, [Record.model_validate(WORK)])
    line = moebib("stats", folder=folder).out.splitlines()[1]
    assert line == "1 other version · 1 accepted · 1 value confirmed · 1 value disputed"


def test_show_separates_works_by_a_blank_line(folder: Path) -> None:
    shown = moebib("show", "cho2022bounds", "brook2024keeping", folder=folder).out
    assert "\n\nKeeping Experts Warm\n" in shown


@pytest.mark.parametrize("arguments", [["list", "-t", "routing"], ["search", "tag:routing"], ["show", "2402.99992"]])
def test_json_has_the_fields_of_the_entry_files(folder: Path, arguments: list[str]) -> None:
    done = moebib(*arguments, "--json", folder=folder)
    works = {work["id"]: work for work in json.loads(done.out)}
    assert works["brook2024keeping"] == {
        "id": "brook2024keeping",
        "type": "article",
        "title": "Keeping Experts Warm",
        "author": ["Brook, Tom"],
        "issued": "2024-02-03",
        "container_title": "arXiv",
        "genre": "preprint",
        "identifiers": ["arxiv:2402.99992"],
        "keyword": ["Prefetch"],
        "tags": ["routing", "system/caching"],
    }
    assert (done.code, done.err) == (0, "")


def test_tags_as_json(folder: Path) -> None:
    assert json.loads(moebib("tags", "--json", folder=folder).out) == [
        {"tag": "routing", "heading": "Routing", "works": 2},
        {"tag": "system/caching", "heading": "Caching", "works": 2},
    ]


def test_stats_counts_by_year_venue_and_section(folder: Path) -> None:
    out = moebib("stats", folder=folder).out
    assert out.startswith(
        "3 works · 1 model · 1 with code · 2 published\n1 other version\n\nby year\n  2021     1  █\n"
    )
    assert "\nby section\n  routing            2  ██\n  system/caching     2  ██\n" in out


def test_stats_as_json(folder: Path) -> None:
    assert json.loads(moebib("stats", "--json", folder=folder).out) == {
        "works": 3,
        "models": 1,
        "with_code": 1,
        "published": 2,
        "versions": 1,
        "by_status": {},
        "confirmed": 0,
        "disputed": 0,
        "by_year": {"2021": 1, "2022": 1, "2024": 1},
        "by_venue": {"Journal of Invented Results": 1, "WIS": 1, "arXiv": 1},
        "by_section": {"routing": 2, "system/caching": 2},
    }


def test_a_schema_contains_the_tags_of_the_list(folder: Path) -> None:
    schema = json.loads(moebib("schema", "record", folder=folder).out)
    assert schema["properties"]["tags"]["items"]["enum"] == ["routing", "system/caching"]


def test_schema_writes_three_files_once(folder: Path) -> None:
    first = moebib("schema", "-o", "schema", folder=folder)
    assert [line.partition(" (")[0] for line in first.err.splitlines()] == [
        f"wrote schema/{name}.json" for name in ("record", "model", "moebib")
    ]
    assert moebib("schema", "-o", "schema", folder=folder).err == "schema is up to date\n"
    assert moebib("schema", "model", folder=folder).out == (folder / "schema/model.json").read_text("utf-8")


def test_reading_writes_nothing(folder: Path) -> None:
    before = files_of(folder)
    for arguments in (["list"], ["search", "x"], ["show", "cho2022bounds"], ["stats"], ["tags"], ["schema", "model"]):
        moebib(*arguments, folder=folder)
    assert files_of(folder) == before


def test_commands_work_in_a_subdirectory_of_the_list(folder: Path) -> None:
    assert moebib("list", folder=folder / "entries" / "papers").out == SORT + WARM + BOUNDS


def test_the_option_c_changes_the_working_directory(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert moebib("-C", str(folder), "export", "-f", "jsonl", "-o", "out.jsonl", folder=elsewhere).code == 0
    assert (folder / "out.jsonl").exists()


def test_outside_a_list_the_bundled_list_is_read(tmp_path: Path) -> None:
    done = moebib("search", "offload", folder=tmp_path)
    assert done.code == 0
    assert (
        "eliseev2023fast\t2023\tarXiv\tFast Inference of Mixture-of-Experts Language Models with Offloading\n"
        in done.out
    )
    assert done.err.endswith(" of 153 works\n")
    assert files_of(tmp_path) == {}


def test_a_search_that_finds_nothing_names_the_nearest_word(tmp_path: Path) -> None:
    done = moebib("search", "sortign", "author:arden", folder=make_list(tmp_path))
    assert (done.code, done.out) == (1, "")
    assert done.err == "0 of 3 works\nhint: did you mean `moebib search sorting author:arden`? (1 work)\n"


def test_a_search_for_an_unknown_tag_is_an_error(tmp_path: Path) -> None:
    done = moebib("search", "tag:cachign", folder=make_list(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: unknown tag 'cachign'; did you mean 'system/caching'?\n"


@pytest.mark.parametrize("identifier", ["2402.99993", "https://arxiv.org/abs/2402.99993", "doi:10.5555/invented.13"])
def test_the_search_for_an_identifier_that_no_work_has_fails_without_a_guess(folder: Path, identifier: str) -> None:
    done = moebib("search", identifier, folder=folder)
    assert (done.code, done.out, done.err) == (1, "", "0 of 3 works\n")


def test_a_list_is_shown_without_importing_formats_or_what_finds_the_nearest_word(folder: Path) -> None:
    code = (
        "import atexit, sys; sys.argv[1:] = ['list', '-t', 'routing']; from moebib.cli import main; "
        "unused = {'moebib.formats', 'moebib.text.latex', 'rapidfuzz'}; "
        "atexit.register(lambda: print(*sys.modules.keys() & unused, file=sys.stderr)); main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stderr == "2 of 3 works\n\n"  # the third has a formula
