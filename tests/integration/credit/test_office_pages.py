"""The zone office's pages: ledger, sources, deliveries, models, simulation, cycles, analysis."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from credit.models import (
    Cycle,
    ImportRun,
    Rating,
    Record,
    ScoreModel,
    Simulation,
    Source,
    Subject,
)
from credit.rulebook import zone_grade_mode
from credit.services.importing import read_deliveries
from credit.services.models import load_shipped
from credit.services.rating import rate
from credit.services.simulating import simulate_waiting
from credit.services.sources import load_sources
from reference.selectors import forget_snapshots
from tests.factories.credit import BY, recorded, subject
from tests.factories.officials import official

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> User:
    load_sources(at=timezone.now())
    load_shipped(at=timezone.now())
    return official("zone", "reviewer")


@pytest.fixture
def browser(client: Client, office: User) -> Client:
    client.force_login(office)
    return client


@pytest.fixture
def firm() -> Subject:
    made = subject()
    recorded(
        made,
        "customs_penalty",
        "洪关罚1号",
        grade="general",
        occurred_date=timezone.localdate(),
        at=timezone.now(),
    )
    return made


def page(browser: Client, address: str, status: int = 200) -> str:
    response = browser.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_every_page_opens_without_anything_and_says_what_to_do(browser: Client) -> None:
    for address in ("ledger", "imports", "cycles", "analysis"):
        assert 'class="blank"' in page(browser, f"/credit/{address}/")
    for address in ("sources", "models", "imports/new", "ledger/new", "cycles/document"):
        page(browser, f"/credit/{address}/")


def test_the_ledger_shows_what_stood_on_a_past_day(browser: Client, firm: Subject) -> None:
    row = Record.objects.get()
    assert "洪关罚1号" in page(browser, "/credit/ledger/")
    answer = browser.post(f"/credit/ledger/{row.pk}/", {"reason": "决定被撤销"})
    assert answer.status_code == 302
    assert "洪关罚1号" not in page(browser, "/credit/ledger/")
    assert "决定被撤销" in page(browser, f"/credit/ledger/{row.pk}/")
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "洪关罚1号" not in page(browser, f"/credit/ledger/?on={yesterday}")


def test_revoking_needs_a_reason(browser: Client, firm: Subject) -> None:
    row = Record.objects.get()
    answer = browser.post(f"/credit/ledger/{row.pk}/", {"reason": " "})
    assert answer.status_code == 422
    assert "请写明理由" in answer.content.decode()


def test_a_record_entered_by_hand_is_refused_with_all_that_is_wrong(
    browser: Client, firm: Subject
) -> None:
    assert firm.enterprise is not None
    given = {
        "subject": firm.enterprise.code,
        "source": "customs",
        "kind": "customs_penalty",
        "number": "2号",
        "occurred_date": (timezone.localdate() + timedelta(days=3)).isoformat(),
        "grade": "terrible",
    }
    answer = browser.post("/credit/ledger/new/", given)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "发生日期不能晚于今天" in body
    assert "当日有效的等级" in body
    given |= {"occurred_date": timezone.localdate().isoformat(), "grade": "minor"}
    assert browser.post("/credit/ledger/new/", given).status_code == 302


def test_a_file_is_delivered_and_every_wrong_row_is_shown(browser: Client, firm: Subject) -> None:
    assert firm.enterprise is not None
    rows = [
        "企业代码,记录种类,文号,发生日期,等级",
        f"{firm.enterprise.code},customs_penalty,A1,2026-01-01,minor",
        "0000000000,customs_penalty,A2,2026-01-01,minor",
    ]
    file = SimpleUploadedFile("a.csv", "\n".join(rows).encode())
    answer = browser.post("/credit/imports/new/", {"source": "customs", "file": file})
    run = ImportRun.objects.get()
    assert answer["Location"] == f"/credit/imports/{run.pk}/"
    assert "hx-get" in page(browser, answer["Location"])
    read_deliveries(at=timezone.now())
    body = page(browser, answer["Location"])
    assert "没有这个代码的已备案企业" in body
    assert "hx-get" not in body
    assert "a.csv" in page(browser, "/credit/imports/")


def test_a_department_delivers_for_its_own_sources_only(client: Client, office: User) -> None:
    client.force_login(official("tax", "reviewer"))
    body = page(client, "/credit/imports/new/")
    assert 'value="tax"' in body
    assert 'value="customs"' not in body
    page(client, "/credit/ledger/", 403)
    page(client, "/credit/models/", 403)


def test_a_source_is_asked_now(browser: Client, settings: Any) -> None:
    settings.CREDIT_ADAPTERS = {"credit_china": "simulator"}
    source = Source.objects.get(code="credit_china")
    assert browser.post(f"/credit/sources/{source.pk}/fetch/").status_code == 302
    assert "模拟器" in page(browser, "/credit/sources/")


def test_a_model_is_copied_changed_simulated_and_released_by_two(
    browser: Client, firm: Subject
) -> None:
    old = ScoreModel.objects.get(code="zone")
    answer = browser.post(f"/credit/models/{old.pk}/copy/")
    model = ScoreModel.objects.filter(code="zone").latest("version")
    address = f"/credit/models/{model.pk}/"
    assert answer["Location"] == address
    browser.post(f"{address}save/", {"weight-qualification": "20"})
    assert "权重之和应为 100" in page(browser, address)
    browser.post(f"{address}save/", {"weight-qualification": "15", "band-1-from": "745"})
    assert "权重之和" not in page(browser, address)
    browser.post(f"{address}save/", {"band-new-grade": "E", "cap-0-to": "E", "drop-CRI-101": "yes"})
    wrong = page(browser, address)
    for place in ("band-4-from", "weight-qualification"):
        assert f'href="#{place}"' in wrong
        assert f'id="{place}"' in wrong
    assert '<option value="CRI-101">' in wrong
    put_back = {"band-4-drop": "yes", "cap-0-to": "D", "add-qualification": "CRI-101"}
    browser.post(f"{address}save/", put_back | {"add-points-qualification": "30"})
    assert "error-summary" not in page(browser, address)
    answer = browser.post(f"{address}simulate/", {"as_of": timezone.localdate().isoformat()})
    run = Simulation.objects.get()
    assert "正在试算" in page(browser, answer["Location"])
    simulate_waiting(at=timezone.now())
    assert firm.enterprise is not None
    assert firm.enterprise.name in page(browser, f"/credit/simulations/{run.pk}/?by=size")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    browser.post(f"{address}propose/", {"valid_from": tomorrow})
    alone = browser.post(f"{address}release/")
    assert alone.status_code == 422
    assert "须由另一人决定" in alone.content.decode()
    browser.force_login(official("zone", "supervisor"))
    assert browser.post(f"{address}release/").status_code == 302
    model.refresh_from_db()
    assert model.state == "released"


def test_what_was_typed_wrong_into_a_model_is_kept_and_told(browser: Client) -> None:
    old = ScoreModel.objects.get(code="zone")
    browser.post(f"/credit/models/{old.pk}/copy/")
    model = ScoreModel.objects.filter(code="zone").latest("version")
    browser.post(f"/credit/models/{model.pk}/save/", {"points-CRI-101": "viel"})
    body = page(browser, f"/credit/models/{model.pk}/")
    assert 'value="viel"' in body
    assert "error-summary" in body


def test_a_reader_of_the_office_changes_nothing(client: Client, office: User) -> None:
    client.force_login(official("zone", "viewer"))
    model = ScoreModel.objects.get(code="zone")
    page(client, f"/credit/models/{model.pk}/")
    assert client.post(f"/credit/models/{model.pk}/copy/").status_code == 403


def test_a_cycle_is_planned_and_computed(browser: Client, firm: Subject) -> None:
    browser.post(
        "/credit/cycles/document/",
        {
            "title": "办法",
            "number": "1号",
            "from_date": "2026-01-01",
            "objection_days": "5",
            "text": "第一条",
        },
    )
    model = ScoreModel.objects.get(code="zone")
    given = {"code": "2026-H2", "model": model.pk, "as_of": timezone.localdate().isoformat()}
    body = page(browser, "/credit/cycles/new/")
    document = body.split('<option value="')[1].split('"')[0]
    answer = browser.post("/credit/cycles/new/", {**given, "document": document})
    assert answer.status_code == 302
    cycle = Cycle.objects.get()
    browser.post(f"/credit/cycles/{cycle.pk}/compute/")
    body = page(browser, f"/credit/cycles/{cycle.pk}/")
    assert "正在计算" in body
    again = browser.post("/credit/cycles/new/", {**given, "document": document})
    assert "请填写未使用过的编号" in again.content.decode()


def test_the_analysis_compares_two_days(browser: Client, firm: Subject) -> None:
    model = ScoreModel.objects.get(code="zone")
    today = timezone.localdate()
    for days in (40, 0):
        rate(
            subject_ids=[firm.pk],
            model=model,
            as_of=today - timedelta(days=days),
            trigger="monthly",
            by=BY,
            at=timezone.now(),
        )
    for by in ("site", "kind", "size", "mode"):
        body = page(browser, f"/credit/analysis/?by={by}")
        assert "→" in body


def test_any_day_is_computed_again_and_today_is_kept_on_demand(
    browser: Client, firm: Subject
) -> None:
    assert firm.enterprise is not None
    code = firm.enterprise.code
    body = page(browser, f"/credit/recompute/?code={code}")
    assert "CRI-301" in body
    assert "39.00" in body
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "60.00" in page(browser, f"/credit/recompute/?code={code}&day={yesterday}")
    assert not Rating.objects.exists()
    browser.post("/credit/recompute/", {"code": code})
    assert Rating.objects.get().trigger == "demand"
    assert "没有找到企业" in page(browser, "/credit/recompute/?code=0000000000")


def test_only_an_administrator_sets_how_the_rating_is_shown(browser: Client, office: User) -> None:
    assert browser.post("/credit/models/mode/", {"mode": "off"}).status_code == 403
    browser.force_login(official("zone", "administrator"))
    assert browser.post("/credit/models/mode/", {"mode": "off"}).status_code == 302
    forget_snapshots()
    assert zone_grade_mode(timezone.localdate()) == "off"
