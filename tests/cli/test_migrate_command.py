"""`migrate`: entries in record format 1 become entries in format 2, and nothing else in them changes."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from moebib import store
from moebib.toml.edit import migrate_entry
from small_list import CONFIG, files_of, make_list, moebib

ROOT = Path(__file__).parents[2]
OLD_CONFIG = CONFIG.replace("format = 2\n", "\n")
OLD_MODEL = """\
# from the card
name = "Tiny-MoE"  # a name
"paper" = "brook2024keeping" # the report
experts_active = 1
experts_total   =  4   # without the shared one
"""
NEW_MODEL = """\
# from the card
name = "Tiny-MoE"  # a name
papers = ["brook2024keeping"] # the report
experts_active = 1
experts_routed   =  4   # without the shared one
"""
OLD_WORK = """\
type = "article"
title = "Keeping Experts Warm"
tags = ["routing"]

[origin] # by moebib
# from the feed
title = 'arxiv 2026-11-24 5f0c2a91' # checked
"issued" = "crossref 2026-11-24 5f0c2a92"
"""
NEW_WORK = """\
type = "article"
title = "Keeping Experts Warm"
tags = ["routing"]

[origin] # by moebib
# from the feed
title = { source = "arxiv", date = "2026-11-24", digest = "5f0c2a91" } # checked
"issued" = { source = "crossref", date = "2026-11-24", digest = "5f0c2a92" }
"""
FORMAT_2 = "this list is in record format 1; `moebib migrate` changes it to format 2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_list(tmp_path, moebib=OLD_CONFIG, brook2024keeping=OLD_WORK, **{"tiny-moe": OLD_MODEL})


def test_only_what_has_another_form_is_edited(folder: Path) -> None:
    before = files_of(folder)
    done = moebib("migrate", folder=folder)
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "wrote entries/papers/brook2024keeping.toml (+2 -2 lines)\n"
        "wrote entries/models/tiny-moe.toml (+2 -2 lines)\n"
        "wrote moebib.toml (+1 -0 lines)\n"
        "hint: the outputs may be out of date; run `moebib build`\n"
    )
    changed = {path: text.decode() for path, text in files_of(folder).items() if text != before[path]}
    assert changed.pop("moebib.toml").replace("format = 2\n", "") == OLD_CONFIG
    assert changed == {
        "entries/papers/brook2024keeping.toml": NEW_WORK,
        "entries/models/tiny-moe.toml": NEW_MODEL,
    }
    assert moebib("migrate", folder=folder) == (0, "", "the list is in record format 2\n")


def test_fields_that_were_in_extra_get_fields_of_their_own(tmp_path: Path) -> None:
    old = """\
type = "book"
title = "Keeping Experts Warm"

[extra] # from refs.bib
translator = "Br{\\\\'o}nte, Ada and {ACM}" # two
urldate = "12 June 2024"
eventdate = "in June"
annote = "x"
"""
    new = """\
type = "book"
title = "Keeping Experts Warm"
translator = [
  "Brónte, Ada",
  "{ACM}",
]
accessed = "2024-06-12"

