"""Rates by code and day, and the table of treatments of a day."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from taxation import selectors
from taxation.constants import DOCUMENTS, TAXPAYERS, TREATMENTS
from taxation.line_tax import UNIT_NAMES
from taxation.models import TaxRate
from taxation.pages.base import TaxPage
from taxation.pages.labels import said
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    Label,
    ListPage,
    ListRow,
    day_filter,
    text_filter,
)

CHUNK = 500


class RateForm(FilterForm):
    """Filters of the rates."""

    code = text_filter(gettext_lazy("商品编码开头"), 10)
    on = day_filter(gettext_lazy("在哪一天有效"))


class RatesPage(ListPage):
    """Rates of every time: past, present and to come."""

    title = gettext_lazy("税率")
    template_name = "taxation/rates.html"
    form_class = RateForm
    file_name = "tax-rates"
    empty_title = gettext_lazy("还没有导入税率")
    empty_text = gettext_lazy("用 import_rates 命令导入税率表后显示在这里。")
    columns = (
        Field("code", gettext_lazy("商品编码"), form="day"),
        Field("duty", gettext_lazy("关税"), numeric=True),
        Field("vat", gettext_lazy("增值税"), numeric=True),
        Field("consumption", gettext_lazy("消费税")),
        Field("from", gettext_lazy("生效日期"), form="day"),
        Field("to", gettext_lazy("失效日期"), form="day"),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("source", gettext_lazy("来源")),
        Field("author", gettext_lazy("录入人"), shown=False),
    )

    def rows(self, form: RateForm) -> Any:
        given = form.chosen()
        return selectors.rate_rows(given.get("code", ""), on=given.get("on")).order_by("-id")

    def lines(self, rows: Iterable[TaxRate]) -> list[ListRow]:
        return [_line(row) for row in rows]

    def chunks(self, form: RateForm) -> Iterator[Sequence[TaxRate]]:
        found = self.rows(form)
        for start in range(0, found.count(), CHUNK):
            yield found[start : start + CHUNK]


class TreatmentsPage(TaxPage):
    """Mode × taxpayer × document → treatment, as of today or a day of the address."""

    template_name = "taxation/treatments.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = RateForm(self.request.GET)
        on = form.chosen().get("on") or localdate()
        rows = [
            {
                "row": row,
                "direction": row.get_direction_display(),
                "taxpayer": said(TAXPAYERS[row.taxpayer]),
                "document": said(DOCUMENTS[row.document]),
                "treatment": said(TREATMENTS[row.treatment]),
            }
            for row in selectors.treatments_on(on)
        ]
        return super().get_context_data(**kwargs) | {"on": on, "rows": rows}


def _line(row: TaxRate) -> ListRow:
    return ListRow(
        "",
        {
            "code": row.hs_code,
            "duty": _percent(row.duty),
            "vat": _percent(row.vat),
            "consumption": _consumption(row),
            "from": row.valid_from.isoformat(),
            "to": row.valid_to.isoformat() if row.valid_to else "",
            "state": _state(row),
            "source": row.source,
            "author": row.author,
        },
    )


def _state(row: TaxRate) -> Label:
    if row.valid_from > localdate():
        return Label("info", gettext_lazy("尚未生效"))
    if row.valid_to is not None and row.valid_to <= localdate():
        return Label("idle", gettext_lazy("已失效"))
    if not row.verified:
        return Label("warn", gettext_lazy("有效，未核实"))
    return Label("ok", gettext_lazy("有效"))


def _percent(share: Decimal | None) -> str:
    return "—" if share is None else f"{(share * 100).normalize():f}%"


def _consumption(row: TaxRate) -> str:
    if row.consumption is None:
        return "—"
    parts = [_percent(row.consumption)] if row.consumption or not row.specific else []
    if row.specific:
        unit = said(UNIT_NAMES.get(row.specific_unit, (row.specific_unit, row.specific_unit)))
        per = "" if row.specific_per == 1 else f"{row.specific_per.normalize():f} "
        parts.append(f"{row.specific.normalize():f} / {per}{unit}")
    text = " + ".join(parts)
    if row.from_price is not None:
        unit = said(UNIT_NAMES.get(row.price_unit, (row.price_unit, row.price_unit)))
        text += f" (≥ {row.from_price.normalize():f} / {unit})"
    return text
