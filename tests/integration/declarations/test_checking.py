"""Checking without sending: the verdicts of sending, and not a row more than before."""

from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from declarations.facts import Sender
from declarations.services.bodies import BodyTooLarge
from declarations.services.checking import Checked, check_only
from declarations.services.sources import JSON, NDJSON, XML, KindRefused
from declarations.verdicts import ACCEPTED, DUPLICATE, REJECTED
from tests.builders.documents import changed, to_ndjson, to_xml
from tests.builders.papers import PAPERS, paper
from tests.builders.series import new_series
from tests.integration.declarations.conftest import Desk
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db


def check(desk: Desk, body: bytes, content_type: str = NDJSON) -> Checked:
    return check_only(
        [body],
        content_type=content_type,
        announced=len(body),
        by=Sender(desk.firm),
        at=timezone.now(),
    )


def rows() -> dict[str, int]:
    """How many rows each table of the app has."""
    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_app_config("declarations").get_models()
    }


def told(judged: Any) -> list[tuple[str, Any]]:
    return [(item.verdict, item.findings) for item in judged]


def test_a_check_says_what_sending_says_and_keeps_nothing(desk: Desk) -> None:
    first, second, third = desk.set(1), desk.set(2), desk.set(3)
    desk.send(*first.values())
    code = desk.firm.code
    body = to_ndjson(
        [
            *first.values(),  # known already
            changed(first["order"], note="other"),
            changed(first["waybill"], appType="2", goodsInfo="other"),
            *second.values(),
            changed(second["order"], appType="2", batchNumbers="B1"),
            changed(third["order"], currency="XYZ"),
            {"type": "CEB999"},
            *(paper(kind, code, series=new_series("P", length=6)) for kind in PAPERS),
        ]
    )
    before = rows()

    checked = check(desk, body)

    assert rows() == before
    again = check(desk, body)
    sent = desk.receive(body, NDJSON).judged
    assert told(checked.judged) == told(again.judged) == told(sent)
    assert {item.verdict for item in sent} == {ACCEPTED, REJECTED, DUPLICATE}
    assert checked.count(ACCEPTED) == sum(item.verdict == ACCEPTED for item in sent)
    assert not any(item.document_id for item in checked.judged if item.verdict == ACCEPTED)


def test_a_message_in_xml_is_checked_too(desk: Desk) -> None:
    body = to_xml("CEB311", [desk.set()["order"]], sender=desk.firm.code)

    assert check(desk, body, XML).count(ACCEPTED) == 1


@pytest.mark.parametrize(
    ("body", "layout", "reason"),
    [
        (b"<a", XML, PortalError),
        (b'{"type": "CEB312"}', JSON, KindRefused),
        (b"x" * (33 * 1024 * 1024), XML, BodyTooLarge),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_kept(
    desk: Desk, body: bytes, layout: str, reason: type[Exception]
) -> None:
    before = rows()

    with pytest.raises(reason):
        check(desk, body, layout)

    assert rows() == before


def test_another_firms_message_is_not_checked(desk: Desk) -> None:
    body = to_xml("CEB311", [desk.set()["order"]], sender="3698969999")

    with pytest.raises(PortalError, match="not the connected enterprise"):
        check(desk, body, XML)
