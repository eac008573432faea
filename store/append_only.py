"""The database itself refuses to change or remove a row of the audit table.

Triggers are no part of `SQLModel.metadata`, so they are put there whenever tables are made or
brought up to date; putting them there again changes nothing.
"""

from __future__ import annotations

from sqlalchemy import Connection

_SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS audit_no_{verb.lower()} BEFORE {verb} ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit table is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
_SQLITE_OFF = tuple(f"DROP TRIGGER IF EXISTS audit_no_{verb}" for verb in ("update", "delete"))
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit table is append-only'; END $$",
    "DROP TRIGGER IF EXISTS audit_append_only ON audit",
    "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit "
    "FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
)
_POSTGRESQL_OFF = ("DROP TRIGGER IF EXISTS audit_append_only ON audit",)


def protect_audit(connection: Connection) -> None:
    """Put the triggers on the audit table."""
    statements = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[connection.dialect.name]
    for statement in statements:
        connection.exec_driver_sql(statement)


def release_audit(connection: Connection) -> None:
    """Take the triggers off, in a transaction that puts them back: a restored record is whole."""
    statements = {"sqlite": _SQLITE_OFF, "postgresql": _POSTGRESQL_OFF}[connection.dialect.name]
    for statement in statements:
        connection.exec_driver_sql(statement)
