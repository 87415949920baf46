"""Presets of rubrics, modelled on published ones; every text and number can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class PresetCriterion:
    """One criterion: name, description of its levels, maximum."""

    name: str
    description: str
    maximum: int


@dataclass(frozen=True, slots=True)
class RubricPreset:
    """A whole rubric, 100 points."""

    name: Promise
    criteria: tuple[PresetCriterion, ...]


RUBRICS: Mapping[str, RubricPreset] = {
    "booth": RubricPreset(
        _("Booth"),
        (
            PresetCriterion(
                "Nội dung trưng bày đúng chủ đề", "Bám sát chủ đề, thông tin chính xác, có chọn lọc.", 20
            ),
            PresetCriterion(
                "Sản phẩm công nghệ thông tin, STEM",
                "Sản phẩm hoạt động được, do giáo viên và học sinh làm.",
                30,
            ),
            PresetCriterion("Tính sáng tạo", "Ý tưởng mới, cách giải quyết riêng của nhà trường.", 20),
            PresetCriterion("Trình bày, thuyết minh", "Rõ ràng, tự tin, trả lời được câu hỏi.", 15),
            PresetCriterion("Hình thức gian hàng", "Bố cục hợp lý, thẩm mỹ, an toàn, tiết kiệm.", 10),
            PresetCriterion("Tương tác với người xem", "Người xem được thử, được hướng dẫn.", 5),
        ),
    ),
    "product": RubricPreset(
        _("Product"),
        (
            PresetCriterion("Ý tưởng và tính mới", "Vấn đề có thật, cách làm khác những sản phẩm đã có.", 20),
            PresetCriterion("Tính khoa học", "Vận dụng đúng kiến thức các môn học.", 20),
            PresetCriterion("Kỹ thuật và công nghệ", "Sản phẩm hoàn chỉnh, hoạt động ổn định.", 25),
            PresetCriterion("Khả năng ứng dụng", "Dùng được trong dạy học hoặc đời sống, dễ nhân rộng.", 20),
            PresetCriterion("Thuyết trình và trả lời câu hỏi", "Đúng thời gian, rõ ràng, hiểu sản phẩm.", 15),
        ),
    ),
    "practice": RubricPreset(
        _("Teachers' practice"),
        (
            PresetCriterion("Kỹ năng soạn thảo và trình bày", "Đúng yêu cầu, đúng thể thức.", 25),
            PresetCriterion("Kỹ năng bảng tính và dữ liệu", "Công thức đúng, kết quả đúng.", 25),
            PresetCriterion("Thiết kế học liệu số", "Tương tác, phù hợp mục tiêu bài học.", 30),
            PresetCriterion(
                "Khai thác Internet và trí tuệ nhân tạo", "Hiệu quả, có kiểm chứng, an toàn.", 20
            ),
        ),
    ),
}
