"""Every fault of the catalogue, played against the portal: it says what the script foresees."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.facts import SystemActor
from declarations.management import oracle
from declarations.management.mailing import Mail
from declarations.management.oracle import Foreseen
from declarations.management.posting import Answer, Door, PortalUnreachable
from declarations.management.staging import series_of
from declarations.services.deciding import drain
from declarations.signatures.signing import demo_signer
from declarations.simulation.actors import EXPORT, IMPORT, MIXED, XML, keys_needed
from declarations.simulation.deal import Firm
from declarations.simulation.faults import FAULTS
from declarations.simulation.play import Play
from declarations.simulation.script import Script, in_order
from enterprises.models import Enterprise
from enterprises.selectors import forget_register
from enterprises.services.demo import load_demo
from enterprises.services.demo_zone import demo_applicant
from enterprises.services.tokens import issue_token

CASES = [(name, direction) for name, fault in FAULTS.items() for direction in fault.directions]
NOON = datetime(2026, 3, 2, 12)  # noqa: DTZ001  local time, as messages have it


class ClientDoor(Door):
    """A firm's door that leads through Django's test client."""

    def _try(self, method: str, path: str, body: bytes, content_type: str) -> Answer:
        self._token = self._token or self.issue()
        response = Client().generic(
            method,
            path,
            body,
            content_type,
            headers={"Authorization": f"Bearer {self._token}", "Accept-Language": "en"},
        )
        return Answer(response.status_code, response.json())


@pytest.fixture
def firms(db: None) -> Mapping[str, Firm]:
    """The demo zone."""
    forget_register()
    load_demo(at=timezone.now())
    applicants = {key: demo_applicant(key) for key in {*keys_needed(), "seller"}}
    return {key: Firm(firm.code, firm.name) for key, firm in applicants.items()}


@pytest.fixture
def doors(firms: Mapping[str, Firm]) -> Mapping[str, Door]:
    """A door for each firm."""

    def door(firm: Firm) -> Door:
        enterprise = Enterprise.objects.get(code=firm.code)
        return ClientDoor(
            "",
            lambda: (
                issue_token(enterprise=enterprise, by=SystemActor("tests"), at=timezone.now()).text
            ),
        )

    return {key: door(firm) for key, firm in firms.items()}


def played(
    plays: Iterable[Play], firms: Mapping[str, Firm], doors: Mapping[str, Door], form: str
) -> list[str]:
    """Send the documents of some plays; everything that came out differently."""
    found = list(plays)
    signer = demo_signer(Path(settings.PORTAL_KEY_DIR), at=timezone.now())
    mail = Mail(doors, firms, signer, form)
    for play, step in in_order(iter(found)):
        mail.put(play, step)
    mail.send_all()
    drain(seconds=30)
    foreseen = [Foreseen.of(play) for play in found]
    judged = oracle.compare(doors, foreseen, mail.inventories, patience=0)
    return [*mail.differences, *judged.differences]


@pytest.mark.parametrize(("name", "direction"), CASES)
def test_a_fault_comes_out_as_foreseen(
    name: str, direction: str, firms: Mapping[str, Firm], doors: Mapping[str, Door]
) -> None:
    script = Script(firms, 7, "FAULT", NOON)
    plays = [
        script.staged(number, NOON, direction=direction, chosen=FAULTS[name]) for number in range(3)
    ]
    assert played(plays, firms, doors, MIXED) == []


@pytest.mark.parametrize("form", ["xml", "ndjson"])
def test_a_day_with_all_faults_comes_out_as_foreseen(
    form: str, firms: Mapping[str, Firm], doors: Mapping[str, Door]
) -> None:
    script = Script(firms, 11, "DAY", NOON, faults=0.5)
    assert played(script.plays(2 * len(FAULTS) + 2), firms, doors, form) == []


def test_the_oracle_tells_when_the_portal_says_something_else(
    firms: Mapping[str, Firm], doors: Mapping[str, Door]
) -> None:
    script = Script(firms, 7, "WRONG", NOON)
    play = script.staged(1, NOON, direction=IMPORT, chosen=FAULTS["payer-not-buyer"])
    play.outcome, play.codes = "matched", frozenset()
    assert played([play], firms, doors, XML) == [
        "payer-not-buyer #1: expected matched, is mismatched"
    ]


def test_the_oracle_tells_when_a_verdict_differs(
    firms: Mapping[str, Firm], doors: Mapping[str, Door]
) -> None:
    script = Script(firms, 7, "VERDICT", NOON)
    play = script.staged(1, NOON, direction=EXPORT, chosen=None)
    play.step("order").reject("ORD-001")
    (difference,) = played([play], firms, doors, XML)
    assert "order: expected rejected ['ORD-001'], was accepted" in difference


def test_every_enterprise_that_plays_is_labelled_simulated(firms: Mapping[str, Firm]) -> None:
    codes = [firm.code for firm in firms.values()]
    found = Enterprise.objects.filter(code__in=codes)
    assert set(found.values_list("simulated", flat=True)) == {True}
    assert found.count() == len(codes)


def test_a_second_simulation_of_a_seed_uses_other_numbers() -> None:
    series = {series_of(7, generation) for generation in range(5)} | {series_of(8, 0)}
    assert len(series) == 6
    assert {len(one) for one in series} == {8}


def test_without_a_portal_the_command_says_so(db: None) -> None:
    door = Door("http://127.0.0.1:9", lambda: "token", patience=0)
    with pytest.raises(PortalUnreachable, match="no answer"):
        door.get("orders/")


def test_the_catalogue_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("simulate", "--list-faults")
    assert "payer-not-buyer" in capsys.readouterr().out
