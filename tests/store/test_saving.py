"""Changed libraries go back to their files: what did not change keeps its characters."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

import moebib
from moebib.errors import InputError, InvalidRecord
from moebib.library.library import Library
from moebib.records.record import Record
from small_list import files_of, make_list

BIB = """\
% Our references.
@string{acm = "ACM Press"}

@Book{knuth1984,
  author    = {Donald E. Knuth},   % the author
  title     = "The {\\TeX}book",
  publisher = acm,
  year      = 1984
}

@comment{ kept }
@misc{other, title={Second  Thing},
   year=2001}
"""
NEW = Record(id="lamport1986", type="book", title="Documents", author=["Lamport, Leslie"], issued="1986")


def bib(folder: Path, text: str = BIB) -> Path:
    path = folder / "refs.bib"
    path.write_text(text, "utf-8", newline="")
    return path


def test_saving_an_unchanged_file_writes_nothing(tmp_path: Path) -> None:
    path = bib(tmp_path)
    before = path.stat().st_mtime_ns
    assert moebib.save(moebib.load(path)) == ()
    assert path.stat().st_mtime_ns == before


def test_a_changed_field_changes_nothing_else_in_a_bib_file(tmp_path: Path) -> None:
    path = bib(tmp_path)
    library = moebib.load(path)
    assert library.replace(library["knuth1984"].evolve(issued="1986")).save() == ()
    assert path.read_text("utf-8") == BIB.replace("1984\n}", "1986\n}")


def test_a_macro_is_overwritten_where_its_value_changes(tmp_path: Path) -> None:
    path = bib(tmp_path)
    library = moebib.load(path)
    library.replace(library["knuth1984"].evolve(publisher="Elsewhere")).save()
    assert path.read_text("utf-8") == BIB.replace("publisher = acm", 'publisher = "Elsewhere"')


def test_an_entry_that_becomes_another_type_stays_where_it_is(tmp_path: Path) -> None:
    path = bib(tmp_path)
    library = moebib.load(path)
    library = library.replace(library["other"].evolve(type="thesis", genre="PhD thesis", publisher="Oslo"))
    library.save()
    assert moebib.load(path) == library
    assert path.read_text("utf-8").startswith(BIB[: BIB.index("@misc")] + "@phdthesis{other, title={Second  Thing},")


def test_a_new_work_is_added_at_the_end_in_the_style_of_the_file(tmp_path: Path) -> None:
    path = bib(tmp_path)
    moebib.load(path).add(NEW).save()
    text = path.read_text("utf-8")
    assert text.startswith(BIB)
    assert moebib.load(path)["lamport1986"] == NEW


def test_a_removed_work_is_cut_out_also_if_it_is_repeated(tmp_path: Path) -> None:
    path = bib(tmp_path, BIB + "@misc{other, title={Second Thing}, year=2001}\n")
    moebib.load(path).remove("other").save()
    assert path.read_text("utf-8") == BIB[: BIB.index("@misc")]


def test_removing_a_work_leaves_those_that_inherit_from_it_as_they_were_read(tmp_path: Path) -> None:
    child = "@inbook{a, crossref = {b}, title = {Chapter}}\n"
    path = bib(tmp_path, f"{child}@book{{b, title = {{Whole}}, publisher = {{Press}}}}\n")
    library = moebib.load(path).remove("b")
    moebib.save(library)
    assert moebib.load(path)["a"].container_title == library["a"].container_title == "Whole"


class PathOfLibrary:
    """A path of another library: of a temporary folder, of a cloud, of a test."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)

    def __fspath__(self) -> str:
        return self._path


def test_any_object_with_a_path_names_a_file(tmp_path: Path) -> None:
    path: Any = PathOfLibrary(bib(tmp_path))
    library = moebib.load(path)
    assert library.records == moebib.read(path).records
    new: Any = PathOfLibrary(tmp_path / "new.bib")
    moebib.save(library, new)
    moebib.write(library.add(NEW), new)
    assert len(moebib.load(new)) == len(library) + 1


def test_a_library_is_saved_again_and_again(tmp_path: Path) -> None:
    path = bib(tmp_path)
    library = moebib.load(path)
    for number in range(3):
        library = library.add(NEW.evolve(id=f"new{number}"))
        library.save()
    assert moebib.load(path) == library


def test_a_file_that_changed_since_is_a_conflict_and_stays_as_it_is(tmp_path: Path) -> None:
    path = bib(tmp_path)
    library = moebib.load(path)
    path.write_text(BIB + "% later\n", "utf-8")
    with pytest.raises(InputError, match=r"changed since it was loaded.*\nhint: load it again"):
        library.add(NEW).save()
    assert path.read_text("utf-8") == BIB + "% later\n"


def test_two_libraries_from_one_file_do_not_undo_each_other(tmp_path: Path) -> None:
    library = moebib.load(bib(tmp_path))
    library.add(NEW).save()
    with pytest.raises(InputError, match="changed since"):
        library.remove("other").save()


