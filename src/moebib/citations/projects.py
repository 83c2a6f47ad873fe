"""The bibliographies that a project names for all of its documents, in the settings of Quarto, Sphinx and MyST."""

from __future__ import annotations

import re
from typing import Any

from moebib.citations import LANGUAGES

__all__ = ["SETTINGS", "bibliographies_of_project", "may_have_project"]

SETTINGS = ("_quarto.yml", "_quarto.yaml", "myst.yml", "_config.yml", "conf.py")
_OF_PYTHON = re.compile(r"^bibtex_bibfiles\s*=\s*[\[(](?P<names>[^])]*)[])]", re.MULTILINE)
_STRING = re.compile(r"""(["'])([^"'\n]+)\1""")
_PLACES = (
    ("bibliography",),
    ("project", "bibliography"),
    ("bibtex_bibfiles",),
    ("sphinx", "config", "bibtex_bibfiles"),
)


def may_have_project(ending: str) -> bool:
    """Whether documents with this *ending* may be parts of a project with settings."""
    return LANGUAGES.get(ending.lower()) in ("markdown", "notebook", "restructuredtext")


def bibliographies_of_project(file_name: str, text: str) -> list[str]:
    r"""The names of bibliographies in settings, relative to their folder; none if they are invalid.

    >>> bibliographies_of_project("_quarto.yml", "project: {type: book}\nbibliography: refs.bib")
    ['refs.bib']
    """
    if file_name.endswith(".py"):
        return [name[2] for names in _OF_PYTHON.finditer(text) for name in _STRING.finditer(names["names"])]
    import yaml

    try:
        settings = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError):
        return []
    values = (_value_at(settings, place) for place in _PLACES)
    return [
        name for value in values for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)
    ]


def _value_at(settings: Any, place: tuple[str, ...]) -> Any:
    for name in place:
        settings = settings.get(name) if isinstance(settings, dict) else None
    return settings
