"""Entry files as text: one format, positions, and edits that change nothing else."""

from __future__ import annotations

import tomllib
from datetime import date as day
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.records.model import Model
from moebib.records.publication import Origin
from moebib.records.record import Links, Record
from moebib.toml.dump import dump_model, dump_record, dump_value
from moebib.toml.edit import edit, edit_model, edit_record
from moebib.toml.positions import decode, locate, locate_error, scan
from strategies import examples, records, titles, whole

SCHEMA = "../../schema/record.json"

ENTRY = """\
#:schema ../../schema/record.json
# Read in the group on Monday.
type = "paper-conference"   # oral
title = "DeepSeekMoE"
author = [
  "Dai, Damai",   # also: D. Dai
  # equal contribution
  "Deng, Chengqi",
  "Zhao, Chenggang", # PKU
  # the rest is in the appendix
]

issued = "2024-08"
identifiers = ["arxiv:2401.06066", "acl:2024.acl-long.70"]
tags = ["models", "architecture/moe-module"] # two

# Where it is.
[links]
code = ["https://github.com/deepseek-ai/DeepSeek-MoE"]
# There was a demo.

[[versions]]
type = "article"
genre = "preprint" # v1
issued = "2024-01-11"
identifiers = ["arxiv:2401.06066"]

[origin]
issued = { source = "acl", date = "2026-11-24", digest = "5f0c2a91" }
"""


def parse(text: str, id: str = "dai2024deepseekmoe") -> Record:
    return Record.model_validate({**tomllib.loads(text), "id": id})


def edited(text: str, **changes: Any) -> str:
    return edit_record(text, parse(text).evolve(**changes))


def test_a_new_file_has_the_fields_in_order_and_the_tables_last() -> None:
    record = Record.model_validate(
        {
            "id": "dai2024deepseekmoe",
            "versions": [{"genre": "preprint", "identifiers": ["arxiv:2401.06066"]}, {"type": "thesis"}],
            "origin": {"title": {"source": "arxiv", "date": "2026-11-24", "digest": "5f0c2a91"}},
            "extra": {"x-key": "a", "odd key": "tab\there"},
            "status": {"kind": "corrected", "date": "2025-02"},
            "links": {"code": ["https://a.example/c"], "pdf": ["https://a.example/p"]},
            "tags": ["models"],
            "author": ["Dai, Damai", "{DeepSeek-AI}"],
            "editor": ["van den Berg, Jan"],
            "title": 'A "quoted" \\title',
            "issued": "2024-08",
            "type": "paper-conference",
        }
    )
    assert dump_record(record, schema=SCHEMA) == (
        """\
#:schema ../../schema/record.json
type = "paper-conference"
title = "A \\"quoted\\" \\\\title"
author = [
  "Dai, Damai",
  "{DeepSeek-AI}",
]
editor = [
  "van den Berg, Jan",
]
issued = "2024-08"
tags = ["models"]

[links]
code = ["https://a.example/c"]
pdf = ["https://a.example/p"]

[[versions]]
type = "article"
genre = "preprint"
identifiers = ["arxiv:2401.06066"]

[[versions]]
type = "thesis"

[status]
kind = "corrected"
date = "2025-02"

[origin]
title = { source = "arxiv", date = "2026-11-24", digest = "5f0c2a91" }

[extra]
x-key = "a"
"odd key" = "tab\\there"
"""
    )


def test_a_new_file_of_a_model_writes_whole_numbers_without_a_point() -> None:
    model = Model(id="mixtral", name="Mixtral 8x7B", params_b=47, experts_active=2, d_model=4096, released="2023-12")
    assert dump_model(model, schema=None) == (
        'name = "Mixtral 8x7B"\nparams_b = 47\nexperts_active = 2\nd_model = 4096\nreleased = "2023-12"\n'
    )


def test_a_long_list_has_one_element_per_line() -> None:
    tags = ["system/offloading", "system/expert-parallelism", "compression/quantization", "architecture/moe-module"]
    text = dump_record(Record(id="a", type="book", tags=tags), schema=None)
    assert text == 'type = "book"\ntags = [\n' + "".join(f'  "{tag}",\n' for tag in tags) + "]\n"


