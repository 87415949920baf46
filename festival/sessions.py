"""Sessions in the database, as Django's, whose save tells a busy database from a session that is gone."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError

from festival.busy import is_busy


class SessionStore(db.SessionStore):
    """Django's store makes every database error of a save an `UpdateError`, which is answered with 400."""

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  (Django's signature)
        """Store the session. OperationalError when the database is busy, UpdateError when the row is gone."""
        try:
            super().save(must_create=must_create)
        except UpdateError as error:
            busy = error.__context__
            if busy is not None and is_busy(busy):
                raise busy from busy.__cause__
            raise

    def _validate_session_key(self, key: str | None) -> bool:
        """Letters and digits alone: PostgreSQL cannot look up a cookie with NUL."""
        return bool(key) and str(key).isascii() and str(key).isalnum() and len(str(key)) >= 8
