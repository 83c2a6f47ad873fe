"""Reads damaged .bib files: excerpts of real ones, with bytes deleted, doubled, swapped and inserted.

    python benchmarks/fuzz.py FOLDER --seconds 600

Each must be read within a time limit and without an exception, to blocks that together are the text, and to the bytes
of the file. Inputs that fail are saved in the directory --found. Needs Linux or macOS, moebib, and .bib files.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
import traceback
from pathlib import Path

from moebib.formats.bibtex import BibDocument, read_file
from moebib.text.encoding import decode_bytes, encode_text

PIECES = (
    b"{", b"}", b'"', b"#", b"=", b",", b"@", b"%", b"\\", b"\\{", b"\\}", b"(", b")", b"\n", b"\r", b"\r\n", b"\0",
    b" ", b"~", b"$", b"--", b"0" * 400, b"{{{{{{{{", b"}}}}}}}}", b"\\'{\\i}", b"\\url{", b"\\begin{", b" and ",
    b" # ", b"@article{", b"@string(", b"@comment{", b"@comment", b"@preamble{", b"author = {", b"title = ",
    b"date = {", b"year = ", b"crossref = {", b"xdata = {",
    b"\xe9", b"\xff\xfe", b"\xef\xbb\xbf", "é".encode(), "\u202e".encode(), "中".encode(),
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a directory with .bib files, at any depth")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=10, help="seconds that one input may take")
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"))
    args = parser.parse_args()
    chance = random.Random(args.seed)
    files = sorted(args.folder.rglob("*.bib"))
    signal.signal(signal.SIGALRM, _too_long)
    begin, tried, failures, slowest = time.monotonic(), 0, 0, 0.0
    while time.monotonic() - begin < args.seconds:
        data = _broken(chance, files)
        tried += 1
        started = time.process_time()
        if not _reads(data, args.limit):
            failures += 1
            _keep(data, args.found, failures)
        slowest = max(slowest, time.process_time() - started)
    print(f"{tried} inputs from {len(files)} files, seed {args.seed}: {failures} found; slowest {slowest:.2f} s")
    if failures:
        sys.exit(f"the inputs that failed are in {args.found}")


def _broken(chance: random.Random, files: list[Path]) -> bytes:
    """A part of a file, or sometimes of two, changed in some places."""
    data = _part(chance, files)
    if chance.random() < 0.1:
        data += _part(chance, files)
    return damage(chance, data)


def damage(chance: random.Random, data: bytes) -> bytes:
    """*data* changed in up to 30 places."""
    for _ in range(chance.choice((0, 1, 1, 2, 3, 5, 10, 30))):
        data = chance.choice((_lose, _double, _put, _put, _put, _swap, _flip))(chance, data)
    return data


def _part(chance: random.Random, files: list[Path]) -> bytes:
    data = chance.choice(files).read_bytes()
    size = chance.choice((500, 2000, 8000, 30_000))
    start = chance.randrange(max(len(data) - size, 0) + 1)
    if start and chance.random() < 0.8:
        start = data.rfind(b"\n@", 0, start) + 1
    return data[start : start + size]


def _places(chance: random.Random, data: bytes) -> tuple[int, int]:
    """A short span."""
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 1, 2, 10, 100, 1000)))


def _lose(chance: random.Random, data: bytes) -> bytes:
    start, end = _places(chance, data)
    return data[:start] + data[end:]


def _double(chance: random.Random, data: bytes) -> bytes:
    start, end = _places(chance, data)
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[start:end] * chance.choice((1, 1, 2, 20)) + data[at:]


def _put(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(PIECES) + data[at:]


def _swap(chance: random.Random, data: bytes) -> bytes:
    old, new = chance.sample(PIECES, 2)
    return data.replace(old, new, chance.choice((1, 1, 3, -1)))


def _flip(chance: random.Random, data: bytes) -> bytes:
    at, _ = _places(chance, data)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _reads(data: bytes, limit: float) -> bool:
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        _read(data)
    except Exception:  # any exception is a bug: show it, and let the run fail
        signal.setitimer(signal.ITIMER_REAL, 0)
        traceback.print_exc()
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return True


def _read(data: bytes) -> None:
    decoded = decode_bytes(data)
    text = decoded.text
    text.encode()  # raises for a lone surrogate
    _same(encode_text(text, decoded), data)
    _same("".join(block.raw for block in BibDocument(text).blocks), text)
    read_file(text)


def _same(value: object, expected: object) -> None:
    if value != expected:
        raise ValueError("the text read back differs")


def _too_long(*_: object) -> None:
    raise TimeoutError


def _keep(data: bytes, folder: Path, number: int) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / f"{number}.bib"
    path.write_bytes(data)
    print(f"kept as {path}", flush=True)


if __name__ == "__main__":
    main()
