"""Plain text and its notations: encodings, LaTeX, Markdown, YAML."""
