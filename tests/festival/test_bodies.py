"""A body that is too large, on a page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.reading import texts

pytestmark = pytest.mark.django_db
LARGE = 5 * 1024 * 1024 + 1


def test_form_over_five_megabytes_is_too_large_and_the_page_says_so() -> None:
    client = Client(raise_request_exception=False)
    body = "login=" + "a" * LARGE
    response = client.post(reverse("account_login"), body, content_type="application/x-www-form-urlencoded")
    assert (response.status_code, texts(response, "h1")) == (413, ["Gửi quá nhiều cùng một lúc"])


def test_form_of_too_many_fields_is_too_large() -> None:
    client = Client(raise_request_exception=False)
    response = client.post(reverse("account_login"), {f"field-{place}": "1" for place in range(5_001)})
    assert response.status_code == 413


def test_form_that_cannot_be_parsed_is_no_valid_request() -> None:
    client = Client(raise_request_exception=False)
    response = client.post(reverse("account_login"), b"x", content_type="multipart/form-data")
    assert (response.status_code, texts(response, "h1")) == (400, ["Không đọc được yêu cầu"])
