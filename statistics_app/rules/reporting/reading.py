"""What was typed or sent, as figures or as findings; and the reasons that doubts still need."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from statistics_app.rules.reporting.shape import ERROR, Context, Figure, Finding, Form

MOST: Final = Decimal(10) ** 12
SHORTEST_REASON: Final = 4


def read_figures(form: Form, typed: Mapping[str, str]) -> tuple[dict[str, Decimal], list[Finding]]:
    """The figures that could be read, and what is wrong with the others."""
    figures: dict[str, Decimal] = {}
    wrong: list[Finding] = []
    for row in form.figures:
        text = str(typed.get(row.code, "")).strip().replace(",", "").replace("，", "")
        if not text:
            if row.required:
                wrong.append(
                    Finding(
                        "ST-20",
                        row.code,
                        ERROR,
                        f"{row.zh}：没有填写，没有发生请填 0",
                        f"{row.en}: nothing given; write 0 where there was none",
                    )
                )
            continue
        value = _value(row, text)
        if value is None:
            wrong.append(
                Finding(
                    "ST-21",
                    row.code,
                    ERROR,
                    f"{row.zh}：“{text[:20]}”应为不小于零的数，最多 {row.places} 位小数",
                    f"{row.en}: “{text[:20]}” should be a number from zero up, with at most "
                    f"{row.places} decimals",
                )
            )
        else:
            figures[row.code] = value
    return figures, wrong


def _value(row: Figure, text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or not 0 <= value < MOST:
        return None
    exponent = value.normalize().as_tuple().exponent
    return value if isinstance(exponent, int) and -exponent <= row.places else None


def findings_of(form: Form, context: Context) -> list[Finding]:
    """Everything the form's checks find, in the order of the form."""
    return [finding for check in form.checks for finding in check(context)]


def unanswered(findings: list[Finding], reasons: Mapping[str, str]) -> list[Finding]:
    """What still stands in the way: errors, and doubts without a reason."""
    return [
        finding
        for finding in findings
        if finding.severity == ERROR or len(reasons.get(finding.key, "").strip()) < SHORTEST_REASON
    ]
