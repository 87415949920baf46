"""The scripts, each on the markup that docs/PAGES.md documents."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.festival.names import NAMES

CARD = """
<form data-sheet>
  <fieldset data-criterion data-max="2000" data-step="25" data-weight="1000000" data-fault-max="Tối đa 20">
    <button type="button" data-points-step="-1">−</button><input data-points name="a" aria-label="Sáng tạo">
    <button type="button" data-points-step="1">+</button>
    <button type="button" data-points-clear hidden>Xóa</button>
    <button type="button" data-points-undo hidden>Lấy lại <span data-cleared></span></button>
    <span data-points-fault></span><div data-picks hidden></div>
  </fieldset>
  <fieldset data-criterion data-max="1000" data-step="50" data-weight="2000000">
    <input data-points name="b" value="2,5">
  </fieldset>
  <span data-points-total></span><span data-points-left data-some="Còn {n}" data-none="Đủ"></span>
</form>
"""
ROWS = """
<div data-rubric><div data-rows="p">
  <input type="hidden" name="p-TOTAL_FORMS" value="1"><input type="hidden" name="p-MAX_NUM_FORMS" value="3">
  <div class="rows"><div data-row>
    <input name="p-0-maximum" value="4,5">
    <div><input type="checkbox" name="p-0-DELETE"></div>
    <button type="button" data-remove-row data-remove="Bỏ" data-back="Lấy lại" hidden><span>Bỏ</span></button>
  </div></div>
  <template><div data-row><input name="p-__prefix__-maximum"></div></template>
  <button type="button" data-add-row hidden>Thêm</button>
  <p class="sum is-off"><output data-round-sum="1"></output></p>
</div></div>
"""
DRAFT = """
<form data-autosave="/draft/">
  <input name="title" aria-label="Tên">
  <p data-save-state data-saved="Đã lưu" data-waiting="Giữ trên máy này" data-restored="Đã lấy lại"
     data-offer="Gõ lúc {time}" data-restore="Lấy lại" data-discard="Bỏ"></p>
</form>
"""
QUESTION = """
<form action="/accounts/login/" data-confirm="Xóa “Robot”?" data-verb="Xóa" data-cancel="Hủy" data-danger>
  <button>Xóa gian hàng</button>
