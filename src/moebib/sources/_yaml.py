"""YAML from strangers: bounded in size, without aliases, and every value the text that stands there."""

from __future__ import annotations

from typing import Any

__all__ = ["read_yaml"]

_LONGEST = 200_000


def read_yaml(text: str) -> Any:
    r"""Lists, mappings and strings only: 1.10 stays "1.10", and 2024-02-30 is for others to refuse.

    >>> read_yaml("version: 1.10\nauthors:\n- name: No")
    {'version': '1.10', 'authors': [{'name': 'No'}]}

    Raises:
        ValueError: If it is no YAML, is too long or too deep, or has anchors, with which 1 kB can stand for any size.
    """
    import yaml

    class Loader(yaml.BaseLoader):
        def compose_node(self, parent: Any, index: Any) -> Any:
            event = self.peek_event()  # type: ignore[no-untyped-call]
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise ValueError("an anchor or an alias")
            return super().compose_node(parent, index)

    if len(text) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters")
    try:
        return yaml.load(text, Loader=Loader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(" ".join(str(error).split())) from error
