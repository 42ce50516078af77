"""Errors that a person at the command line can act on."""


class CommandError(Exception):
    """Printed without a traceback; the command exits with 1."""
