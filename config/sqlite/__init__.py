"""Django's SQLite backend whose transactions queue for the database's only writer."""
