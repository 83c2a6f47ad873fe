"""The README of a paper list."""