@pytest.mark.parametrize("char", [chr(code) for code in (*range(0x20), 0x7F, 0x85, 0x2028, 0x202E, 0x1F680)])
def test_control_characters_are_escaped_and_read_back(char: str) -> None:
    text = f"note = {dump_value(char)}"
    assert tomllib.loads(text) == {"note": char}
    assert not any(ord(character) < 0x20 or ord(character) == 0x7F for character in text)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("type",), (3, 1)),
        (("author",), (5, 1)),
        (("author", 0), (6, 3)),
        (("author", 2), (9, 3)),
        (("tags", 1), (15, 19)),
        (("links",), (18, 1)),
        (("links", "code", 0), (19, 9)),
        (("versions",), (22, 1)),
        (("versions", 0), (22, 1)),
        (("versions", 0, "issued"), (25, 1)),
        (("origin", "issued"), (29, 1)),
        (("versions", 0, "title"), (22, 1)),  # missing, so the table around it
        (("publisher",), (1, 1)),
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_locate_finds_fields_tables_and_elements(
    path: tuple[str | int, ...], place: tuple[int, int], line_break: str
) -> None:
    assert locate(ENTRY.replace("\n", line_break), path) == place


ODD = '''\
"a b" . 'c' = 1
x = """two
quotes "" and five""""" # [no, array]
y = \'\'\'[[\'\'\'\'\'
z = [ # one
 [ "]", 2 ] , { k = "}", "l" = [3] }, 1979-05-27 07:32:00, 4, # x
]
[t."u.v".w]
n = "\\"#"
[[s]]
[s.in]
m = 0
[[s]]
[s.in]
m = 1
'''


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("a b", "c"), (1, 1)),
        (("y",), (4, 1)),
        (("z", 0, 0), (6, 4)),
        (("z", 1, "l", 0), (6, 33)),
        (("z", 2), (6, 39)),
        (("z", 3), (6, 60)),
        (("t", "u.v", "w", "n"), (9, 1)),
        (("s", 0, "in", "m"), (12, 1)),
        (("s", 1, "in", "m"), (15, 1)),
    ],
)
def test_locate_reads_every_form_of_toml(path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert locate(ODD, path) == place


def paths(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path}.union(*(paths(value, (*path, key)) for key, value in inner))


@pytest.mark.parametrize("text", [ENTRY, ODD.replace("[t.", "[t]\n[t.").replace('"u.v".w', "w")])
def test_the_scanner_places_every_value_that_tomllib_reads(text: str) -> None:
    assert {(), *scan(text).spans} == paths(tomllib.loads(text))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('type = "book"\ntitle = "a', (2, 11)),
        ('type = "book"\ntitle "a"\n', (2, 7)),
        ("a = 1\r\nb = \x01\r\n", (2, 5)),
        ("a = 1\na = 2\n\n", (2, 6)),
        ("a = " + "[" * 100_000, (1, 1)),
    ],
)
def test_locate_error_returns_the_position_of_the_error(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        decode(text)
    assert locate_error(text, caught.value) == place


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["\n", "", "\n\n\n# the end"])
def test_an_unchanged_record_leaves_the_text_byte_for_byte(line_break: str, end: str) -> None:
    text = (ENTRY.removesuffix("\n") + end).replace("\n", line_break)
    assert edit_record(text, parse(text)) == text


