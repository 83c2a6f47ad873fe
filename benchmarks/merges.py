"""Merges random files with git and the merge driver, and counts what is wrong; see docs/reliability.md.

    .venv/bin/python benchmarks/merges.py --number 2000     # 15 minutes

Each case is an entry file or a .bib file at a base and on two branches, which change, add and remove entries, fields,
elements, versions and comments. What the merge must be is decided by tests/merges.py, fact by fact.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from merges import merge_all, random_case, violations


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=2000, help="how many files are merged")
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--python", default=sys.executable, help="the Python of the moebib whose driver is called")
    args = parser.parse_args()
    cases = [random_case(number) for number in range(args.first, args.first + args.number)]
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        is_clean = merge_all(root, cases, args.python)
        for case in cases:
            text = (root / case.path).read_bytes().decode()
            wrong = violations(case, text, is_clean=is_clean[case.path])
            counts["merged" if is_clean[case.path] else "in conflict"] += 1
            if wrong:
                counts["wrong"] += 1
                print(f"{case.path}: {wrong[0]}")
    print(f"{args.number} files: " + ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items())))
    sys.exit(counts["wrong"] > 0)


if __name__ == "__main__":
    main()
