"""Formats that records are read from and written to."""
