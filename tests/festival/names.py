"""Names as people type them, each with the form that is offered; "" where none is."""

from typing import Final

NAMES: Final = [
    ("NGUYỄN THỊ HÒA", "Nguyễn Thị Hòa"),
    ("đinh thị kim hằng", "Đinh Thị Kim Hằng"),
    ("Nguyễn thị Hòa", "Nguyễn Thị Hòa"),
    ("Nguyễn Thị HÒA", "Nguyễn Thị Hòa"),
    ("H'HEN NIÊ", "H'Hen Niê"),
    ("TS NGUYỄN AN", "TS Nguyễn An"),
    ("LÊ AN, trần bình; Vũ Chi", "Lê An, Trần Bình; Vũ Chi"),
    ("Lê An,Trần Bình", ""),
    ("Nguyễn Thị Hòa", ""),
    ("Y Moan", ""),
    ("Nguyễn Văn B.", ""),
    ("McDonald", ""),
    ("", ""),
]
