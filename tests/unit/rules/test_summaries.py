"""Summary applications."""

from tests.unit.rules.documents import breaks, codes_of, severity_of

PERIOD = {"startTime": "20260201000000", "endTime": "20260228235959"}
ONE = [{"invtNo": "40172026E000000001"}]


def test_summary_period_is_whole() -> None:
    assert severity_of("SUM-001", "CEB701", {"startTime": "20260201000000"}) == "error"
    assert breaks("SUM-001", "CEB701", {"endTime": "20260201000000"})


def test_summary_period_ends_after_it_begins() -> None:
    wrong = {"startTime": PERIOD["endTime"], "endTime": PERIOD["startTime"]}
    assert severity_of("SUM-002", "CEB701", wrong, SummaryApplyList=None) == "error"
    assert codes_of("CEB701", PERIOD, SummaryApplyList=None) == []


def test_summary_names_what_it_sums() -> None:
    assert severity_of("SUM-003", "CEB701", SummaryApplyList=[]) == "error"
    assert not breaks("SUM-003", "CEB701", PERIOD, SummaryApplyList=[])


def test_summary_list_counts() -> None:
    assert severity_of("SUM-004", "CEB701", PERIOD, SummaryApplyList=ONE) == "warning"
    assert not breaks("SUM-004", "CEB701", PERIOD, SummaryApplyList=None)


def test_summary_flag_known() -> None:
    assert severity_of("SUM-005", "CEB701", {"summaryFlag": "3"}) == "error"


def test_summary_lists_each_once() -> None:
    assert severity_of("SUM-006", "CEB701", SummaryApplyList=ONE * 2) == "warning"
    assert codes_of("CEB701", SummaryApplyList=ONE) == []
