"""The short tour: things to try, each one press away."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TourStep:
    """One thing to try: where, as whom, and what is filled in or moved."""

    title: str
    hint: str
    chat_id: int | None = None
    person_id: int | None = None
    text: str = ""
    """filled into the composer"""
    move: str = ""
    """a goal of the time machine: working_day, day, week, reminder or a date"""
