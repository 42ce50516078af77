"""A mark by which the same file again is recognised without reading the rows.

Running code neither reads nor writes it: an act of an earlier release makes it void by its own history.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("organization", sa.Column("import_mark", sa.String(60), nullable=True))


def downgrade() -> None:
    """Undo; nothing but time is lost."""
    op.drop_column("organization", "import_mark")
