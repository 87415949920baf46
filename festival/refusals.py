"""Refusals whose message is shown to the user. Any other exception is a bug and is logged."""

from __future__ import annotations


class RuleBroken(Exception):
    """An action breaks a rule of the festival; `message` tells the user what to change."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = str(message)

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class StaleState(RuleBroken):
    """The row was changed after it was loaded; a view responds with 409."""
