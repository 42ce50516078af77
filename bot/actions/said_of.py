"""The words in which a record is told (`data/about_words.yml`), and how it is written to."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from resources_db.catalogue import Record

FILE = Path(__file__).parent / "data" / "about_words.yml"


def say(key: str, language: str, **values: Any) -> str:
    """Return the words of that name in the language, filled."""
    return str(words()[key][language]).format(**values)


@cache
def words() -> dict[str, Any]:
    """Return `data/about_words.yml`."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


def ways_to_write(record: Record, language: str) -> list[str]:
    """Return how the record says that it is reached by text or chat: the number, the address, or that it has a chat."""
    ways = [say("write_sms", language, number=phone.display) for phone in record.phones if phone.type == "sms"]
    if record.chat_url:
        ways.append(say("write_chat", language, url=record.chat_url))
    elif "chat" in record.services and record.website:
        ways.append(say("write_chat_of_site", language, url=record.website))
    return ways
