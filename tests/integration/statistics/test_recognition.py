"""From matched exports to their classes, the decisions of people, versions and figures."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.facts import SystemActor
from accounts.models import AuditEntry
from declarations.models import Event, Inventory
from declarations.services.deciding import drain
from declarations.services.events import place_events
from enterprises.models import Enterprise
from enterprises.services.demo import load_demo as load_demo_firms
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from reference.services.rule_settings import NewSetting, put_rule_setting
from statistics_app import selectors_recognition as found
from statistics_app.cuts import Cut
from statistics_app.models import (
    Recognition,
    RecognitionDecision,
    RecognitionModel,
    RecognitionResult,
)
from statistics_app.rules import terms
from statistics_app.selectors_indicators import value_of
from statistics_app.services.recognition import deciding, demo, modelling, running
from statistics_app.services.recognition.reading import read
from tests.builders.documents import DocumentSet, changed, lines_of
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import booking
from tests.factories.officials import official
from tests.factories.recognition import AT, model_in_force, recognised, record_of
from tests.integration.declarations.conftest import Desk, desk

__all__ = ["desk"]
pytestmark = pytest.mark.django_db

COMPANY = "Buyer: Nordlicht Handel GmbH; VAT DE811234567"
KEY = UUID("00000000-0000-4000-8000-000000000044")
MARCH = terms.month(date(2026, 3, 1))


@pytest.fixture
def model() -> RecognitionModel:
    return model_in_force()


@pytest.fixture
def firm() -> Enterprise:
    made: Enterprise = EnterpriseFactory.create()
    return made


def export(desk: Desk, number: int = 0, *, pieces: int = 1, mode: str = "9610") -> DocumentSet:
    """An export of one line at 80.00 each."""
    made = desk.set(number, direction="export", mode=mode)
    total = str(80 * pieces)
    for noun in ("order", "inventory"):
        (line, *_) = lines_of(made[noun])
        line |= {"qty": str(pieces), "price": "80", "totalPrice": total}
        name = "OrderList" if noun == "order" else "InventoryList"
        made[noun][name] = [line]
    made["order"]["OrderHead"]["goodsValue"] = total
    return made


def send(desk: Desk, made: DocumentSet) -> Inventory:
    """What was sent, decided."""
    judged = desk.send(*made.values())
    assert [one.verdict for one in judged] == ["accepted"] * 4, [one.findings for one in judged]
    desk.decide()
    place_events()
    number = made["inventory"]["InventoryHead"]["copNo"]
    row: Inventory = Inventory.objects.get(cop_no=number)
    return row


def read_in(*rows: Inventory) -> None:
    """As the follower of decisions does, for these alone."""
    running.keep(read([row.pk for row in rows]))
    running.classify_due(at=AT, seconds=60)


def row_of(inventory: Inventory) -> Recognition:
    row: Recognition = Recognition.objects.get(pk=inventory.pk)
    return row


def test_a_matched_export_is_read_and_classified(desk: Desk, model: RecognitionModel) -> None:
    sent = send(desk, export(desk, pieces=2))

    read_in(sent)

    row = row_of(sent)
    assert (row.found, row.mode, row.order_type, row.rmb) == ("b2c", "9610", "E", Decimal(160))
    assert (row.most, row.pieces) == (Decimal(2), Decimal(2))
    assert row.enterprise_id == desk.firm.id
    said = RecognitionResult.objects.get(inventory_id=sent.pk)
    assert set(said.hits) == {"mode_retail", "order_e", "few_pieces", "low_value"}
    assert said.model == model


def test_what_was_decided_reaches_recognition_through_the_event_log(
    desk: Desk, model: RecognitionModel
) -> None:
    sent = send(desk, export(desk, pieces=200, mode="9710"))
    event = Event.objects.filter(enterprise_id=desk.firm.id, kind="decision").latest("position")
    assert sent.pk in (event.refs or [])

    running._work_in(event.refs or [], AT)
    running.classify_due(at=AT, seconds=60)

    assert row_of(sent).found == "b2b"


def test_an_import_is_not_recognised(desk: Desk, model: RecognitionModel) -> None:
    sent = send(desk, desk.set(0))
    assert read([sent.pk]) == []


def test_a_company_in_a_sealed_remark_is_seen_and_not_kept(
    desk: Desk, model: RecognitionModel
) -> None:
    made = export(desk, pieces=120)
    made["order"] = changed(made["order"], note=COMPANY)
    sent = send(desk, made)

    read_in(sent)

    row = row_of(sent)
    assert (row.company, row.taxed, row.buyer_key is not None) == (True, True, True)
    assert row.found == "b2b"
    kept = str(Recognition.objects.filter(pk=sent.pk).values().get())
    said = str(RecognitionResult.objects.filter(inventory_id=sent.pk).values().get())
    assert "NORDLICHT" not in (kept + said).upper()


@pytest.mark.parametrize("place", ["note", "line"])
def test_the_ds_mark_is_kept_found_and_counts_in_its_time(
    desk: Desk, model: RecognitionModel, place: str
) -> None:
    made = export(desk, pieces=30)
    if place == "note":
        made["inventory"] = changed(made["inventory"], note="DS 跨境电商")
    else:
        made["inventory"] = changed(made["inventory"], 1, note="DS")
    sent = send(desk, made)

    read_in(sent)

    row = row_of(sent)
    assert row.ds_mark == place
    office = viewer_for(official())
    listed = found.recognitions(office, {"ds": "yes", "firm": desk.firm.code})
    assert [one.pk for one in listed] == [sent.pk]
    hits = RecognitionResult.objects.get(inventory_id=sent.pk).hits
    assert "ds_mark" not in hits  # declared after 9710 came into force everywhere
    Recognition.objects.filter(pk=sent.pk).update(day=date(2021, 6, 30), model=None)
    running.classify_due(at=AT, seconds=60)
    hits = RecognitionResult.objects.get(inventory_id=sent.pk).hits
    assert hits["ds_mark"] == "DS"


def test_running_again_changes_nothing(firm: Enterprise) -> None:
    recognised(firm, 1)
    running.classify_again()

    done = running.classify_due(at=AT + timedelta(days=1), seconds=60)

    assert (done.classified, done.changed) == (1, 0)
    assert RecognitionResult.objects.get(inventory_id=1).at == AT
    assert running.classify_due(at=AT, seconds=60).classified == 0
    assert running.keep([record_of(firm, 1)]) == 0


def test_only_what_shows_something_else_is_classified_again(firm: Enterprise) -> None:
    recognised(firm, 1)
    recognised(firm, 2)

    assert running.keep([record_of(firm, 1), record_of(firm, 2, company=True)]) == 1

    assert running.classify_due(at=AT, seconds=60).classified == 1
    assert Recognition.objects.get(pk=2).leading == "b2b"


def test_the_order_in_which_records_arrive_is_not_seen(firm: Enterprise) -> None:
    days = (0, 10, 25, 26)
    rows = [
        record_of(firm, n, at=AT + timedelta(days=d), buyer_key=KEY) for n, d in enumerate(days, 1)
    ]

    model_in_force()
    for row in reversed(rows):
        running.keep([row])
        running.classify_due(at=AT, seconds=60)

    hits = {one.inventory_id: set(one.hits) for one in RecognitionResult.objects.all()}
    assert [("repeat_short" in hits[n], "repeat_long" in hits[n]) for n in (1, 2, 3, 4)] == [
        (False, False), (False, False), (True, False), (True, False),
    ]  # fmt: skip


def test_another_buyer_or_heading_is_no_repetition(firm: Enterprise) -> None:
    other = UUID("00000000-0000-4000-8000-000000000045")
    earlier: list[dict[str, Any]] = [
        {"buyer_key": KEY},
        {"buyer_key": other},
        {"buyer_key": KEY, "heading": "8517"},
    ]
    for number, values in enumerate(earlier, 1):
        recognised(firm, number, at=AT + timedelta(days=number), **values)
    late = recognised(firm, 9, at=AT + timedelta(days=9), buyer_key=KEY)
    hits = RecognitionResult.objects.get(inventory_id=late.pk).hits
    assert "repeat_short" not in hits


class Office:
    """Two supervisors of the zone office."""

    def __init__(self) -> None:
        self.first, self.second = official(role="supervisor"), official(role="supervisor")

    def who(self, user: Any = None) -> dict[str, Any]:
        chosen = user or self.first
        return {"viewer": viewer_for(chosen), "by": chosen, "at": AT}

    def decide(self, label: str = "b2b", *ids: int, **more: Any) -> list[Recognition]:
        return deciding.decide(
            inventory_ids=ids or (1,),
            label=label,
            reason="买家为批发商",
            **self.who(more.pop("user", None)),
            **more,
        )

    def release(self, **figures: str) -> RecognitionModel:
        row = modelling.draft(note="调整界限", **self.who())
        modelling.change(model_id=row.pk, changes=figures, note="调整界限", **self.who())
        modelling.measure(model_id=row.pk, **self.who())
        modelling.propose(model_id=row.pk, **self.who())
        return modelling.decide(model_id=row.pk, accepted=True, **self.who(self.second))


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_decision_stands_above_the_model_and_every_later_version(
    firm: Enterprise, office: Office
) -> None:
    assert recognised(firm, 1).found == "doubtful"

    office.decide("b2b")

    row = Recognition.objects.get(pk=1)
    assert (row.found, row.decided, row.leading) == ("b2b", "b2b", "b2c")
    entry = AuditEntry.objects.filter(action="statistics_recognition.decided").latest("id")
    assert entry.on_id == "1"
    assert (entry.old, (entry.new or {})["class"]) == ({"class": "b2c"}, "b2b")
    office.release(doubt_below="0.6")
    running.classify_due(at=AT, seconds=60)
    row = Recognition.objects.get(pk=1)
    assert (row.found, row.leading) == ("b2b", "b2c")
    assert RecognitionResult.objects.filter(inventory_id=1).count() == 2


def test_confirming_takes_for_each_what_the_model_holds_to_be_likeliest(
    firm: Enterprise, office: Office
) -> None:
    recognised(firm, 1)
    recognised(firm, 2, mode="9999", order_type="", rmb=Decimal(6000), most=Decimal(1))

    office.decide(deciding.CONFIRM, 1, 2)

    assert dict(Recognition.objects.values_list("pk", "found")) == {1: "b2c", 2: "b2b"}


def test_a_second_word_needs_to_have_seen_the_first(firm: Enterprise, office: Office) -> None:
    recognised(firm, 1)
    office.decide("b2b")
    first = found.last_decision(1)

    with pytest.raises(Refusal) as refused:
        office.decide("b2c", user=office.second)
    assert (refused.value.code, refused.value.status) == ("recognition_decided", 409)
    office.decide("b2c", user=office.second, over=first)

    assert Recognition.objects.get(pk=1).found == "b2c"
    assert RecognitionDecision.objects.filter(inventory_id=1).count() == 2
    with pytest.raises(Refusal):
        office.decide("b2b", over=first)


def test_a_decision_says_everything_that_is_missing(firm: Enterprise, office: Office) -> None:
    recognised(firm, 1)
    with pytest.raises(Refusal) as refused:
        deciding.decide(inventory_ids=[], label="sure", reason=" ", **office.who())
    fields = {row["field"] for row in refused.value.details["problems"]}
    assert (refused.value.status, fields) == (422, {"rows", "label", "reason"})


def test_nobody_decides_on_what_is_not_there_or_not_classified(
    firm: Enterprise, office: Office
) -> None:
    recognised(firm, 1)
    with pytest.raises(Refusal) as refused:
        office.decide("b2b", 1, 404)
    assert refused.value.code == "recognition_unknown"
    running.classify_again()
    with pytest.raises(Refusal) as refused:
        office.decide("b2b")
    assert refused.value.code == "recognition_waiting"


def test_other_offices_read_but_do_not_decide(firm: Enterprise) -> None:
    recognised(firm, 1)
    tax = official(department="tax")
    with pytest.raises(Refusal) as refused:
        deciding.decide(
            inventory_ids=[1], label="b2b", reason="买家为批发商",
            viewer=viewer_for(tax), by=tax, at=AT,
        )  # fmt: skip
    assert refused.value.code == "statistics_not_yours"


def test_decisions_are_the_labels_of_the_table_of_real_ones(
    firm: Enterprise, office: Office
) -> None:
    model = model_in_force()
    recognised(firm, 1)
    recognised(firm, 2, mode="9710", order_type="B")
    office.decide("b2b", 1)
    office.decide("b2c", 2)

    table = found.table_of_decisions(model)

    assert dict(table.counts) == {("b2b", "doubtful"): 1, ("b2c", "b2b"): 1}


def test_the_shipped_version_carries_its_measurement(model: RecognitionModel) -> None:
    measure = found.measured(model)
    assert measure is not None
    table = found.table_of(measure)
    assert table.size == measure.size == 2000
    assert modelling.load_shipped(by=SystemActor("test"), at=AT) == 0


def test_nothing_is_proposed_without_its_own_measurement(
    model: RecognitionModel, office: Office
) -> None:
    row = modelling.draft(**office.who())
    change: dict[str, Any] = {"changes": {"bulk_pieces": "40"}, "note": "调整界限"}
    modelling.measure(model_id=row.pk, **office.who())
    modelling.change(model_id=row.pk, **change, **office.who())
    with pytest.raises(Refusal) as refused:
        modelling.propose(model_id=row.pk, **office.who())
    assert refused.value.code == "recognition_not_measured"
    modelling.measure(model_id=row.pk, size=1999, **office.who())
    with pytest.raises(Refusal):
        modelling.propose(model_id=row.pk, **office.who())
    modelling.measure(model_id=row.pk, **office.who())
    assert modelling.propose(model_id=row.pk, **office.who()).is_proposed


def test_what_is_wrong_with_a_draft_is_kept_and_told(
    model: RecognitionModel, office: Office
) -> None:
    row = modelling.draft(**office.who())
    wrong = modelling.change(
        model_id=row.pk, changes={"bulk_pieces": "many", "unknown": "1"}, note="", **office.who()
    )
    assert [one["field"] for one in wrong] == ["bulk_pieces"]
    row.refresh_from_db()
    assert row.definition["bulk_pieces"] == "many"
    assert "unknown" not in row.definition
    with pytest.raises(Refusal) as refused:
        modelling.propose(model_id=row.pk, **office.who())
    fields = {one["field"] for one in refused.value.details["problems"]}
    assert fields == {"bulk_pieces", "note"}


def test_a_second_person_releases(model: RecognitionModel, office: Office) -> None:
    row = modelling.draft(**office.who())
    modelling.change(
        model_id=row.pk, changes={"bulk_pieces": "40"}, note="调整界限", **office.who()
    )
    modelling.measure(model_id=row.pk, **office.who())
    modelling.propose(model_id=row.pk, **office.who(office.second))
    for person in (office.first, office.second):
        with pytest.raises(Refusal) as refused:
            modelling.decide(model_id=row.pk, accepted=True, **office.who(person))
        assert refused.value.code == "statistics_four_eyes"
    third = official(role="supervisor")
    modelling.decide(model_id=row.pk, accepted=True, **office.who(third))
    assert found.in_force() == row
    with pytest.raises(Refusal) as refused:
        modelling.change(model_id=row.pk, changes={}, note="", **office.who())
    assert refused.value.code == "recognition_fixed"


def test_the_next_draft_begins_with_the_figures_in_force(
    model: RecognitionModel, office: Office
) -> None:
    office.release(bulk_pieces="40")
    assert modelling.draft(**office.who()).definition["bulk_pieces"] == "40"


def test_a_setting_alone_changes_no_result(firm: Enterprise, model: RecognitionModel) -> None:
    recognised(firm, 1)
    setting = NewSetting("STAT-B2B", "doubt_below", "0.5", valid_from=date(2026, 1, 1))
    put_rule_setting(setting, by=SystemActor("test"), at=AT)
    running.classify_again()
    assert running.classify_due(at=AT, seconds=60).changed == 0


def test_one_draft_at_a_time_and_given_up_ones_stay(
    model: RecognitionModel, office: Office
) -> None:
    row = modelling.draft(**office.who())
    with pytest.raises(Refusal) as refused:
        modelling.draft(**office.who())
    assert refused.value.code == "recognition_draft_open"
    modelling.give_up(model_id=row.pk, **office.who())
    assert modelling.draft(**office.who()).number == row.number + 1


def test_sending_back_needs_a_reason_and_makes_it_a_draft_again(
    model: RecognitionModel, office: Office
) -> None:
    row = modelling.draft(note="调整界限", **office.who())
    modelling.measure(model_id=row.pk, **office.who())
    modelling.propose(model_id=row.pk, **office.who())
    second = office.who(office.second)
    with pytest.raises(Refusal):
        modelling.decide(model_id=row.pk, accepted=False, **second)
    sent = modelling.decide(model_id=row.pk, accepted=False, note="样本太小", **second)
    assert (sent.state, sent.proposed_by) == ("draft", None)


def test_the_database_keeps_released_versions_and_their_measurement(
    model: RecognitionModel, office: Office
) -> None:
    rows = RecognitionModel.objects.filter(pk=model.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(note="other")
    draft = modelling.draft(**office.who())
    with pytest.raises(DatabaseError), transaction.atomic():
        RecognitionModel.objects.filter(pk=draft.pk).update(
            state="released",
            proposed_by=office.second,
            released_by=official(role="supervisor"),
            released_at=AT,
        )


def test_two_versions_are_compared_declaration_by_declaration(
    firm: Enterprise, office: Office
) -> None:
    old = model_in_force()
    recognised(firm, 1)
    recognised(firm, 2, mode="9710", order_type="B")

    new = office.release(doubt_below="0.6")
    done = running.classify_due(at=AT, seconds=60)

    assert (done.classified, done.changed) == (2, 2)
    assert found.difference_table(old, new) == {("doubtful", "b2c"): 1, ("b2b", "b2b"): 1}
    (one,) = found.differences(old, new, most=10)
    assert (one.inventory_id, one.old, one.new) == (1, "doubtful", "b2c")


def figure(code: str, firm: Enterprise) -> Any:
    return value_of(code, MARCH, Cut(enterprises=(firm.pk,)))


def test_the_figure_of_recognition_follows_the_decision(firm: Enterprise, office: Office) -> None:
    for number in (1, 2):
        booking(
            firm, number, direction="E", mode="9610", day=date(2026, 3, 5), rmb=Decimal("9600.00")
        )
    recognised(firm, 1)
    incomplete = figure("IND-B2B-01", firm)
    assert not incomplete.is_publishable
    recognised(firm, 2, pieces=Decimal(1), most=Decimal(1), units=Decimal(1), rmb=Decimal(90))

    before = figure("IND-B2B-01", firm)
    office.decide("b2b", 1)
    after = figure("IND-B2B-01", firm)

    assert (before.value, before.is_publishable) == (Decimal(0), True)
    assert after.value == Decimal("9600.00")
    assert figure("IND-B2B-02", firm).value == Decimal("0.5000")


def test_what_comes_back_is_taken_off_and_imports_have_no_part(
    firm: Enterprise, office: Office
) -> None:
    own: dict[str, Any] = {"mode": "9710", "day": date(2026, 3, 5)}
    booking(firm, 1, direction="E", rmb=Decimal(500), **own)
    booking(firm, 1, direction="E", rmb=Decimal(120), source=-1, **own)
    booking(firm, 2, direction="I", rmb=Decimal(900), day=date(2026, 3, 5))
    recognised(firm, 1, mode="9710", order_type="B")
    assert figure("IND-B2B-01", firm).value == Decimal(380)


def test_a_missing_rate_is_told(firm: Enterprise) -> None:
    booking(firm, 1, direction="E", mode="9710", day=date(2026, 3, 5), rmb=None, usd=None)
    recognised(firm, 1, mode="9710", order_type="B")
    assert [one.code for one in figure("IND-B2B-01", firm).problems] == ["rate_missing"]


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_programs_of_officials_list_and_decide(firm: Enterprise) -> None:
    recognised(firm, 1)
    recognised(firm, 2, ds_mark="note")
    client = client_of(official())
    path = "/api/v1/statistics/recognitions/"

    marked = client.get(path, {"ds": "yes", "firm": firm.code}).json()["results"]
    assert [(one["id"], one["ds_mark"], one["class"]) for one in marked] == [
        ("2", "note", "doubtful")
    ]
    sent = {"declarations": ["1", "2"], "class": "b2b", "reason": "买家为批发商"}
    answer = client.post(f"{path}decisions/", sent, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert {one["class"] for one in answer.json()["results"]} == {"b2b"}
    again = client.post(f"{path}decisions/", sent, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "recognition_decided")
    whole = client.get(f"{path}1/").json()
    assert whole["decided"] == "b2b"
    assert whole["results"][0]["features"][0]["code"] == "mode_retail"
    assert whole["decisions"][0]["reason"] == "买家为批发商"


@pytest.mark.parametrize(
    "query", [{"wrong": "1"}, {"found": "maybe"}, {"ds": "1"}, {"since": "yesterday"}]
)
def test_a_wrong_question_is_refused(query: dict[str, str]) -> None:
    answer = client_of(official()).get("/api/v1/statistics/recognitions/", query)
    assert answer.status_code == 400


def test_the_queue_shows_evidence_and_takes_a_bulk_decision(firm: Enterprise) -> None:
    recognised(firm, 1)
    recognised(firm, 2)
    client = client_of(official())
    path = "/statistics/recognition/"
    text = client.get(path, {"found": "doubtful", "firm": firm.code}).content.decode()
    assert "RO1" in text
    assert "RO2" in text
    evidence = client.get(f"{path}1/").content.decode()
    assert "单项商品数量大" in evidence
    wrong = client.post(path, {"rows": ["1"], "label": "b2b", "reason": ""})
    assert wrong.status_code == 422
    assert "请写明理由" in wrong.content.decode()
    client.post(path, {"rows": ["1", "2"], "label": "confirm", "reason": "抽查后确认"})
    assert {row.decided for row in Recognition.objects.all()} == {"b2c"}


def test_a_version_goes_its_way_on_the_pages(model: RecognitionModel) -> None:
    first, second = official(role="supervisor"), official(role="supervisor")
    client, other = client_of(first), client_of(second)
    path = "/statistics/recognition-models/"
    assert "混淆矩阵" in client.get(path).content.decode()
    made = client.post(f"{path}new/draft/", {"note": "调整界限"})
    address = made["Location"]
    sent = {"figure-bulk_pieces": "x", "note": "调整界限"}
    assert "应为不小于 0 的数" in client.post(f"{address}save/", sent, follow=True).content.decode()
    client.post(f"{address}save/", sent | {"figure-bulk_pieces": "40"})
    client.post(f"{address}measure/", {"size": "2000", "seed": "5"})
    client.post(f"{address}propose/")
    assert client.post(f"{address}decide/", {"accepted": "yes"}).status_code == 403
    other.post(f"{address}decide/", {"accepted": "yes"})
    present = found.in_force()
    assert present is not None
    assert present.definition["bulk_pieces"] == "40"
    text = other.get(f"{address}against/{model.pk}/").content.decode()
    assert "没有结论不同的清单" in text


def test_documents_are_read_again_after_other_words_were_set(
    desk: Desk, model: RecognitionModel
) -> None:
    made = export(desk, pieces=120)
    made["order"] = changed(made["order"], note="Buyer: Nordlicht Kontor")
    sent = send(desk, made)
    read_in(sent)
    assert not row_of(sent).company
    words = NewSetting("STAT-B2B-READ", "company_words", "KONTOR", valid_from=date(2018, 1, 1))
    put_rule_setting(words, by=SystemActor("test"), at=AT)

    assert running.read_again(seconds=60, at=AT) >= 1

    row = row_of(sent)
    assert (row.company, row.model) == (True, None)


@pytest.mark.usefixtures("model")
def test_the_demo_zone_gets_exports_that_stay_doubtful(settings: Any) -> None:
    settings.PORTAL_DEMO = True
    load_demo_firms(at=AT)

    assert demo.load_demo(at=AT) == len(demo.CASES)
    assert demo.load_demo(at=AT) == 0

    drain(seconds=60)
    rows = Inventory.objects.filter(cop_no__startswith=demo.SERIES)
    read_in(*rows)
    found_classes = set(Recognition.objects.values_list("found", flat=True))
    assert {"b2b", "b2c", "b2b2c", "doubtful"} <= found_classes
