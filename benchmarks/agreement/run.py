"""Compares moebib and seven other readers of .bib files on the values that most of them agree on.

    python benchmarks/agreement/run.py FOLDER --moebib .venv/bin/moebib --install TOOLS
    python benchmarks/agreement/run.py FOLDER --moebib .venv/bin/moebib --tools TOOLS --differences OUT.txt --votes KEPT

Reads every .bib file below FOLDER once. Needs Node and npm; --install puts the readers into the folder TOOLS. What the
others read is kept in the folder KEPT, so that the next run only has to run moebib.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from compare import FIELDS
from consensus import Forms, Score, agreed
from readers import Read, install, moebib, readers

_BIGGEST = 300_000
HEAD = (
    "| reader | files | kept | authors | titles | dates | pages | DOIs | types |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--moebib", type=Path, required=True, help="the executable")
    parser.add_argument("--install", type=Path, metavar="TOOLS", help="install the readers in this directory first")
    parser.add_argument("--tools", type=Path, help="where they were installed")
    parser.add_argument(
        "--differences",
        type=Path,
        metavar="FILE",
        help="write the differences between moebib and the others to this file",
    )
    parser.add_argument(
        "--votes", type=Path, metavar="KEPT", help="keep what the other readers return, and use it again"
    )
    args = parser.parse_args()
    if args.install:
        install(args.install)
    if not (tools := args.tools or args.install):
        parser.error("give --tools or --install")
    print(_table(args.folder, tools.resolve(), args.moebib.resolve(), args.differences, args.votes))


def _table(folder: Path, tools: Path, executable: Path, differences: Path | None, kept: Path | None) -> str:
    read_functions = dict(readers(tools))
    ours = moebib(executable)
    scores: dict[str, Score] = defaultdict(Score)
    files = entries = 0
    different: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        for original, copy in _files(folder, Path(scratch)):
            votes = _kept_votes(read_functions, copy, kept) if kept else _votes(read_functions, copy)
            if not (truth := agreed(votes)):
                continue
            files += 1
            entries += len(truth)
            for name, forms in votes.items():
                scores[name].add(forms, truth)
            if (mine := ours(original)) is not None:
                different += [f"{original}\t{line}" for line in scores["moebib"].add(mine, truth)]
            print(f"\r{files} files, {entries} entries", end="", file=sys.stderr, flush=True)
    if differences:
        differences.write_text("\n".join(different) + "\n", encoding="utf-8")
    rows = (_row(name, scores[name], files, entries) for name in ("moebib", *read_functions))
    return f"\n{files} files, {entries} entries\n\n{HEAD}{''.join(rows)}"


def _votes(read_functions: Mapping[str, Read], file: Path) -> dict[str, Forms]:
    return {name: forms for name, read in read_functions.items() if (forms := read(file)) is not None}


def _kept_votes(read_functions: Mapping[str, Read], file: Path, kept: Path) -> dict[str, Forms]:
    """The votes of the readers, from the folder *kept* if the file was read before."""
    path = kept / f"{hashlib.sha256(file.read_bytes()).hexdigest()}.pickle"
    if not path.exists():
        kept.mkdir(exist_ok=True)
        path.write_bytes(pickle.dumps(_votes(read_functions, file)))
    return cast("dict[str, Forms]", pickle.loads(path.read_bytes()))


def _files(folder: Path, scratch: Path) -> Iterator[tuple[Path, Path]]:
    """Each different file in UTF-8, as most readers know no other encoding, and a copy under a plain name."""
    seen = set()
    for path in sorted(folder.rglob("*.bib")):
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if digest in seen or len(data) > _BIGGEST:
            continue
        seen.add(digest)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        copy = scratch / "file.bib"
        copy.write_text(text, encoding="utf-8", newline="")
        yield path, copy


def _row(name: str, score: Score, files: int, entries: int) -> str:
    shares = [(score.files, files), (score.kept, entries), *((score.right[name], score.asked[name]) for name in FIELDS)]
    return f"| {name} | " + " | ".join(f"{100 * part / of:.2f}" if of else "" for part, of in shares) + " |\n"


if __name__ == "__main__":
    main()
