"""Loading the directory file."""

from resources_db.importing.report import ImportReport, Refusal
from resources_db.importing.service import DEFAULT_FILE, DirectoryFileError, import_file, import_records

__all__ = ["DEFAULT_FILE", "DirectoryFileError", "ImportReport", "Refusal", "import_file", "import_records"]
