"""Who changed what and when; taking a change back."""

from resources_db.history.service import (
    UndoRefusedError,
    UnknownChangeError,
    change_sets,
    changes_in,
    record_history,
    undo,
)

__all__ = ["UndoRefusedError", "UnknownChangeError", "change_sets", "changes_in", "record_history", "undo"]
