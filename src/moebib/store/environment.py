"""What day it is, and which version of moebib is installed."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version

__all__ = ["__version__", "today"]

__version__ = version("moebib")


def today() -> date:
    """The current day."""
    return date.today()
