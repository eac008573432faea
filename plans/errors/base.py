"""The root of all errors that a person can cause."""

from __future__ import annotations


class DubanError(Exception):
    """A fault that a person can cause and mend; the class name is the key of its sentence."""

    def __init__(self, **values: object) -> None:
        super().__init__(", ".join(f"{name}={value!r}" for name, value in values.items()))
        self.values = values
