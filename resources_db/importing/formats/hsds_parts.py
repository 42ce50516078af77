"""The parts of a compiled HSDS object, whatever a damaged file put in their place."""

from collections.abc import Callable
from typing import Any, TypeVar

Object = dict[str, Any]
Found = TypeVar("Found")


class FieldError(ValueError):
    """A field cannot be read; the message says why in plain French."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def rows(item: Object, name: str) -> list[Object]:
    """Return the objects held under a name, none where it is absent; raise FieldError when they are not objects."""
    found = item.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise FieldError(name, "une liste d'objets est attendue")
    return found


def one(item: Object, name: str) -> Object:
    """Return the object held under a name, an empty one where it is absent; raise FieldError when it is not one."""
    found = item.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise FieldError(name, "un objet est attendu")
    return found


def checked(field: str, read: Callable[..., Found], *said: Any) -> Found:
    """Return what `read` makes of what is said; a reason that it gives for refusing is of that field."""
    try:
        return read(*said)
    except FieldError:
        raise
    except ValueError as error:
        raise FieldError(field, str(error)) from error
