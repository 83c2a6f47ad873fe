"""Data that is used where it lies, outside the checkout: in the folder MOEBIB_SHARED."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

__all__ = ["shared"]


def shared(name: str) -> Path:
    """The file *name*. Without it the test is left out, or fails where MOEBIB_REQUIRE_SHARED is set."""
    path = Path(os.environ.get("MOEBIB_SHARED", "../shared"), name)
    if not path.exists():
        (pytest.fail if os.environ.get("MOEBIB_REQUIRE_SHARED") else pytest.skip)(f"{path} is not there")
    return path