[extra] # from refs.bib
urldate = "12 June 2024"
eventdate = "in June"
annote = "x"
"""
    folder = make_list(tmp_path, moebib=OLD_CONFIG, brook2024keeping=old)
    moebib("migrate", folder=folder)
    assert (folder / "entries/papers/brook2024keeping.toml").read_text("utf-8") == new
    assert moebib("migrate", folder=folder).err == "the list is in record format 2\n"


def test_a_check_shows_the_patch_and_writes_nothing(folder: Path) -> None:
    before = files_of(folder)
    for option in ("--check", "--diff"):
        done = moebib("migrate", option, folder=folder)
        assert done.code == 1
        assert "\n-experts_total   =  4   # without the shared one\n+experts_routed   =  4   # without" in done.out
    assert files_of(folder) == before


def test_a_list_in_format_1_is_read_with_a_note(folder: Path) -> None:
    done = moebib("show", "brook2024keeping", "--json", folder=folder)
    assert (done.code, done.err) == (0, FORMAT_2)
    assert '"experts_routed"' not in done.out
    assert moebib("-q", "list", folder=folder).err == ""
    assert store.read(folder).models[0].experts_routed == 4
    assert store.read(folder)["brook2024keeping"].origin["title"].source == "arxiv"


def test_a_file_that_cannot_be_read_does_not_stop_the_others(folder: Path) -> None:
    broken = folder / "entries/papers/cho2022bounds.toml"
    broken.write_text("title = [", "utf-8")
    done = moebib("migrate", folder=folder)
    assert done.code == 1
    assert "error: cannot read entries/papers/cho2022bounds.toml, which stays as it is\n" in done.err
    assert (folder / "entries/models/tiny-moe.toml").read_text("utf-8") == NEW_MODEL
    assert broken.read_text("utf-8") == "title = ["


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_what_is_not_a_file_of_the_list_does_not_stop_the_others(folder: Path) -> None:
    outside = folder.parent / "outside.toml"
    outside.write_text('type = "book"\n[extra]\ntranslator = "Doe, Jane"\n', "utf-8")
    papers = folder / "entries/papers"
    (papers / "directory.toml").mkdir()
    (papers / "nowhere.toml").symlink_to(folder.parent / "nowhere.toml")
    (papers / "outside.toml").symlink_to(outside)
    done = moebib("migrate", "--diff", folder=folder)
    assert "Doe, Jane" not in done.out
    assert moebib("migrate", folder=folder).code == 1
    assert [line.split()[3] for line in done.err.splitlines() if line.startswith("error")] == [
        "entries/papers/directory.toml,", "entries/papers/nowhere.toml,", "entries/papers/outside.toml,",
    ]  # fmt: skip
    assert (folder / "entries/models/tiny-moe.toml").read_text("utf-8") == NEW_MODEL


def test_a_list_of_a_later_format_is_refused(folder: Path) -> None:
    (folder / "moebib.toml").write_text("format = 3\n", "utf-8")
    done = moebib("list", folder=folder)
    assert done.code == 3
    assert "moebib.toml:1:1: MB004 format: record format 3 needs a newer version of moebib" in done.err


def test_check_finds_an_entry_that_a_branch_brought_back(tmp_path: Path) -> None:
    make_list(tmp_path, brook2024keeping=OLD_WORK)
    (tmp_path / "entries/models/new.toml").write_text('name = "New"\nremark = "paper = none"\n', "utf-8")
    done = moebib("check", "--select", "MB371", "--output-format", "concise", folder=tmp_path)
    assert done.code == 1
    assert done.out.startswith("entries/papers/brook2024keeping.toml:1:1: MB015 an entry in record format 1\n")
    assert done.out.count("MB015") == 1
    moebib("migrate", folder=tmp_path)
    assert "MB015" not in moebib("check", "--output-format", "concise", folder=tmp_path).out


@pytest.mark.parametrize("outputs", ['schema = "schema"\n', '[readme]\nstyle = "seed"\n', ""])
def test_a_list_with_outputs_is_to_be_built(tmp_path: Path, outputs: str) -> None:
    make_list(tmp_path)
    (tmp_path / "moebib.toml").write_text(outputs, "utf-8")
    hint = "hint: the outputs may be out of date; run `moebib build`\n"
    assert hint not in moebib("migrate", "--dry-run", folder=tmp_path).err
    assert moebib("migrate", folder=tmp_path).err.endswith(hint) == bool(outputs)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r""""p\u0061per" = "a" # of the key""", 'papers = ["a"] # of the key'),
        ('paper = """\na""" # at the next line', 'papers = ["a"] # at the next line'),
        ("'experts_total'=0x1_0 # in another base", "experts_routed=0x1_0 # in another base"),
        (
            'origin = { title = "arxiv 2026-11-24 5f0c2a91", note = 2026-11-24 } # one line',
            'origin = { title = { source = "arxiv", date = "2026-11-24", digest = "5f0c2a91" }, note = 2026-11-24 }'
            " # one line",
        ),
        (
            'origin . title  =  "arxiv 2026-11-24 5f0c2a91" # dotted',
            'origin . title  =  { source = "arxiv", date = "2026-11-24", digest = "5f0c2a91" } # dotted',
        ),
        (
            "origin.note.day = 2026-11-24\norigin.title = 'arxiv 2026-11-24 5f0c2a91' # dotted",
            "origin.note.day = 2026-11-24\n"
            'origin.title = { source = "arxiv", date = "2026-11-24", digest = "5f0c2a91" } # dotted',
        ),
        ("[paper] # a table", "[paper] # a table"),
        ("[paper.a]\nb = 1 # a table", "[paper.a]\nb = 1 # a table"),
        ("experts_total = [1] # a list", "experts_total = [1] # a list"),
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_every_form_of_toml_keeps_its_comments(old: str, new: str, line_break: str) -> None:
    lines = f"# above\n{old}\n# below\n"
    assert migrate_entry(lines.replace("\n", line_break)) == lines.replace(old, new).replace("\n", line_break)


