"""The database wrapper that Django loads for `ENGINE = "config.sqlite"`.

Only one connection writes to an SQLite file at a time. Left to itself, SQLite makes the others sleep for up
to 100 ms between two tries and lets any of them win. Here a transaction queues first, see
`config.sqlite.queue`. Statements outside a transaction wait as SQLite does.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from config.sqlite.queue import WriteQueue, queue_of


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds a place in the write queue from BEGIN to COMMIT or ROLLBACK."""

    _held: WriteQueue | None = None

    def _start_transaction_under_autocommit(self) -> None:
        queue = queue_of(self.settings_dict["NAME"])
        queue.enter(float(self.settings_dict["OPTIONS"].get("timeout", 5)))
        self._held = queue
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> Any:
        """Commit and leave; a COMMIT that fails is rolled back, and leaves then."""
        done = super()._commit()  # type: ignore[misc]
        self._leave()
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave()

    def _leave(self) -> None:
        queue, self._held = self._held, None
        if queue is not None:
            queue.leave()
