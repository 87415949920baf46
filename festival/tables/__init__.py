"""Tables that people keep in a spreadsheet: reading them with every fault named, and writing them.

`spec` says what a table holds, `cells` how one cell is read and written, `sources` where the files come
from, `reading` and `writing` do the work, `report` collects what has to be mended.
"""

from festival.tables.reading import Row, Rows, read_table, rows_of
from festival.tables.report import Fault, Report
from festival.tables.spec import Column, Table
from festival.tables.writing import write_csv, write_table, write_xlsx

__all__ = [
    "Column",
    "Fault",
    "Report",
    "Row",
    "Rows",
    "Table",
    "read_table",
    "rows_of",
    "write_csv",
    "write_table",
    "write_xlsx",
]
