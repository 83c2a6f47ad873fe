"""Entry files as text: reads them with positions, writes them in one format, edits them and keeps their comments."""

from __future__ import annotations

from moebib.toml.dump import dump_model, dump_record
from moebib.toml.edit import edit_model, edit_record
from moebib.toml.positions import decode, locate, locate_error, locator

__all__ = ["decode", "dump_model", "dump_record", "edit_model", "edit_record", "locate", "locate_error", "locator"]
