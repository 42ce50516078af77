"""What the writer says they are in what happened: the person who lives it, who pays, who works with it, who saw it."""

import re
from functools import cache
from typing import Literal, cast

from understanding.denials import without_denied
from understanding.normaliser import LONGEST, plain_words
from understanding.person.people import load

Role = Literal["buyer", "professional", "witness", "victim"]


@cache
def _patterns() -> dict[Role, re.Pattern[str]]:
    listed = cast(dict[Role, list[str]], load("roles.yml"))
    return {role: re.compile(rf"\b(?:{'|'.join(phrases)})") for role, phrases in listed.items()}


def role_said(text: str) -> Role | None:
    """Return the role that `text` plainly says its writer has, if it says one."""
    words = plain_words(without_denied(text[:LONGEST]))
    return next((role for role, pattern in _patterns().items() if pattern.search(words)), None)
