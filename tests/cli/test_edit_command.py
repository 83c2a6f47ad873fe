"""`edit`: the entry is edited in a program of the user, and saved only if the list is valid with it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from moebib.cli._editor import find_editor
from small_list import FILES, Done, files_of, make_list, moebib

CHO = FILES["entries/papers/cho2022bounds.toml"]
BUILD = "hint: the outputs may be out of date; run `moebib build`\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "cache"))
    return make_list(tmp_path / "list")


@pytest.fixture(autouse=True)
def _no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)


def edit(root: Path, program: str, key: str = "cho2022bounds", *options: str, typed: str = "") -> Done:
    """``moebib edit`` with an editor that runs the Python *program*, which has the ``file``, and its ``text``."""
    begin = "import os, sys; from pathlib import Path; file = Path(sys.argv[1]); text = file.read_text('utf-8')\n"
    script = f"{begin}new = lambda text: file.write_text(text, 'utf-8', newline='')\n{program}"
    with patch.dict(os.environ, EDITOR=shlex.join([sys.executable.replace("\\", "/"), "-c", script])):
        return moebib("edit", key, *options, folder=root, typed=typed)


def change(old: str, new: str) -> str:
    return f"new(text.replace({old!r}, {new!r}))"


def kept(done: Done) -> Path:
    """The draft that is kept."""
    match = re.search(r"error: nothing was written; the draft is kept in (.+)\n", done.err)
    assert match, done.err
    return Path(match[1])


def drafts(root: Path) -> list[str]:
    return [name for name in files_of(root.parent / "cache") if name.startswith("kept/")]


def text_of(root: Path, path: str = "papers/cho2022bounds") -> str:
    return (root / f"entries/{path}.toml").read_bytes().decode()


@pytest.mark.parametrize("key", ["cho2022bounds", "CHO2022bounds"])
def test_a_valid_text_is_saved_byte_for_byte(root: Path, key: str) -> None:
    done = edit(root, "new('# by hand\\r\\n' + text.replace('2022', '2023').rstrip())", key)
    assert done == (0, "", f"wrote entries/papers/cho2022bounds.toml (+2 -1 lines)\n{BUILD}")
    assert text_of(root) == "# by hand\r\n" + CHO.replace("2022", "2023").rstrip()
    assert drafts(root) == []


def test_works_are_found_by_identifier_and_models_by_key(root: Path) -> None:
    assert edit(root, change("Warm", "Cold"), "arXiv:2402.99992v3").code == 0
    assert "Keeping Experts Cold" in text_of(root, "papers/brook2024keeping")
    assert edit(root, change("0.5", "0.6"), "tiny-moe").code == 0
    assert "params_b = 0.6" in text_of(root, "models/tiny-moe")


def test_the_preview_shows_what_would_be_saved(root: Path) -> None:
    done = edit(root, change("2022", "2023"), "cho2022bounds", "--diff")
    assert (done.code, done.err) == (0, "would write entries/papers/cho2022bounds.toml (+1 -1 lines)\n")
    assert '-issued = "2022"\n+issued = "2023"\n' in done.out
    assert text_of(root) == CHO


def test_an_unchanged_text_changes_nothing(root: Path) -> None:
    assert edit(root, "") == (0, "", "nothing was changed\n")
    assert drafts(root) == []


INVALID = {
    "TOML": (change('"2022"', '"2022'), "cho2022bounds.toml:4:15: MB002 not TOML"),
    "field": (change("issued", "isued"), "cho2022bounds.toml:4:1: MB003 unknown field 'isued'\n  hint: did you mean"),
    "date": (change('"2022"', '"soon"'), "cho2022bounds.toml:4:1: MB005 issued: not a date: 'soon'"),
    "tag": (change("caching", "cachin"), "MB009 unknown tag 'system/cachin'\n  hint: did you mean 'system/caching'?"),
    "identifier": (
        "new('identifiers = [\"arxiv:2402.99992\"]\\n' + text)",
        "cho2022bounds.toml:1:16: MB007 arxiv:2402.99992 is also an identifier of 'brook2024keeping'",
    ),
    "key": (
        "new('id = \"other\"\\n' + text)",
        "cho2022bounds.toml:1:1: MB010 the file is named 'cho2022bounds', but its id is 'other'\n"
        "  hint: to change the key, remove the id, and run `moebib rekey cho2022bounds NEW`",
    ),
    "former key": ('new(\'ids = ["tiny", "brook2024keeping"]\\n\' + text)', "the key 'brook2024keeping' is already"),
    "relation": ('new(text + \'[[relations]]\\nkind = "extended-by"\\nkey = "absent"\\n\')', "MB011 no entry 'absent'"),
    "conflict": ("new('<<<<<<< ours\\n=======\\n' + text + '>>>>>>> theirs\\n')", "MB014 unresolved merge conflict"),
    "encoding": ("file.write_bytes(b'\\xff' + text.encode())", "cho2022bounds.toml:1:1: not UTF-8: byte 0xff"),
}


@pytest.mark.parametrize("kind", INVALID)
def test_an_invalid_text_is_kept_and_replaces_nothing(root: Path, kind: str) -> None:
    program, message = INVALID[kind]
    before = files_of(root)
    for options in ((), ("--diff",)):
        done = edit(root, program, "cho2022bounds", *options)
        assert (done.code, done.out) == (3, "")
        assert message in done.err
        assert kept(done).read_bytes() != CHO.encode()
        assert files_of(root) == before


def test_an_entry_that_others_need_is_not_taken_from_them(root: Path) -> None:
    edit(root, "new('ids = [\"old\"]\\n' + text)")
    edit(root, 'new(text + \'\\n[[relations]]\\nkind = "extended-by"\\nkey = "old"\\n\')', "arden2021sorting")
    done = edit(root, "new(text.partition('\\n')[2])")
    assert (done.code, "entries/papers/arden2021sorting.toml: MB011 no entry 'old'" in done.err) == (3, True)


def test_an_entry_with_an_unknown_tag_is_not_saved_with_it(root: Path) -> None:
    entry = root / "entries/papers/cho2022bounds.toml"
    entry.write_text(CHO.replace("caching", "cachin"), "utf-8")
    done = edit(root, change("2022", "2023"))
    assert (done.code, "MB009 unknown tag 'system/cachin'" in done.err) == (3, True)
    assert edit(root, change("cachin", "caching")).code == 0


def test_the_text_can_be_edited_again(root: Path) -> None:
    program = change('"2022"', "x") + " if '2022' in text else " + change("= x", '= "2024"')
    done = edit(root, program, typed="y\n")
    assert done.code == 0
    assert "MB002 not TOML" in done.err
    assert "Edit it again? [Y/n]" in done.err
    assert text_of(root) == CHO.replace("2022", "2024")
    assert drafts(root) == []


def test_a_draft_that_was_kept_can_be_gone_on_with(root: Path) -> None:
    done = edit(root, change('"2022"', '"soon"'), typed="n\n")
    assert done.code == 3
    assert re.search(r"^hint: `moebib edit cho2022bounds --from .+\.toml` goes on with it$", done.err, re.MULTILINE)
    done = edit(root, change("soon", "2025"), "cho2022bounds", "--from", str(kept(done)))
    assert done.code == 0
    assert text_of(root) == CHO.replace("2022", "2025")


def test_an_entry_that_is_not_valid_can_be_edited(root: Path) -> None:
    (root / "entries/papers/broken1.toml").write_text('type = "book\n', "utf-8")
    (root / "entries/papers/broken2.toml").write_text("titel = 1\n", "utf-8")
    assert edit(root, change("book", 'book"'), "broken1").code == 0
    assert text_of(root, "papers/broken1") == 'type = "book"\n'
    assert edit(root, change("titel", "title"), "broken2").code == 3
    assert edit(root, "new('type = \"book\"\\n')", "broken2").code == 0
    assert moebib("list", folder=root).code == 0


@pytest.mark.parametrize(
    ("program", "message", "is_kept"),
    [
        ("sys.exit(3)", "the editor exited with code 3\n", False),
        (f"{change('2022', '2023')}; sys.exit(1)", "the editor exited with code 1\n", True),
        ("file.unlink()", "the editor left no text\nhint: `moebib rm cho2022bounds` removes the entry\n", False),
        ("new('\\n')", "the editor left no text\nhint: `moebib rm cho2022bounds` removes the entry\n", False),
        ("file.unlink(); file.mkdir()", "not a regular file", False),
    ],
)
def test_an_editor_that_fails_changes_nothing(root: Path, program: str, message: str, is_kept: bool) -> None:
    before = files_of(root)
    done = edit(root, program)
    assert done.code in (1, 3)
    assert message in done.err
    assert ("the draft is kept in" in done.err) == is_kept
    assert files_of(root) == before


def test_what_another_process_changes_meanwhile_is_merged(root: Path) -> None:
    entry = root / "entries/papers/cho2022bounds.toml"
    other = f"Path({str(entry)!r}).write_text(text.replace('Journal of', 'Letters on'), 'utf-8', newline='')"
    assert edit(root, f"{other}\n{change('2022', '2023')}").code == 0
    assert text_of(root) == CHO.replace("Journal of", "Letters on").replace("2022", "2023")


def test_if_both_change_the_same_it_is_a_conflict(root: Path) -> None:
    entry = root / "entries/papers/cho2022bounds.toml"
    other = f"Path({str(entry)!r}).write_text(text.replace('2022', '2021'), 'utf-8', newline='')"
    done = edit(root, f"{other}\n{change('2022', '2023')}")
    assert (done.code, "MB014 unresolved merge conflict in lines 4 to 8" in done.err) == (3, True)
    assert text_of(root) == CHO.replace("2022", "2021")
    both = '<<<<<<< ours\nissued = "2023"\n=======\nissued = "2021"\n>>>>>>> theirs\n'
    assert both in kept(done).read_text("utf-8")


def test_a_conflict_can_be_resolved_in_the_editor(root: Path) -> None:
    entry = root / "entries/papers/cho2022bounds.toml"
    other = f"Path({str(entry)!r}).write_text(text.replace('2022', '2021'), 'utf-8', newline='')"
    resolve = "import re; new(re.sub('(?s)<<<.*=======\\n(.*?)>>>[^\\n]*\\n', r'\\1', text))"
    done = edit(root, f"if '<<<' in text: {resolve}\nelse:\n  {other}\n  {change('2022', '2023')}", typed="y\n")
    assert done.code == 0
    assert text_of(root) == CHO.replace("2022", "2021")


def test_an_entry_that_is_removed_meanwhile_is_not_written_again(root: Path) -> None:
    entry = root / "entries/papers/cho2022bounds.toml"
    done = edit(root, f"Path({str(entry)!r}).unlink(); {change('2022', '2023')}")
    assert (done.code, "removed or renamed by another process while it was edited" in done.err) == (3, True)
    assert kept(done).read_text("utf-8") == CHO.replace("2022", "2023")
    assert not entry.exists()


def test_without_an_editor_nothing_is_started(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = moebib("edit", "cho2022bounds", folder=root)
    assert done == (
        2, "", "error: no editor is set\nhint: set VISUAL or EDITOR, for example `export EDITOR=nano`\n"
    )  # fmt: skip
    monkeypatch.setenv("EDITOR", "no-such-editor -w")
    done = moebib("edit", "cho2022bounds", folder=root)
    assert done.err == "error: no such program: 'no-such-editor', which EDITOR names as the editor\n"
    monkeypatch.setenv("VISUAL", "vi 'x")
    assert moebib("edit", "cho2022bounds", folder=root).err == 'error: VISUAL is not a command: "vi \'x"\n'
    assert drafts(root) == []


def test_an_unknown_key_starts_no_editor(root: Path) -> None:
    done = edit(root, "raise SystemExit(9)", "cho2022bound")
    assert (done.code, done.err) == (2, "error: no entry 'cho2022bound'; did you mean 'cho2022bounds'?\n")


def test_editors_that_do_not_wait_get_the_option_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    commands = {"code": "--wait", "code -n": "-n --wait", "subl -w": "-w", "gvim": "-f", "nano": "", "vim -R": "-R"}
    for command, options in commands.items():
        monkeypatch.setenv("EDITOR", command)
        assert " ".join(find_editor()[1:]) == options


@pytest.mark.skipif(os.name == "nt", reason="needs signals of POSIX")
def test_an_interrupt_is_for_the_editor(root: Path) -> None:
    handler = signal.getsignal(signal.SIGINT)
    done = edit(root, f"import signal; os.kill(os.getppid(), signal.SIGINT); {change('2022', '2023')}")
    assert done.code == 0
    assert text_of(root) == CHO.replace("2022", "2023")
    assert signal.getsignal(signal.SIGINT) is handler
