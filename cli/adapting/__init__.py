"""Adapting the encoder: its upper layers are trained on Repère's sentences (`make adapt`; PyTorch, never served)."""
