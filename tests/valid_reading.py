"""What every reader returns, whatever it is given."""

from __future__ import annotations

from moebib.codes import CODES
from moebib.formats import ParsedFile
from moebib.records.record import Record


def assert_is_valid(parsed: ParsedFile) -> None:
    """Readers make records without validation: each must be what a validated one would be."""
    for record in parsed.records:
        assert Record.model_validate(record.to_dict()) == record
    assert {finding.code for finding in parsed.findings} <= CODES.keys()
