"""A page that has the tablet's modules, and the tablets' endpoint with faults where a test wants them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route

from judging.models import Judge, ScoreSheet
from judging.queries.rubric import criteria_of, rule_of_criteria
from judging.rules.sync import schema_of
from tests.make import make_contest, make_criterion, make_entry, make_festival, make_judge, make_sheet

OPEN = """
async ({ slug, judge, name, token, api }) => {
  const load = (file) => import(`/static/js/tablet/${file}.js`);
  const { openStore, madeChange, NotSaved } = await load('store');
  const [{ startSender }, { exportQueue }] = await Promise.all(['sender', 'exported'].map(load));
  const store = await openStore({ slug, judge });
  if (token) await store.signIn({ token, expires_at: '', judge: { id: judge, name }, ledger: null });
  const states = [];
  Object.assign(window, { store, states, NotSaved, exported: () => exportQueue({ slug, judge }) });
  window.made = (sheet, mark, schema, comment = '') =>
    madeChange({ sheet, schema, payload: { marks: { a: mark, b: null }, comment, submitted: false } });
  window.start = () => {
    window.sender = startSender({ slug, judge, api, app: 'test', onState: (state) => states.push(state) });
  };
}
"""


@dataclass
class Tablet:
    """A tab of a judge's tablet. `sent`: the bodies of all requests; `faults` meet the next ones with ops."""

    page: Page
    judge: Judge
    sheets: list[ScoreSheet]
    schema: str
    sent: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    faults: list[Callable[[Route], None]] = field(default_factory=list)

    def open(self, *, token: str | None = None, is_new: bool = True) -> None:
        """Load a page with the modules; the judge's token is a new one, where none is named."""
        self.page.goto("/healthz")
        self.load(token or f"token-{self.judge.pk}" if is_new else None)

    def load(self, token: str | None) -> None:
        """Put the modules into the page that is shown."""
        slug, judge = self.judge.festival.slug, self.judge
        api = reverse("judging:api-ops", args=[slug]).removesuffix("ops/")
        name = judge.user.full_name
        self.page.evaluate(OPEN, {"slug": slug, "judge": judge.pk, "name": name, "token": token, "api": api})

    def change(self, mark: int, place: int = 0) -> dict[str, Any]:
        """Store a change of a sheet; the state after it."""
        arguments = [self.sheets[place].pk, mark, self.schema]
        state: dict[str, Any] = self.page.evaluate(
            "async (change) => window.store.change(window.made(...change))", arguments
        )
        self.page.evaluate("() => window.sender?.changed()")
        return state

    def start(self) -> None:
        """Start the sender."""
        self.page.evaluate("() => window.start()")

    def now(self) -> None:
        """The button that sends at once."""
        self.page.evaluate("() => window.sender.now()")

    def read(self) -> dict[str, Any]:
        """The state that is stored."""
        state: dict[str, Any] = self.page.evaluate("() => window.store.read()")
        return state

    def until(self, condition: str) -> dict[str, Any]:
        """Wait until the stored state fulfils a condition in JavaScript; that state."""
        for _ in range(200):
            if self.page.evaluate(
                f"async () => {{ const state = await window.store.read(); return {condition}; }}"
            ):
                return self.read()
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{condition}: {self.read()}")

    @property
    def ops(self) -> list[tuple[str, int]]:
        """Id and mark of each op that was sent, in order."""
        return [(op["op_id"], op["payload"]["marks"]["a"]) for body in self.sent for op in body["ops"]]

    def serve(self, route: Route) -> None:
        """The endpoint, or the next fault; requests without ops meet none."""
        body: dict[str, Any] = json.loads(route.request.post_data or "")
        self.sent.append(body)
        self.tokens.append((route.request.headers.get("authorization") or "").removeprefix("Bearer "))
        if self.faults and body["ops"]:
            self.faults.pop(0)(route)
        else:
            answer(route)


def answer(route: Route) -> None:
    """The server's answer to a request."""
    status, body, headers = fetched(route)
    route.fulfill(status=status, body=body, headers=headers)


def fetched(route: Route) -> tuple[int, str, dict[str, str]]:
    """The server's answer, after the request was carried out."""
    token = (route.request.headers.get("authorization") or "").removeprefix("Bearer ")
    judge = Judge.objects.select_related("user", "festival").get(pk=int(token.split("-")[1]))
    client = Client()
    client.force_login(judge.user)
    url = reverse("judging:api-ops", args=[judge.festival.slug])
    response = client.post(url, route.request.post_data, content_type="application/json")
    closed = {"closed": judge.festival.state == "closed"} if response.status_code == 200 else {}
    return response.status_code, json.dumps({**response.json(), **closed}), dict(response.headers)


def make_tablet(page: Page, *, sheets: int = 2) -> Tablet:
    """A judge with sheets of two criteria, and the tab that is not open yet."""
    festival = make_festival()
    judge = make_judge(festival)
    contest = make_contest(festival)
    for code in "ab":
        make_criterion(contest, code=code, maximum=Decimal(10))
    made = [make_sheet(judge, entry=make_entry(contest)) for _ in range(sheets)]
    schema = schema_of(rule_of_criteria(criteria_of(made[0].assignment.round)))
    tablet = Tablet(page, judge, made, schema)
    page.context.route("**/judge/api/ops/", tablet.serve)
    return tablet
