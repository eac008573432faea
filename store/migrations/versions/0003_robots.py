"""robots"""

from alembic import op
import sqlalchemy as sa
import sqlmodel

import store.types


revision = '0003'
down_revision = '0005'
branch_labels = None
depends_on = None

VENDORS = sa.Enum('WECOM', 'DINGTALK', 'FEISHU', name='vendor')


def upgrade() -> None:
    op.create_table('robot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('chat_id', sa.Integer(), nullable=False),
    sa.Column('vendor', VENDORS, nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('secret', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('fingerprint', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('hint', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('added_at', store.types.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('chat_id'),
    sa.UniqueConstraint('fingerprint')
    )
    _number_papers_by(('code', 'year', 'number', 'about_id'))


def _number_papers_by(columns):
    """A department's robot and its group have the same number."""
    was = ('code', 'year', 'number') if len(columns) == 4 else ('code', 'year', 'number', 'about_id')
    if op.get_bind().dialect.name == 'postgresql':
        op.drop_constraint('_'.join(('paper', *was, 'key')), 'paper', type_='unique')
        op.create_unique_constraint(None, 'paper', columns)
        return
    with op.batch_alter_table('paper', naming_convention={'uq': 'uq_%(table_name)s'}) as batch_op:
        batch_op.drop_constraint('uq_paper', type_='unique')
        batch_op.create_unique_constraint('uq_paper', columns)


def downgrade() -> None:
    _number_papers_by(('code', 'year', 'number'))
    op.drop_table('robot')
