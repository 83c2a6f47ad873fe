"""The entries of a .bib file with macros expanded, inherited fields filled in, and unique keys."""
