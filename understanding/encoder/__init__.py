"""Sentence encoders: a general one (`encode`), and `adapted`, trained on what people write to Repère."""

from understanding.encoder.universal import DIMENSIONS, encode, encode_all

__all__ = ["DIMENSIONS", "encode", "encode_all"]
