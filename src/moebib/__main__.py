"""`python -m moebib`."""

from __future__ import annotations

from moebib.cli import main

main()
