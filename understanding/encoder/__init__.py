"""Sentence encoders: one general (`encode`), one adapted to what people write to Repère (`adapted`)."""

from understanding.encoder.adapted import read_all, read_message
from understanding.encoder.universal import DIMENSIONS, encode, encode_all

__all__ = ["DIMENSIONS", "encode", "encode_all", "read_all", "read_message"]
