"""A world of invented works: the truth about each of their publications, and what each service answers about them."""
