"""The training sentences: read, checked and counted."""
