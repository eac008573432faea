"""What is wrong with a file that people edit."""

from __future__ import annotations

from pathlib import Path


class BadConfig(Exception):
    """A configuration file that cannot be used: which file, where in it, and what is wrong."""

    def __init__(self, file: Path, key: str, problem: str) -> None:
        super().__init__(f"{file.name}: {key}: {problem}" if key else f"{file.name}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem
