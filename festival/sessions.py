"""Django's database sessions, except that a busy database is not reported as a deleted session."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError

from festival.busy import is_busy


class SessionStore(db.SessionStore):
    """Django's store turns every database error of a save into `UpdateError`, which becomes a 400."""

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  (Django's signature)
        """Store the session. OperationalError when the database is busy, UpdateError without a row."""
        try:
            super().save(must_create=must_create)
        except UpdateError as error:
            busy = error.__context__
            if busy is not None and is_busy(busy):
                raise busy from busy.__cause__
            raise

    def _validate_session_key(self, key: str | None) -> bool:
        """Accept letters and digits only: PostgreSQL cannot look up a cookie with NUL."""
        return bool(key) and str(key).isascii() and str(key).isalnum() and len(str(key)) >= 8