CHANGES: list[tuple[dict[str, Any], str, str]] = [
    ({"title": "GShard"}, '"DeepSeekMoE"', '"GShard"'),
    ({"type": "book"}, '"paper-conference"   # oral', '"book"   # oral'),
    ({"page": "1-9"}, '08"\nidentifiers', '08"\npage = "1-9"\nidentifiers'),  # inserted at its place in the order
    ({"issued": None}, 'issued = "2024-08"\n', ""),
    ({"tags": ()}, 'tags = ["models", "architecture/moe-module"] # two\n', ""),  # removed with its own comment
    ({"tags": ["models"]}, '["models", "architecture/moe-module"]', '["models"]'),
    ({"tags": ["a", "models", "architecture/moe-module"]}, '["models"', '["a", "models"'),
    ({"tags": ["models", "b", "architecture/moe-module", "c"]}, '["models", "architecture/moe-module"]',
     '["models", "b", "architecture/moe-module", "c"]'),
    ({"author": ["Deng, Chengqi", "Zhao, Chenggang"]}, '  "Dai, Damai",   # also: D. Dai\n', ""),
    ({"author": ["Dai, Damai", "Zhao, Chenggang"]}, '  "Deng, Chengqi",\n', ""),  # the comment above stays
    ({"author": ["Dai, Damai", "Deng, Chengqi"]}, '  "Zhao, Chenggang", # PKU\n', ""),
    ({"author": ["Dai, D.", "Deng, Chengqi", "Zhao, Chenggang"]}, '"Dai, Damai", ', '"Dai, D.", '),
    ({"author": ["A, A", "Dai, Damai", "Deng, Chengqi", "Zhao, Chenggang"]}, '  "Dai', '  "A, A",\n  "Dai'),
    ({"author": ["Dai, Damai", "Deng, Chengqi", "Zhao, Chenggang", "Z, Z"]}, "# PKU\n", '# PKU\n  "Z, Z",\n'),
    ({"links": Links()}, '[links]\ncode = ["https://github.com/deepseek-ai/DeepSeek-MoE"]\n', ""),
    ({"status": {"kind": "retracted"}}, "\n[origin]", '\n[status]\nkind = "retracted"\n\n[origin]'),
    ({"extra": {"a": "b"}}, '5f0c2a91" }\n', '5f0c2a91" }\n\n[extra]\na = "b"\n'),
    ({"versions": ()},
     '\n[[versions]]\ntype = "article"\ngenre = "preprint" # v1\nissued = "2024-01-11"\n'
     'identifiers = ["arxiv:2401.06066"]\n', ""),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "old", "new"), CHANGES)
def test_an_edit_touches_only_what_changed(changes: dict[str, Any], old: str, new: str) -> None:
    assert ENTRY.count(old) == 1
    assert edited(ENTRY, **changes) == ENTRY.replace(old, new)


@pytest.mark.parametrize("changes", [changes for changes, _, _ in CHANGES])
def test_an_edit_keeps_windows_line_breaks(changes: dict[str, Any]) -> None:
    windows = ENTRY.replace("\n", "\r\n")
    assert edited(windows, **changes) == edited(ENTRY, **changes).replace("\n", "\r\n")