def test_what_bibtex_has_no_place_for_is_returned(tmp_path: Path) -> None:
    path = bib(tmp_path)
    (finding,) = moebib.load(path).add(NEW.evolve(tags=["typography"])).save()
    assert (finding.code, finding.id, finding.field) == ("MB146", "lamport1986", "tags")


def test_the_encoding_of_a_file_stays_and_a_letter_that_it_lacks_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_bytes("% Encoding: latin1\n@book{a, title = {Été}}\n".encode("latin-1"))
    library = moebib.load(path)
    library = library.replace(library["a"].evolve(note="Warm"))
    library.save()
    assert "{Été}, note = {Warm}".encode("latin-1") in path.read_bytes()
    with pytest.raises(InputError, match="lacks"):
        library.add(NEW.evolve(note="\u4e2d")).save()


def test_saving_to_a_new_bib_file_keeps_the_characters_of_the_old_one(tmp_path: Path) -> None:
    path = bib(tmp_path)
    library = moebib.load(path)
    library.save(tmp_path / "new.bib")
    assert (tmp_path / "new.bib").read_text("utf-8") == BIB
    library.remove("other").save()  # it belongs to the new file now
    assert path.read_text("utf-8") == BIB
    assert len(moebib.load(tmp_path / "new.bib")) == 1


def test_a_library_that_was_made_is_saved_to_a_new_file_or_list(tmp_path: Path) -> None:
    library = Library([NEW])
    with pytest.raises(InputError, match="belongs to no file"):
        library.save()
    for name in ("refs.bib", "refs.json", "list"):
        library.save(tmp_path / name)
        assert moebib.load(tmp_path / name).records == library.records


def test_a_selection_does_not_replace_the_file_that_it_was_selected_from(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="belongs to no file"):
        moebib.load(bib(tmp_path)).select(keys="other").save()


def test_saving_over_another_file_or_list_is_refused(tmp_path: Path) -> None:
    path = bib(tmp_path)
    for target in (path, make_list(tmp_path / "list")):
        with pytest.raises(InputError, match="exists already"):
            Library([NEW]).save(target)


def test_only_the_files_of_changed_entries_of_a_list_are_written(tmp_path: Path) -> None:
    before = files_of(make_list(tmp_path))
    library = moebib.load(tmp_path)
    library = library.add(NEW).replace(library["brook2024keeping"].evolve(note="Best paper"))
    library.remove("cho2022bounds").save()
    after = files_of(tmp_path)
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} == {
        f"entries/papers/{key}.toml" for key in ("lamport1986", "brook2024keeping", "cho2022bounds")
    }
    assert moebib.load(tmp_path)["lamport1986"] == NEW


def test_a_list_that_changed_since_is_a_conflict(tmp_path: Path) -> None:
    library = moebib.load(make_list(tmp_path))
    moebib.load(tmp_path).add(NEW).save()
    with pytest.raises(InputError, match="changed since"):
        library.remove("cho2022bounds").save()


def test_a_list_never_becomes_one_that_cannot_be_loaded(tmp_path: Path) -> None:
    library = moebib.load(make_list(tmp_path))
    before = files_of(tmp_path)
    with pytest.raises(InvalidRecord, match=r"unknown tag 'rooting'.*\n.*did you mean 'routing'"):
        library.add(NEW.evolve(tags=["rooting"])).save()
    assert files_of(tmp_path) == before


def test_a_list_is_saved_to_a_new_directory_with_its_sections_and_comments(tmp_path: Path) -> None:
    root = make_list(tmp_path / "old")
    file = root / "entries/papers/cho2022bounds.toml"
    file.write_text(f"# mine\n{file.read_text('utf-8')}", "utf-8")
    library = moebib.load(root).add(NEW)
    library.save(tmp_path / "new")
    assert moebib.load(tmp_path / "new") == library
    assert (tmp_path / "new/entries/papers/cho2022bounds.toml").read_text("utf-8").startswith("# mine\n")
    assert len(moebib.load(root)) == 3


def test_a_file_in_another_format_is_saved_only_if_moebib_wrote_it(tmp_path: Path) -> None:
    moebib.write(NEW, tmp_path / "ours.json")
    moebib.load(tmp_path / "ours.json").remove("lamport1986").save()
    assert len(moebib.load(tmp_path / "ours.json")) == 0
    (tmp_path / "others.json").write_text('[{"id":"a", "type":"book", "title":"A"}]', "utf-8")
    with pytest.raises(InputError, match=r"only lists and \.bib files.*\nhint: moebib\.write"):
        moebib.load(tmp_path / "others.json").add(NEW).save()


def test_a_new_title_does_not_end_with_the_old_subtitle(tmp_path: Path) -> None:
    path = bib(tmp_path, "@book{a, title = {Warm}, subtitle = {A Survey}}\n")
    library = moebib.load(path)
    (finding,) = library.replace(library["a"].evolve(title="Cold")).save()
    assert path.read_text("utf-8") == "@book{a, title = {Cold}}\n"
    assert finding.field == "subtitle"


