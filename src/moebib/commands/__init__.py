"""The use cases: one file per verb, its steps in order."""
