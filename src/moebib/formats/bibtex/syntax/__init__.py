"""A .bib file as blocks with positions."""
