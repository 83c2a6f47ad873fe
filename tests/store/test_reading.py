"""A list is read as it is before or after a change by another process, never in between."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from moebib import store
from moebib.library.library import Library
from moebib.store import reading
from small_list import CONFIG, make_list, moebib


def change_while_reading(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    """Let another process *change* the list once, after the first file of an entry was read."""
    read, calls = reading.parse_bytes, iter(range(1_000))

    def read_and_change(*arguments: Any, **options: Any) -> Any:
        result = read(*arguments, **options)
        if options.get("key") and next(calls) == 0:
            change()
        return result

    monkeypatch.setattr(reading, "parse_bytes", read_and_change)


@pytest.mark.parametrize("command", ["list", "check", "build --check", "export -f ris", "stats", "dedupe"])
def test_a_work_that_is_renamed_meanwhile_is_read_under_its_new_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    make_list(tmp_path)
    moebib("build", folder=tmp_path)
    texts: dict[str, str | None] = {
        "entries/papers/zuse2022bounds.toml": (tmp_path / "entries/papers/cho2022bounds.toml").read_text("utf-8"),
        "entries/papers/cho2022bounds.toml": None,
    }
    change_while_reading(monkeypatch, lambda: store.ChangeSet.plan(tmp_path, texts).apply())
    meanwhile = moebib(*command.split(), folder=tmp_path)
    assert not (tmp_path / "entries/papers/cho2022bounds.toml").exists()
    assert meanwhile == moebib(*command.split(), folder=tmp_path)


def test_outputs_that_are_built_meanwhile_are_compared_with_the_list_that_they_were_built_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_list(tmp_path)
    moebib("build", folder=tmp_path)
    read = store.read
    calls = iter(range(100))

    def read_and_build(root: Path) -> Library:
        library = read(root)
        if next(calls) == 0:
            moebib("rekey", "cho2022bounds", "zuse2022bounds", folder=root)
            assert moebib("build", folder=root).err.startswith("wrote")
        return library

    monkeypatch.setattr(store, "read", read_and_build)
    assert moebib("build", "--check", folder=tmp_path).code == 0


def test_two_files_are_read_from_one_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_list(tmp_path)
    paths = [f"entries/papers/{key}.toml" for key in ("arden2021sorting", "brook2024keeping", "cho2022bounds")]
    texts = {
        path: f"# changed\n{(tmp_path / path).read_text('utf-8')}".replace("\ntitle =", "\nvolume = '9'\ntitle =")
        for path in paths
    }
    change_while_reading(monkeypatch, lambda: store.ChangeSet.plan(tmp_path, texts).apply())
    assert {record.volume for record in store.read(tmp_path)} == {"9"}


def test_a_file_that_vanishes_while_it_is_read_is_looked_for_again(tmp_path: Path) -> None:
    make_list(tmp_path)
    paths = [tmp_path / "gone.toml", tmp_path / "moebib.toml"]
    assert store.read_consistently(tmp_path, lambda: paths.pop(0).read_text("utf-8")) == CONFIG


def _rename_again_and_again(root: Path) -> None:
    keys = ["cho2022bounds", "brook2024keeping"]
    for number in range(20):
        for index, key in enumerate(keys):
            keys[index] = f"work{number}of{index}"
            moebib("rekey", key, keys[index], folder=root)


def test_readers_see_the_same_works_while_another_process_renames_them(tmp_path: Path) -> None:
    make_list(tmp_path)
    titles = {record.title for record in store.read(tmp_path)}
    worker = multiprocessing.get_context("spawn").Process(target=_rename_again_and_again, args=(tmp_path,))
    worker.start()
    while worker.is_alive():
        assert {record.title for record in store.read(tmp_path)} == titles
    worker.join()
    assert worker.exitcode == 0
    assert len(store.read(tmp_path)["work19of0"].ids) == 20
