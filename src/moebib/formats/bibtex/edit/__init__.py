"""Changes to a .bib file as text: edits, sorting, formatting and excerpts."""
