"""English stop words: words that do not help to identify a work."""

from __future__ import annotations

__all__ = ["FUNCTION_WORDS", "STOP_WORDS"]

FUNCTION_WORDS = frozenset((
    "a", "an", "the", "of", "on", "in", "at", "to", "for", "from", "by", "with", "and", "or", "is", "are", "be", "as",
    "via", "into", "over", "using", "toward", "towards",
))  # fmt: skip
"""Words in which two titles of the same work may differ."""

STOP_WORDS = FUNCTION_WORDS | {
    "it", "its", "do", "does", "can", "how", "what", "when", "where", "which", "who", "why", "not", "no", "under",
}  # fmt: skip
"""Words that are not used in citation keys and searches. Adding one changes the keys of new entries."""
