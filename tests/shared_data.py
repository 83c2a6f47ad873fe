"""Data outside the checkout, in the folder MOEBIB_SHARED."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

__all__ = ["shared"]


def shared(name: str) -> Path:
    """The file *name*. If it does not exist, the test is skipped, or fails if MOEBIB_REQUIRE_SHARED is set."""
    path = Path(os.environ.get("MOEBIB_SHARED", "../shared"), name)
    if not path.exists():
        (pytest.fail if os.environ.get("MOEBIB_REQUIRE_SHARED") else pytest.skip)(f"{path} does not exist")
    return path
