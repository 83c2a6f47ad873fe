"""The .bib language."""
