"""Officials' programs: the laboratory, response plans, the column, series; each write once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from enterprises.services.tokens import issue_token
from risk.models import (
    Article,
    Plan,
    PlanRun,
    RequestKey,
    RuleVersion,
    Series,
    SeriesValue,
    Signal,
    Subscription,
    Trial,
)
from risk.services.laboratory import trying
from risk.services.rules import load_rules
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.risk_plans import SITE, of_county
from tests.factories.screenings import facts, write_screenings
from tests.factories.supervision import BY
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
API = "/api/v1/risk/"
WHY = "情况已经核实，依据充分，可以办理。"


class Program:
    """A program of a person who is signed in; every write has a key of its own unless told."""

    def __init__(self, person: User) -> None:
        self.person, self.client, self._made = person, Client(), 0
        self.client.force_login(person)

    def get(self, path: str) -> Any:
        return self.client.get(API + path)

    def send(self, method: str, path: str, content: Any, key: str | None = None) -> Any:
        self._made += 1
        headers = {
            "Idempotency-Key": f"program-{self.person.pk}-{self._made}" if key is None else key
        }
        call = getattr(self.client, method)
        return call(API + path, content, content_type="application/json", headers=headers)

    def post(self, path: str, content: Any, key: str | None = None) -> Any:
        return self.send("post", path, content, key)

    def told(self, path: str, content: Any, status: int = 200) -> Any:
        answer = self.post(path, content)
        assert answer.status_code == status, answer.content
        return answer.json()


@pytest.fixture
def office() -> Program:
    return Program(official("zone", "supervisor"))


@pytest.fixture
def second() -> Program:
    return Program(official("zone", "supervisor"))


def test_a_rule_goes_from_draft_by_trial_to_release_by_program(
    office: Program, second: Program
) -> None:
    now = timezone.now()
    load_rules(at=now)
    firm = EnterpriseFactory.create().pk
    values = [facts(person_phones_30d=n % 6, person_orders_1h=0) for n in range(30)]
    write_screenings(values, at=now, enterprise_id=firm)
    rules = {one["code"]: one for one in office.get("laboratory/rules/").json()["results"]}
    present = rules["RT03-01"]["present"]["id"]
    made = office.told("laboratory/versions/", {"from": present}, 201)
    draft = f"laboratory/versions/{made['id']}/"

    wrong = office.send("patch", draft, {"thresholds": {"phones": "many"}, "weight": "3"}).json()
    assert {one["field"] for one in wrong["problems"]} == {"thresholds.phones", "weight"}
    good = {"thresholds": {"phones": "3"}, "weight": "0.9", "note": "收紧"}
    assert office.send("patch", draft, good).json()["problems"] == []
    today = timezone.localdate()
    days = {"first": today.isoformat(), "last": today.isoformat()}
    trial = office.told(f"{draft}trials/", days, 202)
    assert (trial["state"], trial["total"], trial["summary"]) == ("waiting", 30, None)
    trying.try_out(trial_id=int(trial["id"]), at=now)

    done = office.get(f"laboratory/trials/{trial['id']}/").json()
    assert done["summary"]["screened"] == 30
    assert done["summary"]["hits_after"] > done["summary"]["hits_before"]
    assert done["firms"][0]["id"] == str(firm)
    changes = office.get(f"laboratory/trials/{trial['id']}/changes/?limit=2").json()
    assert (len(changes["results"]), changes["next"] is not None) == (2, True)
    assert office.get(f"laboratory/trials/{trial['id']}/changes/?lane=x-y").status_code == 400
    assert office.told(f"{draft}propose/", {"day": today.isoformat()})["state"] == "proposed"
    own = office.post(f"{draft}release/", {})
    assert (own.status_code, own.json()["code"]) == (409, "risk_rule_four_eyes")
    released = second.told(f"{draft}release/", {})
    assert (released["state"], released["released_by"]) == ("released", second.person.username)
    assert Trial.objects.count() == 1
    assert second.post(f"{draft}burn/", {}).status_code == 404


def test_the_same_key_does_a_write_once_and_never_another(office: Program) -> None:
    load_rules(at=timezone.now())
    present = RuleVersion.objects.get(code="RT03-01", version=1).pk
    wish = {"from": str(present), "note": "一次"}
    first, again = (office.post("laboratory/versions/", wish, "wish-0001") for _ in range(2))
    assert [first.status_code, again.status_code] == [201, 200]
    assert first.json() == again.json()
    assert RuleVersion.objects.filter(code="RT03-01").count() == 2

    other = office.post("laboratory/versions/", {**wish, "note": "二次"}, "wish-0001")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    for key in ("", "short", "k" * 65):
        refused = office.post("laboratory/versions/", wish, key)
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_missing")
    another = Program(official("zone", "supervisor"))
    open_one = another.post("laboratory/versions/", wish, "wish-0001")
    assert (open_one.status_code, open_one.json()["code"]) == (409, "risk_draft_open")
    assert not RequestKey.objects.filter(user=another.person).exists()


def test_a_plan_is_written_released_started_and_ended_by_program() -> None:
    writer, head = Program(of_county()), Program(of_county())
    missing = writer.post("plans/", {**_plan(), "steps": [], "contacts": "x"})
    assert (missing.status_code, missing.json()["code"]) == (400, "parameters_invalid")
    empty = writer.post("plans/", {**_plan(), "steps": [], "contacts": []})
    codes = {one["code"] for one in empty.json()["details"]["problems"]}
    assert (empty.status_code, codes >= {"risk_steps_count", "risk_text_missing"}) == (422, True)

    row = writer.told("plans/", _plan(), 201)
    assert (row["status"], row["site"], row["steps"][0]["kind"]) == ("draft", SITE, "report")
    plan = f"plans/{row['id']}/"
    saved = writer.send("put", plan, {**_plan(), "level": "red", "version": row["version"]}).json()
    stale = writer.post(f"{plan}propose/", {"version": row["version"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "risk_changed_meanwhile")
    row = writer.told(f"{plan}propose/", {"version": saved["version"]})
    assert writer.post(f"{plan}release/", {"version": row["version"]}).status_code == 403
    row = head.told(f"{plan}release/", {"version": row["version"]})
    assert (row["status"], row["level"]) == ("released", "red")

    run = head.told(f"{plan}runs/", {"drill": True, "reason": WHY}, 201)
    assert (run["drill"], run["steps"][0]["done_at"]) == (True, None)
    run = head.told(f"plan-runs/{run['id']}/steps/1/", {"text": WHY})
    assert run["steps"][0]["done_by"] == head.person.username
    run = head.told(f"plan-runs/{run['id']}/end/", {"version": run["version"], "result": WHY})
    told = {"version": run["version"], "review": WHY, "changes": ""}
    assert head.told(f"plan-runs/{run['id']}/review/", told)["status"] == "reviewed"
    assert PlanRun.objects.count() == 1
    assert [one["id"] for one in head.get("plan-runs/?kind=drill").json()["results"]] == [run["id"]]
    assert head.get("plan-runs/?kind=real").json()["results"] == []
    assert Plan.objects.get(pk=row["id"]).status == "released"


def _plan() -> dict[str, Any]:
    both = {"zh": "批量读取个人信息时启动响应。", "en": "When personal data is read in bulk."}
    return {
        "code": "api-plan",
        "title": {"zh": "接口预案", "en": "Plan by program"},
        "areas": ["technical"],
        "level": "orange",
        "department": "zone",
        "conditions": both,
        "command": both,
        "report": both,
        "contacts": [
            {"department": "zone", "unit": "办公室", "post": "值班", "telephone": "0791-88888888"}
        ],
        "steps": [
            {
                "minutes": 30,
                "zh": "首报",
                "en": "First report",
                "department": "zone",
                "kind": "report",
            }
        ],
    }


def test_an_article_is_written_published_and_withdrawn_by_program(second: Program) -> None:
    writer = Program(official("commerce", "reviewer"))
    wrong = writer.post("articles/", {**_article(), "countries": ["000"], "summary": {"zh": "短"}})
    codes = {one["code"] for one in wrong.json()["details"]["problems"]}
    assert (wrong.status_code, codes) == (422, {"risk_country_unknown", "risk_text_short"})
    row = writer.told("articles/", _article(), 201)
    article = f"articles/{row['id']}/"
    typed = {**_article(), "level": "red", "version": row["version"]}
    row = writer.send("put", article, typed).json()
    row = writer.told(f"{article}propose/", {"version": row["version"]})
    assert writer.post(f"{article}publish/", {"version": row["version"]}).status_code == 403
    row = second.told(f"{article}publish/", {"version": row["version"]})
    assert (row["status"], row["level"]) == ("published", "red")
    shown = Client().get("/api/v1/risk/column/").json()["results"]
    assert [one["number"] for one in shown] == [row["number"]]
    gone = {"version": row["version"], "reasons": WHY}
    assert second.told(f"{article}withdraw/", gone)["withdrawn_why"] == WHY
    assert Article.objects.count() == 1


def _article() -> dict[str, Any]:
    today = timezone.localdate()
    both = {"zh": "近三个月拖欠案件明显上升。", "en": "Late payments rose for three months."}
    return {
        "title": {"zh": "某市场拖欠增多", "en": "More late payers"},
        "kind": "payment_default",
        "level": "yellow",
        "countries": ["502"],
        "summary": both,
        "advice": both,
        "source": "公开报告（测试）",
        "valid_from": today.isoformat(),
        "valid_to": (today + timedelta(days=30)).isoformat(),
    }


def test_a_series_is_set_up_limited_and_fed_by_program(office: Program) -> None:
    new = {
        "code": "api-index",
        "kind": "credit",
        "name": {"zh": "指数", "en": "Index"},
        "source": "公开报告",
        "country": "502",
    }
    row = office.told("series/", new, 201)
    series, today = f"series/{row['id']}/", timezone.localdate().isoformat()
    limit = {"test": "above", "limit": "80", "level": "orange", "from": today}
    assert office.told(f"{series}thresholds/", limit, 201)["thresholds"][0]["limit"] == "80.0000"
    value = {"on": today, "value": "83.5"}
    for status in (201, 200):
        told = office.post(f"{series}values/", value, "value-2026-11")
        assert (told.status_code, told.json()["values"][0]["level"]) == (status, "orange")
    assert (SeriesValue.objects.count(), Signal.objects.count()) == (1, 1)
    bad = office.post(f"{series}values/", {"on": "gestern", "value": 83})
    assert set(bad.json()["details"]) == {"on", "value"}
    assert office.get("series/?kind=market").json()["results"] == []
    assert Series.objects.count() == 1


def test_people_follow_by_program_and_nobody_ends_what_another_follows() -> None:
    mine, other = (Program(MemberFactory.create().user) for _ in range(2))
    for _ in range(2):
        row = mine.told("subscriptions/", {"country": "502", "hs": "6109"}, 201)
    assert mine.get("subscriptions/").json()["results"] == [row]
    assert mine.post("subscriptions/", {"country": "", "hs": "x"}).status_code == 422
    path = f"{API}subscriptions/{row['id']}/"
    assert other.client.delete(path).status_code == 404
    assert other.get("subscriptions/").json()["results"] == []
    assert mine.client.delete(path).status_code == 204
    assert not Subscription.objects.exists()


def test_firms_and_their_clients_read_nothing_of_the_officials_work() -> None:
    member = MemberFactory.create(role="administrator")
    token = issue_token(enterprise=member.enterprise, by=BY, at=timezone.now()).text
    listed = ("laboratory/rules/", "plans/", "plan-runs/", "articles/", "series/")
    for path in listed:
        asked = Client().get(API + path, headers={"Authorization": f"Bearer {token}"})
        assert asked.status_code == 403
        assert Program(member.user).get(path).status_code == 403
        assert Client().get(API + path).status_code == 401
    assert Program(UserFactory.create()).get("plans/").status_code == 403
    reader = Program(official("zone", "viewer"))
    assert reader.get("laboratory/rules/").status_code == 200
    assert reader.post("laboratory/versions/", {"from": "1"}).status_code == 403
    county = Program(official("zone", "supervisor", SITE)) if of_county() else None
    assert county is not None
    assert county.get("laboratory/rules/").status_code == 403
    assert county.get("articles/").json()["results"] == []
