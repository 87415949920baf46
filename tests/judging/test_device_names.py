"""Names of tablets and browsers, made from User-Agents."""

from __future__ import annotations

import pytest

from judging.pages.device_names import device_name

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        (f"Mozilla/5.0 (Linux; Android 13; SM-X200) {CHROME} Safari/537.36", "Chrome · Android"),
        (
            f"Mozilla/5.0 (Linux; Android 13) {CHROME} SamsungBrowser/25.0 Safari/537.36",
            "Samsung Internet · Android",
        ),
        (f"Mozilla/5.0 (Linux; Android 12) {CHROME} Mobile Safari/537.36 Zalo android/12", "Zalo · Android"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/129.0", "Edge · Windows"),
        (
            f"Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/120.0 {CHROME} Safari/537.36",
            "Cốc Cốc · Windows",
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari · iPad",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "CriOS/129.0 Mobile/15E148 Safari/604.1",
            "Chrome · iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox · Linux"),
        ("Máy bảng số 7", "Máy bảng số 7"),
        ("", ""),
    ],
)
def test_device_is_named_by_browser_and_system(label: str, name: str) -> None:
    assert device_name(label) == name
