"""Presets by kind of issuing body: initial values of the form of a new festival.

Since 1 July 2025 there is no district level: communes, the clusters of schools and the department hold
festivals; the former district remains for past years. "…" is a placeholder for the name of the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Preset:
    """A kind of issuing body with its usual lines on paper."""

    label: object
    level: str
    parent_body: str
    issuing_body: str
    body_name: str
    authority: str
    title: str

    @property
    def fields(self) -> dict[str, str]:
        """The initial values of the form."""
        return {
            "level": self.level,
            "parent_body": self.parent_body,
            "issuing_body": self.issuing_body,
            "body_name": self.body_name,
            "signer_authority": self.authority,
            "signer_title": self.title,
        }


PRESETS: Mapping[str, Preset] = {
    "commune": Preset(
        _("Commune or ward (people's committee)"),
        "cấp xã",
        "",
        "ỦY BAN NHÂN DÂN XÃ …",
        "Ủy ban nhân dân xã …",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
    ),
    "office": Preset(
        _("Commune or ward (office of culture and society)"),
        "cấp xã",
        "ỦY BAN NHÂN DÂN XÃ …",
        "PHÒNG VĂN HÓA - XÃ HỘI",
        "Phòng Văn hóa - Xã hội xã …",
        "",
        "TRƯỞNG PHÒNG",
    ),
    "cluster": Preset(
        _("Cluster of schools"),
        "cấp cụm",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO …",
        "CỤM CHUYÊN MÔN SỐ …",
        "Cụm chuyên môn số …",
        "",
        "CỤM TRƯỞNG",
    ),
    "department": Preset(
        _("City or province (department of education)"),
        "cấp thành phố",
        "ỦY BAN NHÂN DÂN THÀNH PHỐ …",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Sở Giáo dục và Đào tạo thành phố …",
        "",
        "GIÁM ĐỐC",
    ),
    "district": Preset(
        _("Former district (office of education)"),
        "cấp huyện",
        "ỦY BAN NHÂN DÂN HUYỆN …",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "Phòng Giáo dục và Đào tạo huyện …",
        "",
        "TRƯỞNG PHÒNG",
    ),
}


def filled_in(preset: Preset, typed: Mapping[str, Any]) -> dict[str, str]:
    """The preset's values for the fields that are empty or hold what a preset gave; typed ones stay."""
    presets = [other.fields for other in PRESETS.values()]
    return {
        name: value
        for name, value in preset.fields.items()
        if not (own := typed.get(name, "").strip()) or own in {fields[name] for fields in presets}
    }
