"""Scoring what the assistant understands."""
