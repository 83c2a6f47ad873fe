"""Break 40 lines that protect files, documents and services, one at a time, and see that the tests of each room fail.

    python benchmarks/mutants.py            # all of them, and benchmarks/mutants.md
    python benchmarks/mutants.py fsync key  # those whose description or file contains one of the words

Each mutant is a copy of the checkout in which one text is replaced by another. A survivor is a line that could be lost
without a test that says so. The unchanged copy must pass first. 4 minutes on two idle cores, 20 on busy ones.
"""

from __future__ import annotations

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
TABLE = Path(__file__).with_suffix(".md")
WITHIN_S = 600
WORKERS = 2


class Mutant(NamedTuple):
    """A line that is broken."""

    breaks: str
    """What is not protected any more."""
    file: str
    """From src/moebib."""
    old: str
    new: str
    tests: str
    """The tests of its room, from tests/."""


_ = Mutant
MUTANTS = (
    # LaTeX, Markdown and CSV.
    _("`^^` in formulas", "text/latex/formulas.py", r're.search(r"[\^_]\s*(?:[\^_}]|$)", tex) or UNSEEN', "UNSEEN",
      "text"),
    _("`^^` in LaTeX from outside", "text/latex/__init__.py", ' or "^^" in latex or latex.ends',
      " or latex.ends", "text"),
    _("commands in formulas", "text/latex/formulas.py", " and MATH.issuperset(names)", "", "text"),
    _("commands in LaTeX from outside", "text/latex/__init__.py", "name in HARMLESS or name in symbols() for",
      "True for", "text formats/bibtex"),
    _(r"`\href{run:...}`", "text/latex/__init__.py", "for name in names) and not _LINK.search(latex)",
      "for name in names)", "text"),
    _("hidden characters in LaTeX", "text/latex/__init__.py", "if not is_seen or depth_of", "if depth_of", "text"),
    _("hidden characters in Markdown", "text/markdown.py", r'return UNSEEN.sub("\ufffd", " ".join(text.split()))',
      'return " ".join(text.split())', "text"),
    _("formulas in Markdown", "text/markdown.py", 'if is_harmless(formula["tex"]):', "if True:", "text"),
    _("`javascript:` links in Markdown", "text/markdown.py", "    if not starts_with_http(url):\n        return None\n",
      "", "text"),
    _("`^^` in keys", "records/fields.py", r'KEY = rf"^(?:\^?[^^{NOT_IN_KEYS}])+$"', r'KEY = rf"^[^{NOT_IN_KEYS}]+$"',
      "records formats/test_hostile_keys.py"),
    _("`^^` in keys of .bib files", "records/citekey.py", r'_KEY = re.compile(rf"(?:\^?[^^{_NOT_ALLOWED}])+")',
      r'_KEY = re.compile(rf"[^{_NOT_ALLOWED}]+")', "records formats/test_hostile_keys.py"),
    _("keys and names in copied entries", "formats/bibtex/edit/excerpt.py", "all(map(is_key, names)) and not any(",
      "not any(", "formats/bibtex formats/test_hostile_keys.py"),
    _("new keys in documents", "citations/rewrite.py", "        if not is_key(key):\n",
      "        if not key:\n", "citations"),
    _("`^^` in links", "formats/bibtex/identifiers.py", r'\x00-\x20\x7f]|\^\^")', r'\x00-\x20\x7f]")',
      "formats/bibtex formats/test_hostile_keys.py"),
    _("formulas behind semicolons in CSV", "formats/csv.py", r'_BREAKS = r";\t', r'_BREAKS = r"\t',
      "formats/test_csv.py"),
    # Merges and edits.
    _("a removed element of a list comes back", "three_way/fields.py", "if element in theirs or element not in base]",
      "]", "three_way"),
    _("an element that ours removed comes back", "three_way/fields.py",
      "if element not in merged and element not in base:", "if element not in merged:", "three_way"),
    _("comments that both sides changed", "three_way/bib.py", "if not is_ours and comments[1] != comments[0]:",
      "if False:", "three_way cli/test_git_merges.py"),
    _("a comment over the closing brace", "formats/bibtex/edit/_splice.py",
      "\n            and _content(first) == content",
      "\n            and _content(first).fields == content.fields", "formats/bibtex"),
    _("conflict markers", "text/conflicts.py", "    if _BEGIN not in text and _END not in text:\n        return []\n",
      "    return []\n", "text cli/test_merge_conflicts.py"),
    # Files.
    _("fsync of the folder", "store/staging.py",
      "                os.fsync(descriptor)\n", "                pass\n", "store"),
    _("fsync of the file", "store/staging.py", "        os.fsync(file.fileno())\n", "        pass\n", "store"),
    _("the mode of temporary files", "store/staging.py", "0o666 if mode is None else 0o600", "0o666", "store"),
    _("symbolic links", "store/writing.py", "    if path.is_symlink():\n", "    if False:\n", "store"),
    _("outputs in .git", "store/targets.py",
      "    if any(name in _GIT_NAMES for name in _folded(path)):\n        return True\n",
      "", "store"),
    _("outputs over entries", "store/targets.py", "is_of_list or any(_is_in_entries(real, folder) for folder in roots)",
      "is_of_list", "store"),
    _("hidden outputs", "store/targets.py", "    if hidden and ", "    if False and ", "store"),
    _("what was changed since a kill", "store/writing.py", "return state == step.old and _digest(",
      "return _digest(", "store"),
    _("the journal", "store/writing.py", "if root and len(steps) > 1:", "if False:", "store"),
    _("what a journal may name", "store/writing.py",
      "    if not is_allowed or is_git:\n", "    if False:\n", "store"),
    _("a list that changes while it is read", "store/reading.py",
      "if stamp(root, config) == before and not (root / JOURNAL).exists():", "if True:", "store"),
    _("entries in a wrong place", "store/listing.py", "                yield Finding(\"MB013\", message, file=",
      "                Finding(\"MB013\", message, file=", "store"),
    # Services.
    _("proxies of the environment", "web/_session.py", "self.trust_env = False", "self.trust_env = True", "web"),
    _("an absence is kept for a year", "web/_response_cache.py", "_FRESH_IF_ABSENT = timedelta(days=1)",
      "_FRESH_IF_ABSENT = timedelta(days=365)", "web lookup/test_outages.py"),
    _("private addresses", "web/_addresses.py",
      "            if not is_public(str(address)):\n                raise _not_public(str(address))\n",
      "            pass\n", "web"),
    _("secrets on redirects", "web/_session.py", "                prepared_request.headers.pop(name, None)\n",
      "                pass\n", "web"),
    _("XML entities", "web/response.py", 'if re.search(rb"<!(?:DOCTYPE|ENTITY)", response.body, re.I):', "if False:",
      "web sources"),
    _("the size of responses", "web/_body.py", "        if size > limit:\n", "        if False:\n", "web"),
    _("any 404 as absence", "sources/__init__.py", "is_of_kind and re.fullmatch(self.body, body, re.S) is not None",
      "is_of_kind", "sources/test_absence.py"),
    # The terminal and exit codes.
    _("data lost on stdout", "cli/__init__.py", "if failure and not is_reader_gone(failure):", "if False:",
      "cli/test_exit.py cli/test_streams.py"),
)  # fmt: skip


