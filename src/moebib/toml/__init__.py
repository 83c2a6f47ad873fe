"""Entry files as text: reads them with positions, writes them in one format, edits them and keeps their comments."""
