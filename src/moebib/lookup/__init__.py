"""From identifiers to records: queries to all sources, reconciled."""
