"""What a database's tables look like, and how that differs from the models."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlmodel import SQLModel

from store.search import is_index


def is_ours(table: str | None) -> bool:
    """Whether a table is one of the models', now or once."""
    return table != "alembic_version" and not is_index(table)


def differences(connection: Connection) -> list[object]:
    def modelled(name: str | None, kind: str, _: object) -> bool:
        return kind != "table" or not is_index(name)

    options = {"compare_type": True, "include_name": modelled}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, SQLModel.metadata))


def shape(connection: Connection) -> dict[str, Any]:
    """What tables there are, and how each is made; the order of columns tells nothing."""
    look = inspect(connection)
    return {
        name: {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"], str(c["default"]))
                for c in look.get_columns(name)
            ),
            "key": look.get_pk_constraint(name)["constrained_columns"],
            "unique": sorted(one["column_names"] for one in look.get_unique_constraints(name)),
            "indexes": sorted((str(one["name"]), one["unique"]) for one in look.get_indexes(name)),
            "references": sorted(
                (key["constrained_columns"], key["referred_table"], str(key["options"]))
                for key in look.get_foreign_keys(name)
            ),
        }
        for name in look.get_table_names()
        if is_ours(name)
    }
