"""moebib: a bibliography kept as typed data in git."""
