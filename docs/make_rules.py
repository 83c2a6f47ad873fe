"""Generate docs/rules from the declarations of the rules; tests/checks/test_rules.py checks that it is current."""

from __future__ import annotations

import sys
from pathlib import Path

from moebib.checks.rules import page, rules

FOLDER = Path(__file__).parent / "rules"

HEAD = """\
# Rules

The rules of `moebib check`. `moebib rule RULE` prints the same pages; RULE is a code, a name, or the beginning of
codes. What is reported when a file is read is in [Findings](../reference/findings.md).

| code | name | finds |
|---|---|---|
"""


def main() -> None:
    """Write one page per rule, and the index."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("MB*.md"):
        old.unlink()
    for rule in rules():
        (FOLDER / f"{rule.code}.md").write_text(page(rule), encoding="utf-8", newline="\n")
    rows = (f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.finds} |\n" for rule in rules())
    (FOLDER / "README.md").write_text(HEAD + "".join(rows), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {FOLDER}: {len(rules())} rules\n")


if __name__ == "__main__":
    main()
