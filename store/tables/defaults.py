"""Defaults that stand in the database itself."""

from __future__ import annotations

from typing import Any

ZERO: Any = {"server_default": "0"}
"""a column that rows by the ten thousand leave out: 0, or false"""