def test_a_version_is_changed_in_its_own_table() -> None:
    version = parse(ENTRY).versions[0]
    changed = version.evolve(container_title="arXiv", issued=None)
    later = version.evolve(genre="", type="thesis", identifiers=())
    assert edited(ENTRY, versions=[later, changed]) == ENTRY.replace(
        '[[versions]]\ntype = "article"\ngenre = "preprint" # v1\nissued = "2024-01-11"\n',
        '[[versions]]\ntype = "thesis"\nissued = "2024-01-11"\n\n'
        '[[versions]]\ntype = "article"\ngenre = "preprint"\ncontainer_title = "arXiv"\n',
    ).replace('container_title = "arXiv"\nidentifiers = ["arxiv:2401.06066"]', 'container_title = "arXiv"\n'
              'identifiers = ["arxiv:2401.06066"]')  # fmt: skip


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        ('type = "book"', {"title": "A"}, 'type = "book"\ntitle = "A"\n'),  # no line break at the end
        ('title = "A"\ntype = "book"\n', {"title": ""}, 'type = "book"\n'),
        ('type = "book"\nnote = ""\n', {"note": "N"}, 'type = "book"\nnote = "N"\n'),
        ('type = "book"\nauthor = []\n', {"author": ["A, B"]}, 'type = "book"\nauthor = [\n  "A, B",\n]\n'),
        ('type = "book"\nlinks = {}\n', {"links": {"pdf": ["http://a.b"]}},
         'type = "book"\nlinks = { pdf = ["http://a.b"] }\n'),
        ('type = "book"\nlinks.code = ["http://a.b"] # c\n', {"links": {"code": ["http://a.b"], "pdf": ["http://p.q"]}},
         'type = "book"\nlinks.code = ["http://a.b"] # c\nlinks.pdf = ["http://p.q"]\n'),
        ('type = "book"\nversions = [ # two\n  {note = "a"}, # one\n  {note = "b"},\n]\n',
         {"versions": [{"note": "a"}, {"note": "c"}]},
         'type = "book"\nversions = [ # two\n  {note = "a"}, # one\n  { type = "article", note = "c" },\n]\n'),
        ('type = "book"\ntags = ["a"\n  , "b" # last\n]\n', {"tags": ["a", "b", "c"]},
         'type = "book"\ntags = ["a"\n  , "b", # last\n "c"\n]\n'),
        ('type = "book"\ntags = ["a",\n # why ]\n "b"]\n', {"tags": ["a"]},
         'type = "book"\ntags = ["a"\n # why ]\n]\n'),
        ('type = "book"\ntags = [ # none yet\n]\n', {"tags": ["a"]}, 'type = "book"\ntags = [\n  "a", # none yet\n]\n'),
        ('type = "book"\nauthor = ["Jan van den Berg"]\n', {"author": ["van den Berg, Jan", "B, C"]},
         'type = "book"\nauthor = ["Jan van den Berg", "B, C"]\n'),  # the spelling of the first is kept
    ],
)  # fmt: skip
def test_an_edit_copes_with_other_layouts(text: str, changes: dict[str, Any], expected: str) -> None:
    result = edited(text, **changes)
    assert parse(result) == parse(text).evolve(**changes)
    assert result == expected


@pytest.mark.parametrize("text", ["type = book", 'title = "no type"', 'type = "book"\nnot_a_field = 1'])
def test_a_text_that_is_not_a_record_is_not_edited(text: str) -> None:
    with pytest.raises(ValueError, match=r"TOML|Invalid|validation"):
        edit_record(text, Record(id="a", type="book"))


def test_a_list_that_grows_too_long_is_broken_into_lines() -> None:
    text = 'type = "book"\ntags = ["a"] # c\n'
    tags = ["a", *(f"system/part-{number}" for number in range(9))]
    assert edited(text, tags=tags) == 'type = "book"\ntags = [\n' + "".join(f'  "{t}",\n' for t in tags) + "] # c\n"


def test_an_id_in_the_file_is_updated_with_the_record() -> None:
    assert edit_record('id = "a"\ntype = "book"\n', Record(id="b", type="book")) == 'id = "b"\ntype = "book"\n'


def test_a_model_is_edited_too() -> None:
    text = 'name = "Mixtral"\nparams_b = 46.7 # total\n'
    model = Model(id="m", name="Mixtral", params_b=47, heads=32)
    assert edit_model(text, model) == 'name = "Mixtral"\nparams_b = 47 # total\nheads = 32\n'


def test_a_text_that_becomes_a_list_is_replaced() -> None:
    text = 'paper = "a#b"  # the first\n'
    assert edit(text, {"paper": "a#b"}, {"paper": ["a", "b"]}) == 'paper = ["a", "b"]  # the first\n'


def test_three_thousand_authors_are_edited_one_by_one() -> None:
    authors = [f"Author{number}, A." for number in range(3000)]
    text = dump_record(Record(id="a", type="book", author=authors), schema=None)
    assert edited(text, author=[*authors[:1500], "New, N.", *authors[1501:]]) == text.replace(
        "Author1500, A.", "New, N."
    )


