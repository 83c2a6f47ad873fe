"""What the entries of a .bib file say: macros expanded, inherited fields filled in."""
