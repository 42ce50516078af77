"""What the writer says they are in what happened: the person who lives it, who pays, who works with it, who saw it."""

import re
from functools import cache
from typing import Literal, cast

from understanding.denials import without_denied
from understanding.normaliser import fold, normalise
from understanding.person.people import load

Role = Literal["buyer", "professional", "witness", "victim"]
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST = 3000


@cache
def _patterns() -> dict[Role, re.Pattern[str]]:
    listed = cast(dict[Role, list[str]], load("roles.yml"))
    return {role: re.compile(rf"\b(?:{'|'.join(phrases)})") for role, phrases in listed.items()}


def role_said(text: str) -> Role | None:
    """Return the role that `text` plainly says its writer has, if it says one."""
    words = _NOT_A_WORD.sub(" ", fold(normalise(without_denied(text[:_LONGEST])))).strip()
    return next((role for role, pattern in _patterns().items() if pattern.search(words)), None)