ANY_TEXT = st.one_of(titles(), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
RECORDS = st.one_of(records(), whole(Record))


@given(RECORDS)
def test_a_dumped_record_reads_back_and_is_not_edited(record: Record) -> None:
    text = dump_record(record, schema=SCHEMA)
    assert parse(text, record.id) == record
    assert edit_record(text, record) == text


@examples(300)
@given(RECORDS, RECORDS)
def test_an_edited_text_is_read_as_the_new_record(old: Record, new: Record) -> None:
    text = edit_record(dump_record(old, schema=SCHEMA), new.evolve(id=old.id))
    assert parse(text, new.id) == new
    assert edit_record(text, new) == text


@examples(300)
@given(RECORDS, RECORDS, st.data())
def test_comment_lines_anywhere_survive_an_edit(old: Record, new: Record, data: st.DataObject) -> None:
    lines = dump_record(old, schema=SCHEMA).removesuffix("\n").split("\n")
    for number in range(data.draw(st.integers(1, 4))):
        lines.insert(
            data.draw(st.integers(1, len(lines))), data.draw(st.sampled_from(["", "  "])) + f"# comment {number}"
        )
    text = "\n".join(lines) + data.draw(st.sampled_from(["", "\n"]))
    changed = data.draw(st.sampled_from(["title", "issued", "tags", "links", "versions", "note", "extra", "author"]))
    result = edit_record(text, old.evolve(**{changed: getattr(new, changed)}))
    assert parse(result, old.id) == old.evolve(**{changed: getattr(new, changed)})
    may_go = changed in ("links", "versions") or not getattr(new, changed)
    kept = [line for line in lines if "# comment" in line and not (may_go and _is_inside_list(lines, line))]
    assert [line for line in kept if line not in result.split("\n")] == []


def _is_inside_list(lines: list[str], comment: str) -> bool:
    """Deleting a list also deletes its comments."""
    above = lines[: lines.index(comment)]
    return sum(line.endswith("[") for line in above) > above.count("]")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('title = "x"\nlayers = ' + "9" * 5000, "integer of more than 64 bits (at line 2, column 10)"),
        ("a = [1, -" + "9_" * 5000 + "9]", "integer of more than 64 bits (at line 1, column 9)"),
        ("layers = 0x" + "f" * 5000, "integer of more than 64 bits (at line 1, column 10)"),
        ("layers = 9223372036854775808", "integer of more than 64 bits (at line 1, column 10)"),
        ("a = " + "[" * 100 + "]" * 100, "nested too deeply (at line 1, column 1)"),
        ("a = " + "{a = " * 330 + "1" + "}" * 330, "nested too deeply (at line 1, column 1)"),
        ("a = " + "[" * 5000 + "]" * 5000, "nested too deeply (at line 1, column 1)"),
        (".".join("a" * 5000) + " = 1", "nested too deeply (at line 1, column 1)"),
    ],
    ids=lambda text: text[:12],
)
def test_a_value_that_python_could_not_handle_is_not_toml(text: str, message: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        decode(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text", ["layers = 9223372036854775807", "layers = -9223372036854775808", "a = " + "[" * 60 + "]" * 60]
)
def test_all_that_toml_guarantees_is_read(text: str) -> None:
    assert decode(text) == tomllib.loads(text)


def test_a_table_that_has_only_tables_needs_no_header_of_its_own() -> None:
    origin = Origin(source="dblp", date=day(2026, 11, 24), confirmed=2, remark="a long remark " * 10)
    record = Record(id="a", type="book", title="A", origin={"title": origin}, versions=[{"origin": {"title": origin}}])
    text = dump_record(record, schema=None)
    headers = [line for line in text.splitlines() if line.startswith("[")]
    assert headers == ["[[versions]]", "[versions.origin.title]", "[origin.title]"]
    assert "\n\n\n" not in text
    assert parse(text, "a") == record
    assert edited(text, publisher="B").startswith('type = "book"\ntitle = "A"\npublisher = "B"\n')
    inserted = edit_record(
        'type = "book"\ntitle = "A"\n',
        Record(id="a", type="book", title="A", origin={"title": origin}),
    )
    assert inserted.startswith('type = "book"\ntitle = "A"\n\n[origin.title]\nsource')
