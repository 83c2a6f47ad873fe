"""Edits a paper list in place: only the parts that no longer agree with the library are written."""
