"""The register: constraints of its rows, what is read from it, how files enter it."""

import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from accounts.facts import SystemActor
from accounts.models import AuditEntry
from enterprises import selectors
from enterprises.models import Enterprise, Mandate
from enterprises.rules.registration import applicant
from enterprises.selectors import Register, mandates_for
from enterprises.services.mandates import import_mandates
from enterprises.services.registration import import_enterprises, register_enterprise
from tests.builders import codes
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.mandates import MandateFactory
from tests.factories.members import MemberFactory
from zone_portal.kernel.csv_rows import ImportReport
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
BY = SystemActor("test")
HEADER = "code,uscc,name,kinds\n"
A, B, C = (codes.customs_code(n) for n in (9001, 9002, 9003))
USCC_A, USCC_B, USCC_C = (codes.uscc(n) for n in (9001, 9002, 9003))
pytestmark = pytest.mark.django_db


def enter(text: str) -> ImportReport:
    return import_enterprises((HEADER + text).encode(), by=BY, at=AT)


def errors(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(error.line, error.field, error.code) for error in report.errors]


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"code": "12345"}, "enterprise_code_form"),
        ({"code": "3698960a01"}, "enterprise_code_form"),
        ({"uscc": "123"}, "enterprise_uscc_form"),
        ({"name": ""}, "enterprise_named"),
        ({"kinds": []}, "enterprise_kinds_known"),
        ({"kinds": ["smuggler"]}, "enterprise_kinds_known"),
        ({"status": "maybe"}, "enterprise_status_known"),
    ],
)
def test_the_database_guards_every_enterprise(changes: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        EnterpriseFactory.create(**changes)


@pytest.mark.parametrize("field", ["code", "uscc"])
def test_codes_are_given_once(field: str) -> None:
    first = EnterpriseFactory.create()
    with pytest.raises(IntegrityError, match=f"enterprise_{field}_unique"):
        EnterpriseFactory.create(**{field: getattr(first, field)})


def test_enterprises_without_credit_code_do_not_clash() -> None:
    assert EnterpriseFactory.create(uscc="").pk != EnterpriseFactory.create(uscc="").pk


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"kinds": []}, "mandate_kinds_known"),
        ({"kinds": ["CEB312"]}, "mandate_kinds_known"),
        ({"valid_to": date(2020, 1, 1)}, "mandate_period"),
    ],
)
def test_the_database_guards_every_mandate(changes: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        MandateFactory.create(**changes)


def test_nobody_entrusts_itself() -> None:
    firm = EnterpriseFactory.create()
    with pytest.raises(IntegrityError, match="mandate_two_firms"):
        MandateFactory.create(principal=firm, agent=firm)


def test_a_mandate_begins_once_on_a_day() -> None:
    first = MandateFactory.create()
    with pytest.raises(IntegrityError, match="mandate_once"):
        MandateFactory.create(principal=first.principal, agent=first.agent)


def test_a_member_has_one_known_role() -> None:
    with pytest.raises(IntegrityError, match="member_role_known"):
        MemberFactory.create(role="king")


def test_the_enterprises_of_a_person_are_those_it_is_a_member_of() -> None:
    member = MemberFactory.create()
    MemberFactory.create()
    assert list(selectors.enterprises_of(member.user)) == [member.enterprise]


def test_a_person_is_a_member_once() -> None:
    member = MemberFactory.create()
    with pytest.raises(IntegrityError, match="member_once"):
        MemberFactory.create(user=member.user, enterprise=member.enterprise)


def test_the_register_finds_by_either_code_and_by_id() -> None:
    row = EnterpriseFactory.create(kinds=["platform", "ecommerce"])
    register = Register()
    facts = register.get(row.code)
    assert facts is not None
    assert (facts.id, facts.code, facts.uscc, facts.name) == (row.id, row.code, row.uscc, row.name)
    assert facts.kinds == {"platform", "ecommerce"}
    assert facts.approved
    assert register.get(row.uscc) == register.by_id(row.id) == facts


def test_unknown_and_empty_codes_name_nobody() -> None:
    EnterpriseFactory.create(uscc="")
    register = Register()
    assert register.get("3698969999") is None
    assert register.get("") is None
    assert register.by_id(0) is None


def test_a_suspended_enterprise_is_found_but_not_approved() -> None:
    facts = Register().get(EnterpriseFactory.create(status="suspended").code)
    assert facts is not None
    assert not facts.approved


def test_many_codes_cost_one_query_and_the_next_request_none() -> None:
    wanted = [EnterpriseFactory.create().code for _ in range(3)]
    register = Register()
    with CaptureQueriesContext(connection) as queries:
        register.preload(wanted)
        assert all(register.get(code) for code in wanted)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert all(Register().get(code) for code in wanted)
    assert len(queries) == 0


def test_a_change_is_seen_after_five_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    row = EnterpriseFactory.create()
    Register().get(row.code)
    Enterprise.objects.filter(id=row.id).update(status="suspended")
    later = time.monotonic() + selectors.REMEMBER_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    facts = Register().get(row.code)
    assert facts is not None
    assert not facts.approved


def test_a_firm_registered_a_moment_ago_is_known_to_the_next_request() -> None:
    assert Register().get(A) is None
    EnterpriseFactory.create(code=A)
    assert Register().get(A) is not None


def test_mandates_hold_from_their_first_day_until_their_end() -> None:
    mandate = MandateFactory.create(
        kinds=["CEB311", "CEB411"], valid_from=date(2026, 1, 1), valid_to=date(2026, 7, 1)
    )
    pairs = {(mandate.principal_id, "CEB311"), (mandate.principal_id, "CEB411")}
    assert mandates_for(mandate.agent_id, on=date(2025, 12, 31)) == set()
    assert mandates_for(mandate.agent_id, on=date(2026, 1, 1)) == pairs
    assert mandates_for(mandate.agent_id, on=date(2026, 6, 30)) == pairs
    assert mandates_for(mandate.agent_id, on=date(2026, 7, 1)) == set()
    assert mandates_for(mandate.principal_id, on=date(2026, 1, 1)) == set()


def test_one_enterprise_is_registered_and_audited() -> None:
    row = register_enterprise(applicant(A, USCC_A, "虚构", "platform broker"), by=BY, at=AT)
    assert (row.status, row.site_id, row.simulated) == ("approved", "hub", False)
    entry = AuditEntry.objects.get(action="enterprise.registered", on_id=A)
    assert entry.new == {"uscc": USCC_A, "name": "虚构", "kinds": ["broker", "platform"]}


def test_an_enterprise_that_cannot_be_registered_hears_everything_that_is_wrong() -> None:
    EnterpriseFactory.create(code=A, uscc=USCC_B)
    with pytest.raises(PortalError) as refusal:
        register_enterprise(applicant(A, USCC_A[:17], "", "smuggler"), by=BY, at=AT)
    assert refusal.value.code == "enterprise_invalid"
    found = {(p["field"], p["code"]) for p in refusal.value.details["problems"]}
    assert found == {("code", "taken"), ("uscc", "form"), ("name", "missing"), ("kinds", "unknown")}


def test_a_credit_code_belongs_to_one_enterprise() -> None:
    EnterpriseFactory.create(code=A, uscc=USCC_A)
    with pytest.raises(PortalError) as refusal:
        register_enterprise(applicant(B, USCC_A, "虚构", "broker"), by=BY, at=AT)
    assert [p["code"] for p in refusal.value.details["problems"]] == ["uscc_taken"]


def test_a_file_registers_updates_and_leaves_alone() -> None:
    text = f"{A},{USCC_A},甲,platform ecommerce\n{B},{USCC_B},乙,broker\n"
    assert enter(text).created == 2
    again = enter(text.replace("乙", "乙方"))
    assert (again.created, again.updated, again.unchanged) == (0, 1, 1)
    assert Enterprise.objects.get(code=B).name == "乙方"
    assert AuditEntry.objects.get(action="enterprise.updated").old == {
        "uscc": USCC_B,
        "name": "乙",
        "kinds": ["broker"],
    }


def test_an_import_does_not_lift_a_suspension() -> None:
    EnterpriseFactory.create(code=A, uscc=USCC_A, status="suspended")
    enter(f"{A},{USCC_A},新名,broker\n")
    row = Enterprise.objects.get(code=A)
    assert (row.name, row.status) == ("新名", "suspended")


def test_good_lines_are_kept_and_all_errors_of_the_others_told() -> None:
    report = enter(
        f"{A},{USCC_A},甲,platform\n"
        f"123,{USCC_B[:17]}?,,smuggler\n"
        f"{A},{USCC_A},甲,platform\n"
        f"{B},{USCC_A},乙,broker\n"
        f"{C},{USCC_C},丙,broker,多\n"
    )
    assert errors(report) == [
        (3, "code", "form"),
        (3, "uscc", "form"),
        (3, "name", "missing"),
        (3, "kinds", "unknown"),
        (4, "code", "code_twice"),
        (5, "uscc", "uscc_taken"),
        (6, "*", "cells_surplus"),
    ]
    assert Enterprise.objects.filter(code__in=[A, B, C]).count() == 1


def test_a_credit_code_may_move_on_once_its_holder_gave_it_up() -> None:
    EnterpriseFactory.create(code=A, uscc=USCC_A)
    report = enter(f"{A},{USCC_B},甲,broker\n{C},{USCC_A},丙,broker\n")
    assert report.errors == ()
    assert Enterprise.objects.get(code=C).uscc == USCC_A


def test_an_imported_enterprise_is_known_at_once() -> None:
    EnterpriseFactory.create(code=A, uscc=USCC_A, kinds=["broker"])
    Register().get(A)
    enter(f"{A},{USCC_A},甲,platform\n")
    facts = Register().get(A)
    assert facts is not None
    assert facts.kinds == {"platform"}


def test_the_commands_import_files_and_fail_when_a_line_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(f"{HEADER}{A},{USCC_A},甲,platform\n{B},{USCC_B},乙,express\n")
    call_command("import_enterprises", str(file))
    assert "2 created" in capsys.readouterr().out
    file.write_text(f"{HEADER}{C},{USCC_C},丙,broker\n{C}\n")
    with pytest.raises(CommandError, match="errors; lines without errors were imported"):
        call_command("import_enterprises", str(file))
    assert "line 3, uscc" in capsys.readouterr().err
    assert Enterprise.objects.filter(code=C).exists()
    file.write_text(f"principal,agent,kinds,from,to\n{A},{USCC_B},CEB311 CEB411,2026-01-01,\n")
    call_command("import_mandates", str(file))
    assert Mandate.objects.get().kinds == ["CEB311", "CEB411"]
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_mandates", str(tmp_path / "nowhere.csv"))


def test_mandates_are_entered_updated_and_left_alone() -> None:
    one, two = EnterpriseFactory.create(), EnterpriseFactory.create()
    text = f"principal,agent,kinds,from,to\n{one.code},{two.code},ceb311,2026-01-01,\n"
    assert import_mandates(text.encode(), by=BY, at=AT).created == 1
    assert import_mandates(text.encode(), by=BY, at=AT).unchanged == 1
    ended = text.replace("2026-01-01,", "2026-01-01,2026-07-01")
    assert import_mandates(ended.encode(), by=BY, at=AT).updated == 1
    assert Mandate.objects.get().valid_to == date(2026, 7, 1)
    actions = AuditEntry.objects.filter(on_type="enterprises.mandate")
    assert [entry.action for entry in actions.order_by("id")] == [
        "mandate.entered",
        "mandate.updated",
    ]


def test_all_errors_of_mandates_are_told_and_good_lines_kept() -> None:
    one, two = EnterpriseFactory.create(), EnterpriseFactory.create()
    text = (
        "principal,agent,kinds,from,to\n"
        f"{one.code},{two.code},CEB311,2026-01-01,\n"
        f"{one.code},{two.code},CEB411,2026-01-01,\n"
        f"{one.code},{one.code},CEB312 CEB311,2026-1-1,\n"
        f"3698969999,,,2026-02-01,2026-01-01\n"
    )
    report = import_mandates(text.encode(), by=BY, at=AT)
    assert errors(report) == [
        (3, "principal", "mandate_twice"),
        (4, "agent", "same_enterprise"),
        (4, "kinds", "unknown"),
        (4, "from", "date_invalid"),
        (5, "agent", "missing"),
        (5, "kinds", "missing"),
        (5, "principal", "enterprise_unknown"),
        (5, "to", "period"),
    ]
    assert Mandate.objects.get().kinds == ["CEB311"]
