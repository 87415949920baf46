"""A transaction on SQLite holds its place in the write queue until it ends, however it ends."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection, transaction

from config.sqlite.queue import queue_of
from festival.models import ChainHead


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite files have one writer")
def test_commit_rollback_and_close_leave_the_queue() -> None:
    line = queue_of(connection.settings_dict["NAME"])

    def is_free() -> bool:
        line.enter(0.2)
        line.leave()
        return True

    with transaction.atomic():
        ChainHead.objects.create(chain="1")
        with pytest.raises(OperationalError):
            line.enter(0.05)
    assert is_free()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert is_free()
    transaction.set_autocommit(True)
    block = transaction.atomic()
    block.__enter__()
    connection.close()
    assert is_free()
    block.__exit__(None, None, None)
    assert is_free()