def main(words: list[str]) -> int:
    """Run the mutants, and write the table if all were run."""
    chosen = [
        mutant for mutant in MUTANTS if not words or any(word in f"{mutant.breaks} {mutant.file}" for word in words)
    ]
    for mutant in chosen:
        count = (ROOT / "src" / "moebib" / mutant.file).read_text("utf-8").count(mutant.old)
        if count != 1:
            sys.exit(f"{mutant.file} has this text {count} times, not once: {mutant.old}")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it in the background, and so would tests
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as pool:
        copies: queue.Queue[Path] = queue.Queue()
        for number in range(WORKERS):
            copies.put(_copy(Path(folder) / str(number)))
        groups = list(dict.fromkeys(mutant.tests for mutant in chosen))
        for tests, (code, output) in zip(
            groups, pool.map(lambda tests: _on_a_copy(copies, tests), groups), strict=True
        ):
            if code:
                sys.exit(f"{output}\nthe tests of {tests} fail without a mutant")
        print(f"{len(groups)} groups of tests pass without a mutant ({time.monotonic() - started:.0f} s)", flush=True)
        rows = []
        for mutant, (code, output) in zip(
            chosen, pool.map(lambda mutant: _on_a_copy(copies, mutant.tests, mutant), chosen), strict=True
        ):
            rows.append(_row(mutant, code, output))
            print(rows[-1], flush=True)
    survivors = sum("survived" in row for row in rows)
    summary = f"{len(rows)} mutants, {survivors} survivors"
    print(f"{summary} ({time.monotonic() - started:.0f} s)")
    if not words:
        TABLE.write_text(_page(rows, summary), "utf-8")
    return 1 if survivors else 0


def _copy(folder: Path) -> Path:
    """A copy of all files that git knows or would add."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def _on_a_copy(copies: queue.Queue[Path], tests: str, mutant: Mutant | None = None) -> tuple[int, str]:
    folder = copies.get()
    file = folder / "src" / "moebib" / mutant.file if mutant else None
    text = file.read_text("utf-8") if file else ""
    try:
        if mutant and file:
            _write(file, text.replace(mutant.old, mutant.new))
        return _run(folder, tests)
    finally:
        if file:
            _write(file, text)
        copies.put(folder)


def _write(file: Path, text: str) -> None:
    """Python compares the time of a file in whole seconds with that of its compiled code."""
    file.write_text(text, "utf-8")
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*.pyc"):
        compiled.unlink()


def _run(folder: Path, tests: str) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    paths = [f"tests/{name}" for name in tests.split()]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-n0",
        "-rf",
        "--no-header",
        "-p",
        "no:cacheprovider",
        *paths,
    ]
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=WITHIN_S)
    except subprocess.TimeoutExpired:
        return 1, f"FAILED (more than {WITHIN_S} s)"
    return done.returncode, done.stdout + done.stderr


def _row(mutant: Mutant, code: int, output: str) -> str:
    if code not in (0, 1):  # pytest itself failed, as for a mutant that is no Python
        sys.exit(f"{output}\nthe mutant {mutant.breaks!r} cannot be tested")
    failed = re.search(r"^(?:FAILED|SUBFAILED\S*|ERROR) (?:\S*::)?([^\s\[]+)", output, re.M)
    result = "**survived**" if code == 0 else f"`{failed[1] if failed else '?'}`"
    return f"| {mutant.breaks} | `{mutant.file}` | {result} |"


def _page(rows: Iterable[str], summary: str) -> str:
    head = "# Mutants\n\n<!-- Made by benchmarks/mutants.py; do not edit. -->\n"
    text = "Lines that protect files, documents and services, each broken in turn, and the first test that failed."
    return "\n".join([head, f"{text} {summary}.\n", "| broken | in | test |", "|---|---|---|", *rows, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
