"""Reading files that a person named: pipes and devices, which may have no end."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path
from unittest.mock import patch

import pytest

from moebib import store
from moebib.errors import InputError
from moebib.store import files


class Endless(io.BytesIO):
    """A device that always has more to read."""

    def read(self, size: int | None = -1) -> bytes:
        assert size
        assert size > 0
        return bytes(size)


def test_a_device_without_an_end_is_refused() -> None:
    with (
        patch.object(files, "_CHUNK", 1 << 10),
        patch.object(files, "_MOST", 1 << 20),
        pytest.raises(InputError, match=r"^<stdin>: gives more than .*, and may never end"),
    ):
        files.read_stream(Endless(), "<stdin>")


@pytest.mark.skipif(os.name == "nt", reason="needs named pipes")
def test_a_named_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.bib")
    data = b"@book{a}\n" * 100_000
    writer = threading.Thread(target=(tmp_path / "pipe.bib").write_bytes, args=(data,))
    writer.start()
    assert store.read_bytes(tmp_path / "pipe.bib") == data
    writer.join()


def test_a_file_of_a_list_must_be_a_regular_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="not a regular file"):
        store.read_regular(tmp_path)
    if os.name == "posix":
        os.mkfifo(tmp_path / "pipe.toml")
        with pytest.raises(OSError, match="not a regular file"):
            store.read_text(tmp_path / "pipe.toml")
