"""Readers of files: the directory's own JSON, ensemblequebec.ca's shape, HSDS packages, spreadsheets."""

from resources_db.importing.formats.choosing import FORMATS, read_file
from resources_db.importing.formats.own import read_records

__all__ = ["FORMATS", "read_file", "read_records"]
