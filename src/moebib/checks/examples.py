"""Entry files for the examples of rules, of which only what a rule is about is given."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["by", "titled", "works_by"]


def titled(title: str) -> str:
    """A paper with this title."""
    return f'type = "paper-conference"\ntitle = "{title}"\n'


def by(*names: str) -> str:
    """A book by these authors."""
    authors = ", ".join(f'"{name}"' for name in names)
    return f'type = "book"\ntitle = "Sparse Experts"\nauthor = [{authors}]\n'


def works_by(*authors: Sequence[str]) -> str:
    """A list with a book by each of these groups of authors."""
    return "".join(f"# papers/doe{number}.toml\n{by(*names)}" for number, names in enumerate(authors))
