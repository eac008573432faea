"""Alembic's entry: runs on the connection that `store.schema` hands over."""

from alembic import context
from sqlmodel import SQLModel

import store.tables  # noqa: F401 - registers them
from store.search import is_index

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    include_name=lambda name, kind, _: kind != "table" or not is_index(name),
)
with context.begin_transaction():
    context.run_migrations()
