"""Entry files as text, without a disk: read with places, written in one format, edited with comments kept."""

from __future__ import annotations

from moebib.toml.positions import decode, locate, locate_error, locator
from moebib.toml.records import dump_model, dump_record, edit_model, edit_record

__all__ = ["decode", "dump_model", "dump_record", "edit_model", "edit_record", "locate", "locate_error", "locator"]
