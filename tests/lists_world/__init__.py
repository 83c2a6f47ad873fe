"""A world of invented lists of papers: random works, the forms in which people list them, and what each list states."""
