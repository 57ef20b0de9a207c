"""What a declaration holds follows customs first, its documents only until customs has it."""

import pytest

from declarations.tax_states import FREE, HELD, RELEASED, wanted


@pytest.mark.parametrize("outcome", ["matched", "waiting", "mismatched", None])
def test_what_customs_has_holds_whatever_its_documents_say(outcome: str | None) -> None:
    for code in ("sent", "1", "2", "3", "4", "120", "300", "500", "599", "399"):
        assert wanted(outcome, code) == HELD, code
    for code in ("800", "899"):
        assert wanted(outcome, code) == RELEASED, code
    for code in ("100", "refused", "cancelled", "700"):
        assert wanted(outcome, code) == FREE, code
    for own in ("queued", "failed", None):
        assert wanted(outcome, own) == (HELD if outcome == "matched" else FREE), own
