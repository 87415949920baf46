"""Wording of the screen: sentences that sounded wrong do not return, and a message has its button's verb."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.guards.test_library_words import entries
from tests.guards.test_vietnamese import CATALOGUE, translation
from tests.guards.tree import ROOT, shown

WRONG = {
    r"Vào đâu": "Chọn ngày hội",
    r"(?<![Ss]ao )\b[Cc]hép\b": "sao chép",
    r"Đã quyết định:": "Đã duyệt / Đã trả lại: the name",
    r"ô này không được để trống": "chưa có nội dung",
    r"không phải một trong: mam-non": "Cấp học phải là …",
    r"khóa tiếng Anh": "(nothing)",
    r"còn thiếu mục(?! bắt buộc)": "còn thiếu %(n)s mục",
    r"Rút về sửa|Rút gian hàng": "Lấy lại để sửa / Hủy đăng ký",
    r"đã được ghi nhận chi tiết": "Chi tiết lỗi đã được ghi lại cho bộ phận kỹ thuật",
    r"[Ll]àm tròn (?:số )?nửa|số nửa": "Quy tắc làm tròn; Từ 5 trở lên thì làm tròn lên",
    r"tính cả các giải trên": "số lượng gồm cả các giải cao hơn",
    r"phiếu chấm máy": "Nhập điểm máy chấm",
    r"[Kk]hông thể thay đổi được nữa": "why not, and what has to be done first",
    r"Nhận ra được học sinh": "Ảnh thấy rõ mặt học sinh",
    r"Đạt Giải": "Đạt giải",
    r"[Tt]hư mời": "Giấy mời",
    r"Ban tổ chức|ban tổ chức": "Ban Tổ chức",
    r"[Tt]ừ chối": "Không duyệt",
    r"[Nn]gười tổ chức": "Ban Tổ chức",
    r"\b[Bb]ạn\b": "thầy/cô",
    r"\b[Vv]ui lòng\b": "Xin",
    r"\d\.0{2,}": "a number without trailing zeros",
    r"chăng\b|như chìa khóa": "a plain sentence",
}
"""What was found on pages, as a pattern, and the better words."""

VERBS = {
    ("Freeze the scores", "The scores are frozen."): "khóa điểm",
    ("Certify", "The results are certified."): "phê duyệt",
    ("Publish", "The results are published."): "công bố",
    ("Open the scores again", "The scores are open again."): "mở lại điểm",
    ("Resume judging", "Judging is resumed."): "cho chấm tiếp",
    ("Open the festival", "The festival is now open."): "mở ngày hội",
    ("Close the festival", "The festival is now closed."): "đóng ngày hội",
    ("Remove", "Removed: %(name)s."): "xóa",
    ("Remove", "Remove this judge from the festival?"): "xóa",
    ("Remove", "Remove this person from the festival?"): "xóa",
    ("Approve", "Approved: %(name)s."): "duyệt",
    ("Send back", "Sent back: %(name)s."): "trả lại",
    ("Decline", "Declined: %(name)s."): "không duyệt",
    ("Withdraw", "“%(title)s” withdrawn."): "hủy đăng ký",
    ("Assign entries", "%(n)d sheet made."): "giao bài",
    ("Remove entries", "%(n)d entry removed."): "thu",
    ("Record", "The settlement is recorded."): "ghi lại",
    ("Record", "It no longer blocks the freeze; the reason is recorded."): "ghi lại",
    ("Record the decision", "The chair's decision is recorded."): "quyết định",
    ("Correct the name", "The name is corrected."): "sửa tên",
    ("Save", "Saved."): "lưu",
    ("Add", "Added: %(name)s."): "thêm",
    ("Make a festival", "The festival is created."): "tạo ngày hội",
    ("Import this file", "Created %(created)d, changed %(changed)d, unchanged %(unchanged)d."): "nhập",
}
"""A button and its message, and the verb that both have."""

LETTERS = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạ-ỹẠ-Ỹàáãèéìíòóõùúý]")
VIETNAMESE_IN_ENGLISH = re.compile(
    r"“[^”]*”|Nghị định 30/2020|12/GM-PGDĐT|BẢN THỬ|DỰ THẢO|Hoài Đức|ngày|gian hàng|gian trưng bày|đồng"
    r"|Tiểu học|Sở GD&ĐT|cấp xã|cấp cụm|cấp thành phố"
)
"""Names, quoted marks of papers and examples of what is typed in Vietnamese."""


def wrong_in(texts: Iterable[tuple[str, str]]) -> list[str]:
    """`name: text` of each (name, text) with words of WRONG."""
    return [f"{name}: {text}" for name, text in texts if any(re.search(bad, text) for bad in WRONG)]


def vietnamese() -> dict[str, str]:
    """The Vietnamese of every text."""
    return {entry["msgid"]: translation(entry) for entry in entries(CATALOGUE)}


def test_words_that_sounded_wrong_do_not_return() -> None:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert (len(vietnamese()) >= 1200, len(templates) >= 100) == (True, True)

    assert wrong_in(vietnamese().items()) == []
    assert wrong_in((shown(path), path.read_text()) for path in templates) == []


def test_messages_have_the_verb_of_their_button() -> None:
    words = vietnamese()
    assert [pair for pair, verb in VERBS.items() for text in pair if verb not in words[text].lower()] == []


def test_english_texts_are_english() -> None:
    """Nothing is left in Vietnamese but names, marks of papers and examples of what is typed."""
    foreign = [text for text in vietnamese() if LETTERS.search(VIETNAMESE_IN_ENGLISH.sub("", text))]
    assert foreign == []


def test_wrong_words_are_found() -> None:
    samples = [
        ("a", "Vui lòng nhập"),
        ("b", "Bản sao chép"),
        ("c", "Điểm từ 0 đến 100.00"),
        ("d", "Chép lại"),
    ]
    assert wrong_in(samples) == ["a: Vui lòng nhập", "c: Điểm từ 0 đến 100.00", "d: Chép lại"]
