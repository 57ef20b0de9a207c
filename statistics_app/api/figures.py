"""The dictionary of indicators for anybody, and a firm's own figures for its programs."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.timezone import localdate
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.frame import (
    BOTH,
    MAYBE_TEXT,
    TEXT,
    ClientView,
    answer,
    answers,
    example,
    many,
    query,
    record,
)
from enterprises.constants import SCOPE_READ
from statistics_app.asking import CURRENCIES, LISTS, asked
from statistics_app.constants import COVERAGES, EXPORT, IMPORT, KINDS
from statistics_app.rules.goods import chapters_of
from statistics_app.rules.indicators import INDICATORS
from statistics_app.rules.indicators.base import BLOCKS, UNITS, Indicator
from statistics_app.selectors_indicators import Value, value_of
from zone_portal.framework.api_lists import refuse_unknown
from zone_portal.framework.public_api import PublicView
from zone_portal.kernel.periods import parse_day

TAG: Final = "Statistics"
PARAMETERS: Final = (
    "code", "from", "to", "currency", "coverage", "direction", "kind", "customs", "section", *LISTS,
)  # fmt: skip
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "currency": tuple(CURRENCIES),
    "coverage": tuple(COVERAGES),
    "direction": (IMPORT, EXPORT),
    "kind": tuple(KINDS),
}
"""Parameter → what it may be."""
INDICATOR: Final = record(
    "The declaration of an indicator.",
    code=TEXT,
    version={"type": "integer"},
    block={"type": "string", "enum": list(BLOCKS)},
    title=BOTH,
    unit={"type": "string", "enum": list(UNITS)},
    numerator=BOTH,
    denominator=BOTH,
    caveat=BOTH,
    dimensions=many(TEXT),
    coverages=many({"type": "string", "enum": ["A", "B", "C"]}),
)
VALUE: Final = record(
    "A figure; with problems it is incomplete and must not be published. Shares and rates are "
    "fractions, money is in `currency`, times are seconds.",
    indicator=TEXT,
    version={"type": "integer"},
    first=TEXT,
    last=TEXT,
    coverage=TEXT,
    currency={"type": "string", "enum": ["rmb", "usd"]},
    value=MAYBE_TEXT,
    numerator=MAYBE_TEXT,
    denominator=MAYBE_TEXT,
    problems=many(record("Why.", code=TEXT, text=BOTH)),
)
INDICATOR_EXAMPLE: Final = {
    "code": "IND-SCALE-02",
    "version": 1,
    "block": "scale",
    "title": {"zh": "出口额", "en": "Exports"},
    "unit": "money",
    "numerator": {"zh": "已结关出口清单的 FOB 价值，减退货", "en": "FOB value, less returns"},
    "denominator": {"zh": "—", "en": "—"},
    "caveat": {"zh": "…", "en": "…"},
    "dimensions": ["mode", "country"],
    "coverages": ["A", "C"],
}
VALUE_EXAMPLE: Final = {
    "indicator": "IND-SCALE-02",
    "version": 1,
    "first": "2026-10-01",
    "last": "2026-10-31",
    "coverage": "A",
    "currency": "rmb",
    "value": "5975.00",
    "numerator": "5975.00",
    "denominator": None,
    "problems": [],
}


class IndicatorsView(PublicView):
    """Every indicator as it is declared."""

    @extend_schema(
        tags=[TAG],
        summary="List the indicators",
        auth=[],
        operation_id="list_indicators",
        description="Public, 60 requests a minute. Codes are never reused; a changed definition "
        "has a new version.",
        responses=answers(record("Indicators.", results=many(INDICATOR)), 400),
        examples=[example("Indicators", {"results": [INDICATOR_EXAMPLE]})],
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request.GET, ())
        return Response({"results": [_declared(one) for one in INDICATORS.values()]})


class ValuesView(ClientView):
    """One figure of the own enterprise."""

    scopes = {"GET": SCOPE_READ}

    @extend_schema(
        tags=[TAG],
        summary="Read a figure of the own enterprise",
        operation_id="get_statistics_value",
        description="The enterprise's own part of an indicator, counted every night. Scope `read`. "
        "What an indicator does not keep (see its `dimensions`) has no value and the problem "
        "`dimension_not_kept`; coverage `B` is estimated from surveys and refused.",
        parameters=[
            query("code", "Code of the indicator.", required=True),
            query("from", "First month (2026-01) or day."),
            query("to", "Last month or day."),
            query("currency", "`rmb` (default) or `usd`.", enum=["rmb", "usd"]),
            query("coverage", "`A` (default) or `C`; `B` is refused.", enum=["A", "B", "C"]),
            query("direction", "`I` imports, `E` exports.", enum=["I", "E"]),
            query("kind", "Kind of trade.", enum=["b2b", "b2c", "b2b2c", "other"]),
            query("mode", "Supervision modes, separated by commas."),
            query("country", "Customs codes of countries, separated by commas."),
            query("section", "Section of the HS, in Roman figures."),
            query("chapter", "Chapters, two digits, separated by commas."),
            query("heading", "Headings, four digits, separated by commas."),
            query("customs", "Customs office (four digits) or district (two)."),
            query("site", "Codes of sites, separated by commas."),
        ],
        responses=answers(VALUE, 400, 401, 403, 404, 422),
        examples=[example("Exports of a month", VALUE_EXAMPLE)],
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, PARAMETERS)
        _refuse_unreadable(request.GET)
        wanted = asked(request.GET, today=localdate())
        value = value_of(
            request.GET["code"],
            wanted.term,
            wanted.cut.but(enterprises=self.viewer.own_ids),
            currency=wanted.currency,
            viewer=self.viewer,
        )
        return answer(_shown(value))


def _refuse_unreadable(given: Mapping[str, str]) -> None:
    """A page takes what it cannot read for the usual; a program is told."""
    wrong = {
        name: [f"one of {', '.join(known)}"]
        for name, known in CHOICES.items()
        if given.get(name) and given[name] not in known
    }
    for name in ("from", "to"):
        text = given.get(name, "")
        if text and parse_day(text) is None and parse_day(f"{text}-01") is None:
            wrong[name] = ["a month (2026-01) or a day (2026-01-31)"]
    if given.get("section") and not chapters_of(given["section"]):
        wrong["section"] = ["a section of the HS: I to XXII"]
    if not given.get("code"):
        wrong["code"] = ["the code of an indicator"]
    if wrong:
        raise ValidationError(wrong)


def _both(words: tuple[str, str]) -> dict[str, str]:
    return {"zh": words[0], "en": words[1]}


def _declared(one: Indicator) -> dict[str, Any]:
    return {
        "code": one.code,
        "version": one.version,
        "block": one.block,
        "title": _both(one.title),
        "unit": one.unit,
        "numerator": _both(one.numerator),
        "denominator": _both(one.denominator),
        "caveat": _both(one.caveat),
        "dimensions": list(one.dimensions),
        "coverages": list(one.coverages),
    }


def _shown(value: Value) -> dict[str, Any]:
    return {
        "indicator": value.indicator.code,
        "version": value.indicator.version,
        "first": value.term.first.isoformat(),
        "last": value.term.last.isoformat(),
        "coverage": value.cut.coverage,
        "currency": value.currency,
        "value": _text(value.value),
        "numerator": _text(value.numerator),
        "denominator": _text(value.denominator),
        "problems": [
            {"code": problem.code, "text": _both((problem.zh, problem.en))}
            for problem in value.problems
        ],
    }


def _text(number: Any) -> str | None:
    return None if number is None else f"{number:f}"
