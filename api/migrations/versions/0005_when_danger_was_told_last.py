"""When danger was told last"""

import sqlalchemy as sa
from alembic import op

import api.database

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; of earlier conversations it is not known."""
    op.add_column("conversation", sa.Column("alarmed_at", api.database.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("conversation", "alarmed_at")
