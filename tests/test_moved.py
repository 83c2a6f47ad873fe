"""Public names can still be imported from where they were in version 0.1."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import moebib
from moebib.moved import PUBLIC_NAMES


@pytest.mark.parametrize("module", PUBLIC_NAMES)
def test_a_moved_module_still_has_its_public_names_and_warns(module: str) -> None:
    sys.modules.pop(module, None)
    with pytest.warns(DeprecationWarning, match=f"{module} has moved .* use `from moebib import"):
        old = importlib.import_module(module)
    for name in PUBLIC_NAMES[module]:
        assert getattr(old, name) is getattr(moebib, name)
    with pytest.raises(AttributeError, match="nothing"):
        _ = old.nothing


def test_the_renamed_error_is_still_importable_under_its_old_name() -> None:
    from moebib import errors

    with pytest.warns(DeprecationWarning, match="Unavailable is now SourceUnavailable"):
        old = getattr(errors, "Unavailable")  # noqa: B009
    assert old is errors.SourceUnavailable


USER_CODE = """
import warnings
warnings.simplefilter("error")
try:
    from moebib.record import Record
except DeprecationWarning:
    print("warned")
"""


def test_the_warning_is_shown_to_the_code_that_imports() -> None:
    done = subprocess.run([sys.executable, "-c", USER_CODE], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "warned\n"


def test_the_library_is_a_package_that_still_has_the_class() -> None:
    from moebib.library import Library

    assert Library is moebib.Library


def test_a_module_that_never_existed_is_not_found() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"moebib\.nothing"):
        importlib.import_module("moebib.nothing")
