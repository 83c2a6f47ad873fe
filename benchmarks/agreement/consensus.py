"""The values that readers agree on: three of them, and more than half of those that return a value."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from compare import FIELDS, Form

ENOUGH = 3
Forms = dict[tuple[str, int], Form]
"""The entries that a reader returns for a file, by key and, for duplicate keys, their number."""


def agreed(votes: Mapping[str, Forms]) -> dict[tuple[str, int], Form]:
    """The entries that enough readers see, with the values they agree on."""
    seen = Counter(key for forms in votes.values() for key in forms)
    keys = dict.fromkeys(key for forms in votes.values() for key in forms if seen[key] >= ENOUGH)
    truth = {key: _agreed([forms[key] for forms in votes.values() if key in forms]) for key in keys}
    # A repeated entry may be left out.
    return {(key, n): form for (key, n), form in truth.items() if n == 1 or form != truth.get((key, 1))}


def _agreed(forms: list[Form]) -> Form:
    truth: Form = {}
    for name in FIELDS:
        given = {json.dumps(form[name]): form[name] for form in forms if name in form}
        count = Counter(json.dumps(form[name]) for form in forms if name in form)
        for value, number in count.most_common(1):
            if number >= ENOUGH and 2 * number > count.total():
                truth[name] = given[value]
    return truth


@dataclass
class Score:
    """How often one reader returns the agreed value."""

    files: int = 0
    kept: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, forms: Forms, truth: Mapping[tuple[str, int], Form]) -> list[str]:
        """Count a file that was read, and return the differences: key, field, the agreed value and this one."""
        self.files += 1
        different = []
        for (key, number), values in truth.items():
            # moebib renames a different entry with a duplicate key to key-2.
            form = forms.get((key, number), forms.get((f"{key}-{number}", 1)))
            if form is None:
                different.append(f"{key}\tmissing")
                continue
            self.kept += 1
            for name, value in values.items():
                if not value or name not in form:
                    continue
                same = _same(name, form[name], value)
                self.asked[name] += 1
                self.right[name] += same
                if not same:
                    different.append(f"{key}\t{name}\t{value!r}\t{form[name]!r}")
        return different


def _same(name: str, given: object, value: object) -> bool:
    # Whether a subtitle is part of the title is a matter of taste.
    longer = name == "title" and (str(given).startswith(f"{value}: ") or str(value).startswith(f"{given}: "))
    return given == value or longer
