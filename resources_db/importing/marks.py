"""Recognises what an import already found to change nothing, so that the stored rows are not read and compared again.

A mark is kept with the organisation: what the file said of it, and the latest act that touched it. Any later act
(correction, verification, translation, retirement, undo, import), by whatever release, makes the mark void by its mere
history; so does another program, since the rows of a record are worked out by code and data. Nothing has to clear it.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

import phonenumbers
import pydantic

from resources_db.geography import PLACES
from resources_db.importing.reading import Offer, Reading

PACKAGE = Path(__file__).parents[1]
_READ = {".py", ".yml", ".csv"}
_LENGTH = 32  # 128 bits


def said_by(offer: Offer, reading: Reading) -> str:
    """Return the digest of what the file says of a record, how its format takes precedence, and the program."""
    if offer.record is not None:  # a detail that is not said differs from one that is said to be absent
        words = offer.record.model_dump_json(exclude_unset=True)
    else:
        words = json.dumps(offer.said, ensure_ascii=False)
    return sha256(f"{_prefix(reading.format, reading.whole)}{words}".encode()).hexdigest()[:_LENGTH]


def mark_of(said: str, act: int) -> str:
    """Return the mark of a record of which that was said, and that this act (its number) was the latest to touch."""
    return f"{act}:{said}"


@cache
def _prefix(format_: str, whole: bool) -> str:
    return f"{program()}\0{format_}\0{whole}\0"


@cache
def program() -> str:
    """Return the digest of the code and data of the directory: another release compares everything once."""
    found = sha256(f"{pydantic.VERSION} {phonenumbers.__version__}".encode())
    for folder in (PACKAGE, PLACES):  # positions are worked out from the towns, which are data of another package
        for file in sorted(file for file in folder.rglob("*") if file.suffix in _READ):
            content = file.read_bytes()
            found.update(f"\0{folder.name}/{file.relative_to(folder)}\0{len(content)}\0".encode() + content)
    return found.hexdigest()
