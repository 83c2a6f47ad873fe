"""Reads a paper list: its blocks, what may be works in them, and what the whole list says of each part."""
