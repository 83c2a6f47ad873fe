"""English words that say nothing about a work."""

from __future__ import annotations

__all__ = ["FUNCTION_WORDS", "STOP_WORDS"]

FUNCTION_WORDS = frozenset((
    "a", "an", "the", "of", "on", "in", "at", "to", "for", "from", "by", "with", "and", "or", "is", "are", "be", "as",
    "via", "into", "over", "using", "toward", "towards",
))  # fmt: skip
"""Words that two titles of one work may differ in."""

STOP_WORDS = FUNCTION_WORDS | {
    "it", "its", "do", "does", "can", "how", "what", "when", "where", "which", "who", "why", "not", "no", "under",
}  # fmt: skip
"""Words that a citation key does not begin with, and by which works are not looked up. Adding one changes new keys."""