def test_an_inherited_value_that_a_work_has_no_more_is_returned_with_the_reason(tmp_path: Path) -> None:
    path = bib(tmp_path, "@inbook{a, crossref = {b}}\n@book{b, title = {Whole}, publisher = {Press}}\n")
    library = moebib.load(path)
    (finding,) = library.replace(library["a"].evolve(publisher="")).save()
    assert finding.message == "BibTeX adds publisher 'Press' to 'a': it is inherited from another entry"


def test_the_identifier_of_a_version_is_not_called_inherited(tmp_path: Path) -> None:
    library = moebib.load(bib(tmp_path, "@book{a, title = {Warm}}\n"))
    preprint = {"type": "article", "genre": "preprint", "identifiers": ["arxiv:2401.06066"]}
    findings = library.replace(library["a"].evolve(versions=[preprint])).save()
    assert [finding.field for finding in findings] == ["identifiers", "versions"]
    assert "the arXiv ID may be that of a version" in findings[0].message


def test_a_file_is_saved_from_another_directory_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bib(tmp_path)
    monkeypatch.chdir(tmp_path)
    library = moebib.load("refs.bib").remove("other")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    library.save()
    assert len(moebib.load("../refs.bib")) == 1


def test_a_library_from_another_process_can_be_saved(tmp_path: Path) -> None:
    library = pickle.loads(pickle.dumps(moebib.load(bib(tmp_path))))
    library.remove("other").save()
    assert len(moebib.load(tmp_path / "refs.bib")) == 1


def test_a_list_that_changed_since_is_not_copied(tmp_path: Path) -> None:
    library = moebib.load(make_list(tmp_path / "old"))
    moebib.load(tmp_path / "old").add(NEW).save()
    with pytest.raises(InputError, match="changed since"):
        library.save(tmp_path / "new")


def test_only_a_library_can_be_saved() -> None:
    with pytest.raises(TypeError, match=r"library should be a Library, not list\nhint: .*moebib\.write"):
        moebib.save([], "refs.bib")  # type: ignore[arg-type]


CITING = BIB + '\n@misc{part,crossref = {Other}, xref = "other", title = {Part}, related={other,knuth1984}}\n'


def test_a_renamed_work_of_a_bib_file_stays_where_it_is_and_references_follow(tmp_path: Path) -> None:
    path = bib(tmp_path, CITING)
    library = moebib.load(path).rename("other", "second")
    assert library.save() == ()
    new = CITING.replace("@misc{other, title={Second  Thing},\n   year=2001}", "@misc{second, title={Second  Thing},\n"
                         "   year=2001,\n   ids={other}}")  # fmt: skip
    assert path.read_text("utf-8") == new.replace("{Other}", "{second}").replace('"other"', '"second"').replace(
        "{other,kn", "{second,kn"
    )
    assert moebib.load(path) == library


def test_a_work_that_is_removed_and_added_with_another_key_stays_where_it_is(tmp_path: Path) -> None:
    path = bib(tmp_path)
    library = moebib.load(path)
    library.remove("knuth1984").add(library["knuth1984"].evolve(id="texbook")).save()
    assert path.read_text("utf-8") == BIB.replace("{knuth1984", "{texbook")


def test_a_renamed_work_of_a_list_keeps_the_comments_in_its_file(tmp_path: Path) -> None:
    papers = tmp_path / "entries/papers"
    papers.mkdir(parents=True)
    (tmp_path / "moebib.toml").write_text('format = 2\ndifferent = [["a", "b"]] # sure\n', "utf-8")
    (papers / "a.toml").write_text("# why\ntype = 'book' # kept\n", "utf-8")
    (papers / "b.toml").write_text('type = "book"\n\n[[relations]]\nkind = "same-work"\nkey = "a"\n', "utf-8")
    library = moebib.load(tmp_path).rename("a", "c")
    library.save()
    assert not (papers / "a.toml").exists()
    assert (papers / "c.toml").read_text("utf-8") == "# why\ntype = 'book' # kept\nids = [\"a\"]\n"
    assert 'key = "c"' in (papers / "b.toml").read_text("utf-8")
    assert 'different = [["c", "b"]] # sure' in (tmp_path / "moebib.toml").read_text("utf-8")
    assert moebib.load(tmp_path) == library


def test_a_file_that_was_deleted_is_written_again_only_if_it_is_named(tmp_path: Path) -> None:
    path = bib(tmp_path)
    library = moebib.load(path).remove("other")
    path.unlink()
    with pytest.raises(InputError, match=r"no longer exists, .*\nhint: library\.save\(path\) writes it to a new file"):
        library.save()
    library.save(path)
    assert path.read_text("utf-8").startswith("% Our references.")
    assert moebib.load(path) == library
