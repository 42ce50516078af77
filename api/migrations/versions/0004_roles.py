"""What an account may do"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; existing accounts are counsellors."""
    op.add_column("counsellor", sa.Column("roles", sa.JSON(), nullable=False, server_default='["counsellor"]'))


def downgrade() -> None:
    """Undo."""
    op.drop_column("counsellor", "roles")
