"""updates kept before they are handled, turns that all processes count"""

from alembic import op
import sqlalchemy as sa
import sqlmodel

import store.types


revision = '0006'
down_revision = '0002'
branch_labels = None
depends_on = None

OPEN = sa.text('handled_at IS NULL')


def upgrade() -> None:
    op.create_table('arrival',
    sa.Column('update_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('chat', sa.BigInteger(), nullable=False),
    sa.Column('body', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('received_at', store.types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('handled_at', store.types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('lease_token', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('lease_until', store.types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('update_id')
    )
    op.create_index('ix_arrival_open', 'arrival', ['chat', 'update_id'], unique=False,
        sqlite_where=OPEN, postgresql_where=OPEN)

    op.create_table('turn',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('chat', sa.BigInteger(), nullable=False),
    sa.Column('at', store.types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('held', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_turn_at', 'turn', ['at'], unique=False)
    op.create_index('ix_turn_chat', 'turn', ['chat', 'at'], unique=False)


def downgrade() -> None:
    op.drop_table('turn')
    op.drop_table('arrival')