</form>
"""


def show(page: Page, markup: str, *scripts: str) -> None:
    """Show the markup in an empty page of the project, with the scripts loaded."""
    page.goto("/healthz")
    page.evaluate("(markup) => { document.body.innerHTML = `<main>${markup}</main>`; }", markup)
    for script in scripts:
        page.evaluate("(address) => import(address)", f"/static/js/{script}")


def test_points_by_buttons_picks_and_keys_add_up(page: Page) -> None:
    show(page, CARD, "points.js")
    field, total = page.get_by_label("Sáng tạo"), page.locator("[data-points-total]")
    expect(page.locator("[data-points-left]")).to_have_text("Còn 1")
    expect(total).to_have_text("5")
    for name in ("+", "−"):
        expect(page.get_by_role("button", name=name)).to_have_attribute("aria-disabled", "true")
        page.get_by_role("button", name=name).click(force=True)
        expect(field).to_have_value("")
    page.get_by_role("button", name="15", exact=True).click()
    expect(total).to_have_text("20")
    field.press("ArrowUp")
    expect(field).to_have_value("15,25")
    expect(total).to_have_text("20,25")
    expect(page.locator("[data-points-left]")).to_have_text("Đủ")
    field.fill("21")
    expect(page.locator("[data-points-fault]")).to_have_text("Tối đa 20")
    expect(total).to_have_text("5")


def test_touch_clears_a_mark_and_another_takes_it_back(page: Page) -> None:
    show(page, CARD, "points.js")
    field, clear = page.get_by_label("Sáng tạo"), page.get_by_role("button", name="Xóa")
    expect(clear).to_be_hidden()
    page.get_by_role("button", name="15,5").click()
    clear.click()
    expect(field).to_have_value("")
    expect(page.locator("[data-points-left]")).to_have_text("Còn 1")
    undo = page.get_by_role("button", name="Lấy lại 15,5")
    expect(undo).to_be_focused()
    undo.click()
    expect(field).to_have_value("15,5")
    expect(undo).to_be_hidden()
    expect(clear).to_be_focused()


def test_picks_move_to_a_number_far_away_and_keep_the_focus(page: Page) -> None:
    show(page, CARD, "points.js")
    picks = page.locator("[data-pick]")
    expect(picks).to_have_text(
        "0 4 8 12 13 13,5 14 14,5 15 15,5 16 16,5 17 20".split()  # noqa: SIM905
    )
    page.get_by_role("button", name="8", exact=True).press("Enter")
    expect(picks).to_have_text(
        "0 4 6 6,5 7 7,5 8 8,5 9 9,5 10 12 16 20".split()  # noqa: SIM905
    )
    expect(page.get_by_role("button", name="8", exact=True)).to_be_focused()
    page.get_by_role("button", name="8,5").click()
    expect(page.locator("[data-pick][aria-pressed=true]")).to_have_text("8,5")


def test_rows_are_added_removed_and_summed(page: Page) -> None:
    show(page, ROWS, "rubric.js", "rows.js")
    total = page.locator("[data-round-sum]")
    expect(total).to_have_text("4,5")
    page.get_by_role("button", name="Thêm").click()
    page.locator("[name=p-1-maximum]").fill("95.5")
    expect(total).to_have_text("100")
    expect(page.locator(".sum")).not_to_have_class(re.compile("is-off"))
    page.get_by_role("button", name="Bỏ").click()
    expect(total).to_have_text("95,5")
    expect(page.locator(".sum")).to_have_class(re.compile("is-off"))
    assert page.locator("[name=p-TOTAL_FORMS]").input_value() == "2"
    page.get_by_role("button", name="Lấy lại").click()
    expect(total).to_have_text("100")


def test_draft_is_posted_after_a_pause_and_kept_when_the_network_fails(page: Page) -> None:
    sent: list[str] = []

    def take(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(status=204)

    page.route("**/draft/", take)
    show(page, DRAFT, "drafts.js")
    page.get_by_label("Tên").fill("Nhà kính thông minh")
    expect(page.locator("[data-save-state]")).to_have_text("Đã lưu")
    assert len(sent) == 1
    assert "autosave" in sent[0]
    page.unroute("**/draft/")
    page.route("**/draft/", lambda route: route.abort())
    page.get_by_label("Tên").fill("Nhà kính rất thông minh")
    expect(page.locator("[data-save-state]")).to_have_text("Giữ trên máy này")
    page.evaluate("window.onbeforeunload = null")
    page.on("dialog", lambda dialog: dialog.accept())
    show(page, DRAFT, "drafts.js")
    expect(page.get_by_label("Tên")).to_have_value("")
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.get_by_label("Tên")).to_have_value("Nhà kính rất thông minh")
    expect(page.locator("[data-save-state]")).to_have_text("Đã lấy lại")


def test_destructive_form_asks_with_the_name_and_no_means_no(page: Page) -> None:
    show(page, QUESTION, "confirm.js")
    page.get_by_role("button", name="Xóa gian hàng").click()
    expect(page.get_by_role("dialog")).to_contain_text("Xóa “Robot”?")
    page.get_by_role("button", name="Hủy").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Xóa gian hàng").click()
    page.get_by_role("dialog").get_by_role("button", name="Xóa").click()
    page.wait_for_url("**/accounts/login/?confirmed=1")


def test_print_button_appears_with_the_script_and_prints(page: Page) -> None:
    show(page, "<button type='button' data-print hidden>In thẻ này</button>")
    expect(page.locator("[data-print]")).to_be_hidden()
    page.evaluate("() => { window.print = () => { document.title = 'printed'; }; }")
    page.evaluate("() => import('/static/js/printing.js')")
    page.get_by_role("button", name="In thẻ này").click()
    expect(page).to_have_title("printed")


@pytest.mark.parametrize(("name", "offered"), NAMES)
def test_script_offers_the_same_names_as_the_server(page: Page, name: str, offered: str) -> None:
    show(page, "", "names.js")
    script = "async (name) => (await import('/static/js/names.js')).suggestedName(name)"
    assert page.evaluate(script, name) == offered
