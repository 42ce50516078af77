"""Importing the directory from files of several shapes."""

from resources_db.importing.formats import FORMATS
from resources_db.importing.reading import DirectoryFileError
from resources_db.importing.report import ImportReport, Refusal
from resources_db.importing.service import DEFAULT_FILE, import_file, import_records

__all__ = ["DEFAULT_FILE", "FORMATS", "DirectoryFileError", "ImportReport", "Refusal", "import_file", "import_records"]
