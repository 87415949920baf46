"""The composition root: settings, root addresses, wsgi.

SQLite 3.7.0-3.51.2 carries the WAL-reset corruption race and Debian 12 links 3.40, so the
SQLite bundled by pysqlite3 takes the place of the standard module before Django looks for it.
"""

import sys

import pysqlite3
from pysqlite3 import dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = dbapi2
