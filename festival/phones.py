"""Phone numbers in one spelling, for sign-in names, forms and imports.

The numbering plan is that of Google's libphonenumber: the package `phonenumberslite`, which is imported as
`phonenumbers`.
"""

from __future__ import annotations

import re
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

COUNTRY: Final = "VN"
_WRITTEN: Final = re.compile(r"[0-9+().\-\s\u2010-\u2015]+")
_AS_LONG: Final = re.compile(r"[2-9][0-9]{8}|2[0-9]{9}")
"""National digits as long as those of a mobile number, or of a landline: new ranges come before the package
knows them."""

_SERVICES: Final = "1"
"""Numbers that begin so (1800 …, 1900 …) are dialled without a leading 0."""


def phone_number(text: str) -> str:
    """The digits with their leading 0: "0912345678" for "+84 912 345 678", "0912.345.678" and "912345678".

    Spreadsheets drop the leading 0. A foreign number, written with + or 00, keeps its country code:
    "+6591234567". ValueError for a text that is no number, or one of another length.
    """
    wrong = ValueError(f"no phone number: {text!r}")
    if not _WRITTEN.fullmatch(text.strip()):
        raise wrong
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except NumberParseException:
        raise wrong from None
    national = phonenumbers.national_significant_number(number)
    is_vietnamese = number.country_code == phonenumbers.country_code_for_region(COUNTRY)
    if not phonenumbers.is_valid_number(number) and not (is_vietnamese and _AS_LONG.fullmatch(national)):
        raise wrong
    if not is_vietnamese:
        return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return national if national.startswith(_SERVICES) else f"0{national}"
