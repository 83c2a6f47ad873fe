"""Folders under git. The settings of whoever runs the tests change nothing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
_SETTINGS = ("user.name=Ann", "user.email=ann@a.example", "commit.gpgsign=false", "core.autocrlf=false")


def git(folder: Path, *arguments: str) -> str:
    """What ``git ARGUMENTS`` prints."""
    settings = (part for setting in _SETTINGS for part in ("-c", setting))
    done = subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)
    return done.stdout.decode()


def commit(folder: Path) -> None:
    """Commit everything in a folder, which becomes a repository if it is none."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "changes")
