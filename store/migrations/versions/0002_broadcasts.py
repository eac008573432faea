"""broadcasts"""

from alembic import op
import sqlalchemy as sa
import sqlmodel

import store.types


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

STATES = sa.Enum('WAITING', 'GOING', 'CANCELLED', 'WITHDRAWN', name='broadcaststate')


def upgrade() -> None:
    op.create_table('broadcastseries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('telegram_id', sa.BigInteger(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('created_at', store.types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('next_at', store.types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', store.types.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('broadcast',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('telegram_id', sa.BigInteger(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('created_at', store.types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('audience', sa.JSON(), nullable=False),
    sa.Column('urgency', sa.Integer(), nullable=False),
    sa.Column('wants_receipt', sa.Boolean(), nullable=False),
    sa.Column('sign_by', store.types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('send_at', store.types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('state', STATES, nullable=False),
    sa.Column('begun_at', store.types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('amended_at', store.types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('series_id', sa.Integer(), nullable=True),
    sa.Column('shown_at', store.types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('touched_at', store.types.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], ),
    sa.ForeignKeyConstraint(['series_id'], ['broadcastseries.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('broadcast', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_broadcast_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_broadcast_state'), ['state'], unique=False)

    op.create_table('broadcastdraft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', store.types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('telegram_id', sa.BigInteger(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('amends_id', sa.Integer(), nullable=True),
    sa.Column('asking', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('question_id', sa.BigInteger(), nullable=True),
    sa.Column('card_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['amends_id'], ['broadcast.id'], ),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('broadcastdraft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_broadcastdraft_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_broadcastdraft_opened_at'), ['opened_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_broadcastdraft_telegram_id'), ['telegram_id'], unique=False)

    op.create_table('broadcastreply',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('broadcast_id', sa.Integer(), nullable=False),
    sa.Column('chat_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.BigInteger(), nullable=False),
    sa.Column('said_at', store.types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('file', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['broadcast_id'], ['broadcast.id'], ),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], ),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('chat_id', 'message_id')
    )
    with op.batch_alter_table('broadcastreply', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_broadcastreply_broadcast_id'), ['broadcast_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_broadcastreply_contact_id'), ['contact_id'], unique=False)

    op.create_table('audiencegroup',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('audience', sa.JSON(), nullable=False),
    sa.Column('created_at', store.types.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name')
    )
    op.create_table('albumpart',
    sa.Column('telegram_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('message_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('album', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('seen_at', store.types.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('telegram_id', 'message_id')
    )
    with op.batch_alter_table('albumpart', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_albumpart_album'), ['album'], unique=False)
        batch_op.create_index(batch_op.f('ix_albumpart_seen_at'), ['seen_at'], unique=False)

    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('broadcast_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('message_ids', sa.JSON(), nullable=True))
        batch_op.create_index(batch_op.f('ix_notice_broadcast_id'), ['broadcast_id'], unique=False)
        batch_op.create_foreign_key('fk_notice_broadcast_id', 'broadcast', ['broadcast_id'], ['id'])


def downgrade() -> None:
    op.execute("UPDATE notice SET about_id = NULL WHERE kind IN ('BROADCAST', 'AMENDMENT', 'STATUS')")
    op.execute("DELETE FROM receipt WHERE notice_id IN (SELECT id FROM notice WHERE broadcast_id IS NOT NULL)")
    op.execute("DELETE FROM notice WHERE kind IN ('BROADCAST', 'AMENDMENT', 'STATUS')")
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_constraint('fk_notice_broadcast_id', type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_notice_broadcast_id'))
        batch_op.drop_column('message_ids')
        batch_op.drop_column('version')
        batch_op.drop_column('broadcast_id')
    for table in ('albumpart', 'audiencegroup', 'broadcastreply', 'broadcastdraft', 'broadcast', 'broadcastseries'):
        op.drop_table(table)
