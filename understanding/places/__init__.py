"""Where the visitor is: the places of Quebec as people write them."""

from understanding.places.bare import is_bare
from understanding.places.model import Place, PlaceReading
from understanding.places.reader import read_place, resolve

__all__ = ["Place", "PlaceReading", "is_bare", "read_place", "resolve"]
