"""Refusals that a person reads. Any other exception is a bug and reaches the log."""

from __future__ import annotations


class RuleBroken(Exception):
    """A rule of the festival says no; `message` is for the person who can mend it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = str(message)

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class StaleState(RuleBroken):
    """Somebody changed the row meanwhile; a view answers 409."""
