"""The fast yes, the slow explanation and the rules as written always agree."""

from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from declarations.messages.catalogue import KINDS
from declarations.messages.json_reader import LINE_DECODER, read_object
from declarations.rules.fields import examine, examine_struct
from tests.unit.rules.documents import BONDED_IMPORT, SENT_KINDS, checks, document
from zone_portal.kernel.predicates import evaluate

LIKELY_VALUES: list[Any] = [
    *("", " ", "0", "1", "2", "3", "A", "B", "E", "I", "NO", "无", "007", "035", "142", "502"),
    *("999", "9610", "1210", "1239", "9810", "4017", "0110", "3304990039", "6109100021"),
    *("20260301112701", "20270301112701", "20260230112701", "20260301", "20270101", "20260231"),
    *("-1", "0.5", "100.50", "201", "223.79", "5000.01", "26001", "1e3", "1.123456", "NaN"),
    *("Infinity", "99999999999999.99999", "100000000000000", "1_000", " 12 ", "１２", "9" * 30),
    *("11010519491231002X", "110105194912310021", "990105202612310021", "13800138000", "138****8"),
    *("3601960001", "3601960005", "x" * 61, "x" * 1001, "a\tb", "a\x00b", "\x1f", "\ufffe"),
    *(0, 1, 2, 3, 7, 142, 9610, -1, 10**20, True, False, None, 1.5, 0.000001, [], {}, ["1"]),
]

likely = st.sampled_from(LIKELY_VALUES) | st.text(max_size=12) | st.integers(-5, 200)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A valid document of any kind with up to five elements changed, lines moved or dropped."""
    code = draw(st.sampled_from(SENT_KINDS))
    kind = KINDS[code]
    bonded = code == "CEB621" and draw(st.booleans())
    data = document(code, BONDED_IMPORT if bonded else None)
    parts = [(data[kind.json_head], list(kind.head_elements))]
    if kind.list_element:
        lines = data[kind.list_element]
        if draw(st.integers(0, 9)) == 0:
            data[kind.list_element] = lines = draw(st.sampled_from([[], lines[:1], lines * 2]))
        parts += [(line, list(kind.line_elements)) for line in lines]
    for _ in range(draw(st.integers(0, 5))):
        part, names = draw(st.sampled_from(parts))
        part[draw(st.sampled_from(names))] = draw(likely)
    return data


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_the_fast_yes_is_given_exactly_where_the_slow_check_finds_nothing(
    data: dict[str, Any],
) -> None:
    kind, day = KINDS[data["type"]], checks()
    raw = msgspec.json.encode(data)
    slow = examine(kind, read_object(raw).data, day)
    try:
        record = LINE_DECODER.decode(raw)
    except msgspec.ValidationError:
        if not slow.findings:
            assert day.accepts(kind, slow.document)
        return
    assert day.accepts(kind, record, raw) is (not slow.findings)
    again = examine_struct(kind, record, day)
    assert [f.code for f in again.findings] == [f.code for f in slow.findings]
    if slow.document is not None:
        assert slow.document == record


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_a_compiled_rule_says_what_the_rule_as_written_says(data: dict[str, Any]) -> None:
    kind, day = KINDS[data["type"]], checks()
    try:
        record = LINE_DECODER.decode(msgspec.json.encode(data))
    except msgspec.ValidationError:
        return
    lines = record.lines if kind.list_element else []
    for bound in day.bound[kind.code]:
        for line in lines if bound.of_line else [None]:
            values = {
                "head": record.head,
                "line": line,
                "lines": lines,
                "tables": day.tables,
                "today": day.day,
            }
            written = evaluate(bound.predicate, values, day.settings.parameters)
            assert bound.holds(record.head, line, lines) is written, bound.rule.code


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_findings_are_plain_json_that_any_database_takes(data: dict[str, Any]) -> None:
    for finding in examine(KINDS[data["type"]], data, checks()).findings:
        stored = msgspec.json.encode([finding.documents, dict(finding.params)])
        assert b"\\u0000" not in stored
        assert finding.documents
        assert finding.responsible
