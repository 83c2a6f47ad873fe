"""Problems of records and files, found by rules."""
