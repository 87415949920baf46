"""Invented Vietnamese names, and the order in which an office lists them."""

import unicodedata
from dataclasses import dataclass

from demo.dice import Dice

FAMILIES = (
    *("Nguyễn",) * 9, *("Trần",) * 4, *("Lê",) * 3, *("Phạm",) * 3, *("Hoàng",) * 2, *("Vũ",) * 2, "Đỗ",
    "Bùi", "Đặng", "Ngô", "Dương", "Phan", "Đinh", "Trịnh", "Cao", "Tạ", "Phí", "Vương", "Kiều", "Khuất",
)  # fmt: skip
WOMEN_MIDDLE = (
    "Thị",
    "Thị Thu",
    "Thị Minh",
    "Ngọc",
    "Thanh",
    "Thị Hồng",
    "Thùy",
    "Thị Kim",
    "Phương",
    "Thị Bích",
)
WOMEN_GIVEN = (
    "An", "Anh", "Bình", "Chi", "Diệp", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa",
    "Huệ", "Hương", "Khánh", "Lan", "Liên", "Linh", "Loan", "Mai", "My", "Nga", "Ngân", "Ngọc", "Nhung",
    "Oanh", "Phương", "Quỳnh", "Tâm", "Thảo", "Thủy", "Thương", "Trang", "Tuyết", "Uyên", "Vân", "Xuân",
    "Yến",
)  # fmt: skip
MEN_MIDDLE = ("Văn", "Đức", "Quang", "Minh", "Hữu", "Xuân", "Đình", "Thành", "Công", "Tuấn", "Ngọc", "Mạnh")
MEN_GIVEN = (
    "An", "Bảo", "Bắc", "Cường", "Chiến", "Dũng", "Duy", "Đạt", "Điệp", "Đông", "Hải", "Hiếu", "Hòa",
    "Hoàng", "Hùng", "Huy", "Khang", "Khôi", "Lâm", "Long", "Lộc", "Nam", "Nghĩa", "Nhật", "Phong",
    "Phúc", "Quân", "Quyết", "Sơn", "Tài", "Thắng", "Thịnh", "Tiến", "Toàn", "Trung", "Tuấn", "Tùng",
    "Việt", "Vinh",
)  # fmt: skip
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of the dictionary


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person; `phone` is in a range that is not assigned to any operator."""

    full_name: str
    is_woman: bool
    phone: str

    @property
    def salutation(self) -> str:
        return "bà" if self.is_woman else "ông"


class People:
    """Generates people with distinct names."""

    def __init__(self, dice: Dice, *, phones: str) -> None:
        """`phones` begins every number: seven digits, others for each festival."""
        self._dice = dice
        self._phones = phones
        self._known: set[str] = set()

    def person(self) -> Person:
        """The next person."""
        dice = self._dice
        while True:
            is_woman = dice.fraction() < 0.6
            middles, givens = (WOMEN_MIDDLE, WOMEN_GIVEN) if is_woman else (MEN_MIDDLE, MEN_GIVEN)
            middle, given = dice.pick(middles), dice.pick(givens)
            name = f"{dice.pick(FAMILIES)} {middle} {given}"
            if name not in self._known and given not in middle.split():
                self._known.add(name)
                return Person(name, is_woman, f"{self._phones}{len(self._known):03}")

    def names(self, count: int) -> str:
        """The full names of `count` new people, separated by commas."""
        return ", ".join(self.person().full_name for _ in range(count))


def word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Sort key of a Vietnamese word: letters first (d before đ), then tones."""
    letters: list[int] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", word.lower()):
        marks = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in marks if mark in TONES), "")
        letter = unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks)
        letters.append(LETTERS.find(letter) if letter in LETTERS else ord(letter[0]))
        tones.append(TONES.index(tone) + 1 if tone else 0)
    return tuple(letters), tuple(tones)


def by_given_name(full_name: str) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Sort key of a full name as in candidate lists: the given name (the last word), then the rest."""
    words = full_name.split()
    return tuple(word_key(word) for word in [words[-1], *words[:-1]])
