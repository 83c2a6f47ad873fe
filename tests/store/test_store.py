"""The folder of a list: every file is read or reported, and written atomically by one process at a time."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from clock import in_proportion
from moebib import store
from moebib.codes import CODES
from moebib.errors import InputError, InvalidRecord
from moebib.library.config import Config, Section
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.store.writing import replace_all
from small_list import write_entries

CONFIG = """\
title = "MoE"
schema = "schema"

[[sections]]
tag = "models"
heading = "Models"

[[sections]]
tag = "system/offloading"   # a place on the disk
heading = "Offloading"
"""
GSHARD = Record(
    id="lepikhin2021gshard", type="paper-conference", title="GShard", author=["Lepikhin, Dmitry"], issued="2021"
)
MIXTRAL = Model(id="mixtral", name="Mixtral 8x7B", papers=["lepikhin2021gshard"], params_b=46.7)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "moebib.toml").write_text(CONFIG, encoding="utf-8", newline="\n")
    return tmp_path


def put(root: Path, name: str, text: str | bytes) -> Path:
    """Write a file to entries/papers, or to another folder in entries if *name* has one."""
    file = root / "entries" / (name if "/" in name else f"papers/{name}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def findings(root: Path) -> list[str]:
    return [str(finding).replace("entries/papers/", "") for finding in store.read_all(root).findings]


def test_entries_survive_writing_and_reading(root: Path) -> None:
    written = write_entries(root, [GSHARD], [MIXTRAL])
    assert [path.relative_to(root).as_posix() for path in written] == [
        "entries/papers/lepikhin2021gshard.toml",
        "entries/models/mixtral.toml",
    ]
    assert written[0].read_text(encoding="utf-8").startswith("#:schema ../../schema/record.json\ntype = ")
    assert written[1].read_text(encoding="utf-8").startswith("#:schema ../../schema/model.json\nname = ")
    library = store.read(root)
    assert (library.records, library.models) == ((GSHARD,), (MIXTRAL,))
    assert library.config.tags == ("models", "system/offloading")


def test_a_list_without_entries_is_empty(root: Path) -> None:
    assert len(store.read(root)) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'type = "book"\ntitle = "na\xefve"\n',
         "a.toml:2:12: MB001 not UTF-8: byte 0xef\n  hint: save the file as UTF-8"),
        ('type = "book"\n'.encode("utf-16"), "a.toml:1:1: MB001 not UTF-8: byte 0xff\n  hint: save the file as UTF-8"),
        (
            b'\xef\xbb\xbftype = "book"\n',
            "a.toml:1:1: MB001 starts with a byte order mark\n  hint: save the file as UTF-8 without a byte order mark",
        ),
        (
            'type = "book"\ntitle "x"\n',
            "a.toml:2:7: MB002 not TOML: expected '=' after a key in a key/value pair\n  hint: write title = \"x\"",
        ),
        (
            'type = "book"\ntype = "book"\n',
            "a.toml:2:14: MB002 not TOML: cannot overwrite a value\n"
            "  hint: each field is given once: remove one of the two",
        ),
        ('type = "book"\ntitel = "x"\n', "a.toml:2:1: MB003 unknown field 'titel'\n  hint: did you mean 'title'?"),
        (
            'type = "book"\n[links]\ncod = []\n',
            "a.toml:3:1: MB003 unknown field 'cod' in links\n  hint: did you mean 'code'?",
        ),
        ('type = "book"\nschema_folder = "x"\n', "a.toml:2:1: MB003 unknown field 'schema_folder'"),
        ('title = "A"\n', "a.toml:1:1: MB004 the field 'type' is missing"),
        ('type = "boook"\n', "a.toml:1:1: MB004 type: unknown value 'boook'\n  hint: did you mean 'book'?"),
        ('type = "book"\nvolume = 3\n',
         'a.toml:2:1: MB004 volume: should be a string, not a number\n  hint: put it in quotes: "3"'),
        ('type = "book"\nnote = true\n',
         'a.toml:2:1: MB004 note: should be a string, not true\n  hint: put it in quotes: "true"'),
        (
            'type = "book"\nauthor = "Dai, Damai"\n',
            'a.toml:2:1: MB004 author: should be a list, not a string\n  hint: put it in brackets: ["Dai, Damai"]',
        ),
        (
            'type = "book"\nauthor = [\n  "Dai, Damai",\n  "A, B, C, D",\n]\n',
            "a.toml:4:3: MB004 author: name with more than two commas: 'A, B, C, D'; write each person as one name, "
            "and an organisation in braces",
        ),
        ('type = "book"\nkeyword = {}\n', "a.toml:2:1: MB004 keyword: should be a list, not a table"),
        ('type = "book"\nurl = "javascript:x"\n', "a.toml:2:1: MB004 url: not an http(s) URL: 'javascript:x'"),
        ('type = "book"\ntags = ["models", "models"]\n', "a.toml:2:1: MB004 tags: listed more than once: models"),
        (
            'type = "book"\ntags = ["Models"]\n',
            "a.toml:2:9: MB004 tags: not a tag: 'Models'\n"
            "  hint: write 'models': lower-case letters and digits, joined by -; / separates a section from its "
            "subsection",
        ),
        (
            'type = "book"\nstatus.kind = "gone"\n',
            "a.toml:2:1: MB004 status.kind: unknown value 'gone'\n"
            "  hint: choose from 'accepted', 'corrected', 'retracted', 'withdrawn'",
        ),
        ('type = "book"\nissued = "2021-13"\n', "a.toml:2:1: MB005 issued: '2021-13': 13 is not a month"),
        (
            'type = "book"\nissued = 2021-02-03\n',
            'a.toml:2:1: MB005 issued: should be a string, not a date\n  hint: put it in quotes: "2021-02-03"',
        ),
        (
            'type = "book"\nidentifiers = ["10.1/a", "doi:11"]\n',
            "a.toml:2:16: MB006 identifiers: "
            "not an identifier (arXiv ID, DOI, ACL, OpenReview, DBLP, PubMed, ISBN, HAL, ... or URL): '10.1/a'\n"
            "a.toml:2:26: MB006 identifiers: not a DOI (10.NNNN/suffix): 'doi:11'",
        ),
        (
            'type = "book"\nidentifiers = ["arxiv:2006.16668", "2006.16668v2"]\n',
            "a.toml:2:1: MB007 identifiers: listed more than once: arxiv:2006.16668",
        ),
        (
            'type = "book"\ntags = [\n  "models",\n  "offloadin",\n]\n',
            "a.toml:4:3: MB009 unknown tag 'offloadin'\n  hint: did you mean 'system/offloading'?",
        ),
        (
            'type = "book"\nid = "b"\n',
            "a.toml:2:1: MB010 the file is named 'a', but its id is 'b'\n"
            "  hint: remove the id; the name of the file is the key",
        ),
    ],
)  # fmt: skip
def test_an_invalid_entry_is_a_finding_with_its_position(root: Path, text: str | bytes, expected: str) -> None:
    put(root, "a.toml", text)
    put(root, "good.toml", 'type = "book"\n')
    assert "\n".join(findings(root)) == expected
    assert [record.id for record in store.read_all(root).library] == ["good"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('name = "M"\nlayers = "32"\n', "MB004 layers: should be a whole number, not a string"),
        ('name = "M"\nd_model = true\n', "MB004 d_model: should be a whole number, not true"),
        ('name = "M"\nparams_b = "7"\n', "MB004 params_b: should be a number, not a string"),
        ('name = "M"\nheads = 1.5\n', "MB004 heads: should be a whole number, not 1.5"),
        ('name = "M"\nheads = 0\n', "MB004 heads: should be greater than 0, not 0"),
        ('name = "M"\nreleased = "2023-02-30"\n', "MB005 released: '2023-02-30': 2023-02 has no day 30"),
        ('name = "M"\npapers = ["lepikin2021gshard"]\n',
         "MB011 no entry 'lepikin2021gshard'\n  hint: did you mean 'lepikhin2021gshard'?"),
    ],
)  # fmt: skip
def test_an_invalid_model_is_a_finding(root: Path, text: str, expected: str) -> None:
    write_entries(root, [GSHARD])
    put(root, "models/m.toml", text)
    reading = store.read_all(root)
    assert [str(finding) for finding in reading.findings] == [
        f"entries/models/m.toml:2:{11 if 'papers' in text else 1}: {expected}"
    ]
    assert (len(reading.library), reading.library.models) == (1, ())


@pytest.mark.parametrize(("target", "expected"), [
    ('key = "lepikin2021gshard"', "MB011 no entry 'lepikin2021gshard'\n  hint: did you mean 'lepikhin2021gshard'?"),
    ('key = "Warm"', "MB011 Warm is this work itself\n  hint: name another work"),
    ('identifier = "arxiv:2401.00001"', "MB011 arxiv:2401.00001 is this work itself\n  hint: name another work"),
])  # fmt: skip
def test_a_relation_leads_to_another_work(root: Path, target: str, expected: str) -> None:
    write_entries(root, [GSHARD])
    text = 'type = "book"\nidentifiers = ["arxiv:2401.00001"]\n\n[[relations]]\nkind = "same-work"\n'
    put(root, "warm.toml", f"{text}{target}\n")
    assert findings(root) == [f"warm.toml:6:1: {expected}"]
    put(root, "warm.toml", f'{text}key = "LEPIKHIN2021gshard"\n')
    assert findings(root) == []


@pytest.mark.parametrize("paper", ["LEPIKHIN2021gshard", "broken"])
def test_a_model_may_name_a_paper_in_any_case_or_an_invalid_one(root: Path, paper: str) -> None:
    put(root, "broken.toml", "type = ")
    write_entries(root, [GSHARD], [MIXTRAL.evolve(papers=[paper])])
    assert [finding.code for finding in store.read_all(root).findings] == ["MB002"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a b.toml", "invalid key 'a b': a key has up to 200 letters, digits and _ + . -, "
                     "and begins with a letter or digit"),
        ("-a.toml", "invalid key '-a': a key has up to 200 letters, digits and _ + . -, "
                    "and begins with a letter or digit"),
        ("née.toml", "invalid key 'née': a key has up to 200 letters, digits and _ + . -, "
                     "and begins with a letter or digit"),
        ("aux.toml", "invalid key 'aux': Windows reserves this file name"),
        ("Com1.x.toml", "invalid key 'Com1.x': Windows reserves this file name"),
        ("a.TOML", "file name does not end with '.toml' in lower case"),
    ],
)  # fmt: skip
def test_a_file_name_that_is_not_a_portable_key_is_a_finding(root: Path, name: str, reason: str) -> None:
    put(root, name, 'type = "book"\n')
    hint = "\n  hint: rename the file: its name is the key" if reason.startswith("invalid key") else ""
    assert findings(root) == [f"{name}:1:1: MB010 {reason}{hint}"]


def test_file_names_that_differ_in_case_only_are_a_finding(root: Path) -> None:
    put(root, "Dai2024.toml", 'type = "book"\n')
    put(root, "dai2024.toml", 'type = "book"\n')
    if len(list((root / "entries" / "papers").iterdir())) == 2:  # some systems ignore case
        assert findings(root) == [
            "dai2024.toml:1:1: MB010 file name differs from 'Dai2024.toml' in case only, which many systems ignore"
        ]


def test_a_control_character_in_a_file_name_is_not_printed(root: Path) -> None:
    put(root, "a\x1b[31m.toml", 'type = "book"\n')
    assert "\x1b" not in findings(root)[0]


def test_a_shared_key_or_identifier_is_a_finding_in_the_second_entry(root: Path) -> None:
    put(root, "a.toml", 'type = "book"\nidentifiers = ["doi:10.18653/v1/2024.acl-long.70"]\n')
    put(root, "b.toml", 'type = "book"\nids = ["c", "A"]\n')
    put(root, "d.toml", 'type = "book"\n[[versions]]\nidentifiers = ["arxiv:2401.06066",\n  "acl:2024.acl-long.70"]\n')
    assert findings(root) == [
        "b.toml:2:13: MB008 the key 'A' is already used by 'a'",
        "d.toml:4:3: MB007 acl:2024.acl-long.70 is also an identifier of 'a'\n"
        "  hint: a work should have one entry only",
    ]
    assert [record.id for record in store.read_all(root).library] == ["a"]


def test_every_finding_of_every_file_is_reported_at_once(root: Path) -> None:
    put(root, "a.toml", 'type = "book"\ntitel = "x"\nissued = "June"\n')
    put(root, "b.toml", "type = ")
    put(root, "c.toml", 'type = "book"\ntags = ["nope"]\n')
    put(root, "models/m.toml", "layers = 0\n")
    with pytest.raises(InvalidRecord) as caught:
        store.read(root)
    assert [(finding.file, finding.line, finding.code) for finding in caught.value.findings] == [
        ("entries/papers/a.toml", 2, "MB003"),
        ("entries/papers/a.toml", 3, "MB005"),
        ("entries/papers/b.toml", 1, "MB002"),
        ("entries/models/m.toml", 1, "MB004"),
        ("entries/models/m.toml", 1, "MB004"),
        ("entries/papers/c.toml", 2, "MB009"),
    ]
    assert {finding.code for finding in caught.value.findings} <= CODES.keys()


def test_an_invalid_moebib_toml_is_a_finding(root: Path) -> None:
    (root / "moebib.toml").write_text('titel = "x"\n', encoding="utf-8")
    put(root, "a.toml", 'type = "book"\ntags = ["any"]\n')
    assert findings(root) == ["moebib.toml:1:1: MB003 unknown field 'titel'\n  hint: did you mean 'title'?"]
    with pytest.raises(InvalidRecord, match="unknown field 'titel'"):
        store.read_config(root)


@pytest.mark.parametrize("name", ["moebib.toml", "entries/papers/a.toml", "entries/models/new.toml"])
def test_the_stamp_of_a_list_changes_with_every_file(root: Path, name: str) -> None:
    write_entries(root, [Record(id="a", type="book"), Record(id="b", type="book")])
    before = store.stamp(root, Config())
    (root / "README.md").write_text("no part of it", "utf-8")
    assert store.stamp(root, Config()) == before
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("# changed\n", "utf-8")
    after = store.stamp(root, Config())
    assert after != before
    (root / "entries/papers/b.toml").unlink()
    assert store.stamp(root, Config()) not in (before, after)


def test_other_files_are_ignored(root: Path) -> None:
    for name in ("papers/notes.md", "papers/.hidden.toml", "papers/a.toml.bak", "../LICENSE", ".hidden/a.toml"):
        put(root, name, "not TOML")
    result = store.read_all(root)
    assert (len(result.library), result.findings) == (0, ())


@pytest.mark.parametrize(
    "name", ["stray.toml", "paper/x.toml", "papers/deeper/b.toml", "models/x/y.TOML", "a/b/c.toml"]
)
def test_an_entry_where_none_is_read_is_reported(root: Path, name: str) -> None:
    put(root, "papers/a.toml", 'type = "book"\n')
    stray = root / "entries" / name
    stray.parent.mkdir(exist_ok=True, parents=True)
    stray.write_text('type = "book"\n', "utf-8")
    message = "misplaced entry: only files directly in entries/papers and entries/models are read"
    assert [str(finding) for finding in store.read_all(root).findings] == [
        f"entries/{name}: MB013 {message}\n  hint: move the file"
    ]
    assert store.read_entries(root).findings == store.read_all(root).findings
    with pytest.raises(InvalidRecord, match="misplaced"):
        store.read(root)


def test_misplaced_entries_are_found_in_any_folder_of_entries(root: Path) -> None:
    (root / "moebib.toml").write_text('entries = "data/list/"\n', "utf-8")
    for name in ("papers/deeper/b.toml", "papers/a.toml"):
        file = root / "data/list" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('type = "book"\n', "utf-8")
    (root / "data/other.toml").write_text("", "utf-8")
    assert [finding.file for finding in store.read_all(root).findings] == ["data/list/papers/deeper/b.toml"]


def test_a_file_in_place_of_a_folder_of_entries_is_reported(root: Path) -> None:
    (root / "entries").mkdir()
    (root / "entries" / "papers").touch()
    assert [str(finding) for finding in store.read_all(root).findings] == ["entries/papers: MB013 not a directory"]


def test_a_folder_that_cannot_be_opened_is_reported_and_costs_no_other(root: Path) -> None:
    put(root, "papers/good.toml", 'type = "book"\n')
    for name in ("models", "drafts"):
        (root / "entries" / name).mkdir(exist_ok=True)
    scandir = os.scandir

    def refuse(path: Path | str) -> Any:
        if Path(path).name in ("models", "drafts"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    with patch.object(os, "scandir", refuse):
        library, findings = store.read_all(root)
    assert [record.id for record in library] == ["good"]
    assert [str(finding) for finding in findings] == [
        "entries/models: MB012 cannot be opened: permission denied",
        "entries/drafts: MB012 cannot be opened: permission denied",
    ]


def test_what_is_named_like_an_entry_and_is_no_file_is_reported_and_costs_no_other(root: Path) -> None:
    put(root, "papers/good.toml", 'type = "book"\n')
    folder = root / "entries" / "papers"
    (folder / "folder.toml").mkdir()
    expected = ["entries/papers/folder.toml: MB012 cannot be opened: not a regular file"]
    if sys.platform != "win32":
        os.mkfifo(folder / "pipe.toml")
        (folder / "nowhere.toml").symlink_to("absent.toml")
        (folder / "circle.toml").symlink_to("circle.toml")
        expected = [
            "entries/papers/circle.toml: MB012 cannot be opened: too many levels of symbolic links",
            *expected,
            "entries/papers/nowhere.toml: MB012 cannot be opened: no such file or directory",
            "entries/papers/pipe.toml: MB012 cannot be opened: not a regular file",
        ]
    result = store.read_all(root)
    assert [str(finding) for finding in result.findings] == expected
    assert [record.id for record in result.library] == ["good"]
    assert "entries/papers/good.toml" in store.stamp(root, Config())


def test_an_unreadable_file_is_reported_and_costs_no_other(root: Path) -> None:
    put(root, "papers/good.toml", 'type = "book"\n')
    put(root, "papers/secret.toml", 'type = "book"\n')
    read_bytes = Path.read_bytes

    def refuse(file: Path) -> bytes:
        if file.name in ("secret.toml", "moebib.toml"):  # as without the permission, which root always has
            raise PermissionError(13, "Permission denied", str(file))
        return read_bytes(file)

    with patch.object(Path, "read_bytes", refuse):
        result = store.read_all(root)
    assert [str(finding) for finding in result.findings] == [
        "moebib.toml: MB012 cannot be opened: permission denied",
        "entries/papers/secret.toml: MB012 cannot be opened: permission denied",
    ]
    assert [record.id for record in result.library] == ["good"]


def test_three_thousand_invalid_authors_are_located_quickly(root: Path) -> None:
    put(root, "a.toml", 'type = "book"\nauthor = [\n' + '  "A, B, C, D",\n' * 3000 + "]\n")
    with in_proportion():
        result = store.read_all(root)
    assert [finding.line for finding in result.findings] == list(range(3, 3003))


def test_a_message_does_not_repeat_a_huge_value(root: Path) -> None:
    put(root, "a.toml", 'type = "book"\nissued = "' + "x" * 1_000_000 + '"\n')
    assert len(findings(root)[0]) < 300


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("outside")


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_a_symbolic_link_out_of_the_list_is_not_read(root: Path, outside: Path) -> None:
    (outside / "secret.toml").write_text("password", "utf-8")
    put(root, "a.toml", 'type = "book"\n').with_name("b.toml").symlink_to(outside / "secret.toml")
    assert findings(root) == ["b.toml:1:1: MB010 symbolic link leads out of the directory of the list"]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_a_folder_of_entries_elsewhere_is_refused(root: Path, outside: Path) -> None:
    (root / "entries").symlink_to(outside)
    with pytest.raises(InputError, match="leads out of the directory of the list"):
        write_entries(root, [GSHARD])
    assert list(outside.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_nothing_is_written_through_a_link(root: Path, outside: Path) -> None:
    (outside / "target").write_text("old", "utf-8")
    (root / "moebib.bib").symlink_to(outside / "target")
    with pytest.raises(InputError, match="not written to"):
        replace_all({root / "moebib.bib": "new"})
    assert (outside / "target").read_text("utf-8") == "old"


def test_an_unchanged_entry_is_not_rewritten(root: Path) -> None:
    file = write_entries(root, [GSHARD])[0]
    os.utime(file, ns=(1, 1))
    assert write_entries(root, [GSHARD]) == []
    assert file.stat().st_mtime_ns == 1


def test_an_edit_keeps_comments_mode_and_line_breaks(root: Path) -> None:
    file = put(root, "a.toml", 'type = "book" # first\r\n# mine\r\ntitle = "A"\r\n')
    file.chmod(0o640)
    assert write_entries(root, [Record(id="a", type="book", title="B")]) == [file]
    assert file.read_bytes() == b'type = "book" # first\r\n# mine\r\ntitle = "B"\r\n'
    assert sys.platform == "win32" or file.stat().st_mode & 0o777 == 0o640  # Windows has no such modes


def test_a_new_file_has_the_usual_mode_and_leaves_no_temporary_file(root: Path) -> None:
    file = write_entries(root, [GSHARD])[0]
    (root / "other").touch()
    assert file.stat().st_mode == (root / "other").stat().st_mode
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_cannot_be_read_is_not_overwritten(root: Path) -> None:
    file = put(root, "a.toml", 'type = "book"\nprivate_note = "mine"\n')
    with pytest.raises(InvalidRecord, match="unknown field 'private_note'"):
        write_entries(root, [GSHARD, Record(id="a", type="book")])
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("key", ["../evil", "a/b", "..", ".hidden", "C:evil", "nul", "née", "a" * 201])
def test_a_key_that_is_not_a_file_name_is_refused(root: Path, key: str) -> None:
    with pytest.raises(InputError, match="invalid key"):
        write_entries(root, [GSHARD, Record(id=key, type="book")])
    assert not (root / "entries").exists()


def test_the_longest_key_can_be_written(root: Path) -> None:
    assert len(write_entries(root, [Record(id="a" * 200, type="book")])) == 1


def test_keys_that_differ_in_case_only_are_refused(root: Path) -> None:
    write_entries(root, [Record(id="Dai2024", type="book")])
    with pytest.raises(InputError, match=r"duplicate key 'dai2024' \(as 'Dai2024'"):
        write_entries(root, [Record(id="dai2024", type="book")])
    with pytest.raises(InputError, match=r"duplicate key 'b' \(as 'b'"):
        write_entries(root, [Record(id="b", type="book"), Record(id="b", type="book")])


def test_a_failure_before_the_end_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_entries(root, [GSHARD])[0]
    old = file.read_bytes()
    calls = iter([None, OSError(28, "No space left on device")])

    def full_disk(descriptor: int) -> None:
        if error := next(calls):
            raise error

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_entries(root, [GSHARD.evolve(title="New"), Record(id="b", type="book")])
    assert file.read_bytes() == old
    assert list(file.parent.iterdir()) == [file]


def test_a_lone_surrogate_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"lone surrogate U\+D800"):
        replace_all({tmp_path / "new" / "a.txt": "\ud800"})
    assert list(tmp_path.iterdir()) == []


def test_the_changed_files_are_returned(tmp_path: Path) -> None:
    file = tmp_path / "new" / "README.md"
    assert [replace_all({file: text}) for text in ("a\r\nb\n", "a\r\nb\n", "é")] == [[file], [], [file]]
    assert file.read_bytes() == "é".encode()


def test_read_text_keeps_line_breaks_and_reports_invalid_utf8(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfx\r\ny\n")
    (tmp_path / "b").write_bytes(b"x\ny\xff")
    assert store.read_text(tmp_path / "a") == "x\r\ny\n"
    assert store.read_text(tmp_path / "c") is None
    with pytest.raises(InputError, match=r"b:2:2: not UTF-8: byte 0xff"):
        store.read_text(tmp_path / "b")
    with pytest.raises(FileNotFoundError):
        store.read_text_strictly(tmp_path / "c")


def test_a_plan_writes_nothing_and_appends_sections(root: Path) -> None:
    plan = store.plan_entries(root, [GSHARD], sections=[Section(tag="data", heading="Data")])
    assert plan["moebib.toml"] == CONFIG + '\n[[sections]]\ntag = "data"\nheading = "Data"\n'
    assert sorted(plan) == ["entries/papers/lepikhin2021gshard.toml", "moebib.toml"]
    assert [file.name for file in root.iterdir()] == ["moebib.toml"]


def test_a_plan_can_create_a_list(tmp_path: Path) -> None:
    sections = [Section(tag="data", heading='Data "and" more')]
    texts = store.plan_entries(tmp_path, [GSHARD], [MIXTRAL], sections=sections, is_new=True)
    store.ChangeSet.plan(tmp_path, texts).apply()
    library = store.read(tmp_path)
    assert (library.records, library.models, library.config) == (
        (GSHARD,),
        (MIXTRAL,),
        Config(format=2, sections=tuple(sections)),
    )


def test_find_root_goes_up_to_the_list(root: Path, outside: Path) -> None:
    folder = put(root, "a.toml", 'type = "book"\n').parent
    assert store.find_root(folder) == store.find_root(root) == store.root_of(folder) == root.resolve()
    assert store.find_root(outside) is None
    with pytest.raises(InputError, match=r"no moebib\.toml here or in a parent directory"):
        store.root_of(outside)
    with pytest.raises(InputError, match="no such directory"):
        store.root_of(outside / "missing")
    with pytest.raises(InputError, match=r"no moebib\.toml in this directory"):
        store.read(outside)


def test_the_package_has_a_bundled_list() -> None:
    assert store.read_config(store.bundled()).tags


def _add_fifty(root: Path, name: str) -> None:
    """Add fifty entries, in another process, and increase a number in an entry that both processes change."""
    for number in range(50):
        with store.lock(root, timeout_s=600):
            shared = store.read(root)["shared"]
            count = int(shared.volume) + 1
            write_entries(root, [shared.evolve(volume=str(count)), Record(id=f"{name}{number}", type="book")])


def test_concurrent_writes_lose_nothing(root: Path) -> None:
    write_entries(root, [Record(id="shared", type="book", volume="0")])
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add_fifty, args=(root, name)) for name in ("a", "b")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=600)
    assert [worker.exitcode for worker in workers] == [0, 0]
    library = store.read(root)
    assert (len(library), library["shared"].volume) == (101, "100")


def _hold(root: Path, connection: Any) -> None:
    with store.lock(root):
        connection.send("held")
        connection.recv()


def test_a_lock_of_another_process_is_waited_for_then_reported(root: Path) -> None:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    worker = context.Process(target=_hold, args=(root, there))
    worker.start()
    assert here.recv() == "held"
    with pytest.raises(InputError, match=r"other moebib processes have used this list for more than 0\.1 s"):
        store.lock(root, timeout_s=0.1).__enter__()
    here.send("done")
    worker.join(timeout=600)
    with store.lock(root), store.lock(root):
        assert worker.exitcode == 0
