"""The syntax of a .bib file: its text as blocks with offsets."""
