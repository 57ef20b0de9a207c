"""Warnings written down the short way say what the slow path says."""

from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings

from declarations.messages.catalogue import KINDS
from declarations.messages.json_reader import LINE_DECODER
from declarations.rules.cautions import Cautions
from declarations.rules.checks import CAUTIONED, CLEAN, REFUSED
from declarations.rules.fields import examine_struct
from declarations.rules.values import needs_a_close_look
from tests.unit.rules.documents import checks
from tests.unit.rules.test_agreement import documents
from zone_portal.kernel.findings import to_stored


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_the_judge_and_its_warnings_agree_with_the_slow_path(data: dict[str, Any]) -> None:
    kind, day = KINDS[data["type"]], checks()
    try:
        record = LINE_DECODER.decode(msgspec.json.encode(data))
    except msgspec.ValidationError:
        return
    if needs_a_close_look(msgspec.json.encode(record)):
        return  # intake gives such a line to the slow path at once
    lines = record.lines if kind.list_element else ()
    slow = [to_stored(f) for f in examine_struct(kind, record, day, responsible="agent").findings]

    rank = day.judge[kind.code](record.head, lines)

    assert (rank == REFUSED) is any(f["severity"] == "error" for f in slow)
    assert (rank == CLEAN) is (not slow)
    if rank == CAUTIONED:
        key = kind.key_of(record.head)
        quick = Cautions(kind, day).found(record.head, lines, key, "agent")
        assert quick is None or sorted(map(str, quick)) == sorted(map(str, slow))