def test_findings_are_where_the_entry_in_format_1_has_them(tmp_path: Path) -> None:
    model = 'name = "New"\npaper = "nobody2024"\nexperts_total = -1\n'
    work = 'type = "book"\n[origin]\ntitle = """\narxiv 2026-11-24 5f0c2a91"""\n[extra]\na = 1\n'
    make_list(tmp_path, moebib=OLD_CONFIG)
    (tmp_path / "entries/papers/work.toml").write_text(work, "utf-8")
    (tmp_path / "entries/models/new.toml").write_text(model, "utf-8")
    (tmp_path / "entries/models/other.toml").write_text(model.replace("-1", "1"), "utf-8")
    findings = {str(finding).partition(" ")[0]: finding.code for finding in store.read_all(tmp_path).findings}
    assert findings == {
        "entries/models/new.toml:3:1:": "MB004",
        "entries/models/other.toml:2:1:": "MB011",
        "entries/papers/work.toml:6:1:": "MB004",
    }


def test_the_bundled_list_comes_back_from_format_1_byte_for_byte(tmp_path: Path) -> None:
    for name in ("moebib.toml", "entries"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    entries = sorted((tmp_path / "entries").rglob("*.toml"))
    for file in entries:  # in format 1, the name of a source has no spaces
        text = file.read_text("utf-8").replace('"another bibliography"', '"another-bibliography"')
        file.write_text(text, "utf-8", newline="\n")
    new = {file: file.read_bytes() for file in entries}
    for file in entries:
        file.write_text(_in_format_1(file.read_text("utf-8")), "utf-8", newline="\n")
    changed = [file for file in entries if file.read_bytes() != new[file]]
    assert len(changed) > 20  # entries with what only format 2 has stay as they are
    assert moebib("migrate", folder=tmp_path).code == 0
    assert {file: file.read_bytes() for file in entries} == new


def _in_format_1(text: str) -> str:
    origin = r'\{ source = "([a-z0-9_.-]+)", date = "([^"]+)", digest = "([0-9a-f]{8})" \}'
    head, header, rest = text.partition("\n[origin]\n")  # versions had no origins
    text = head + header + re.sub(origin, r'"\1 \2 \3"', rest)
    text = re.sub(r"^papers = \[(\"[^\"]+\")\]", r"paper = \1", text, flags=re.M)
    return re.sub(r"^experts_routed", "experts_total", text, count=1, flags=re.M)


def test_a_preprint_that_is_linked_to_by_its_version_gets_this_label(tmp_path: Path) -> None:
    preprint = 'type = "article"\ngenre = "preprint"\nidentifiers = ["arxiv:2402.99992"]\ntags = ["routing"]\n'
    for key, url in {"brook2024keeping": "v2", "cho2022bounds": ""}.items():
        make_list(tmp_path, moebib=OLD_CONFIG, **{key: f'{preprint}url = "https://arxiv.org/abs/2402.99992{url}"\n'})
        moebib("migrate", folder=tmp_path)
        text = (tmp_path / f"entries/papers/{key}.toml").read_text("utf-8")
        assert ('label = "v2"' in text) is (url == "v2")
