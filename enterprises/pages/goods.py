"""The lists of goods, promotions and places."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enterprises.models import FiledGoods, Filing
from enterprises.pages.drafts import reference_of
from enterprises.pages.labels import filing_label, language
from enterprises.pages.line_kinds import KINDS, coded, goods_cells
from enterprises.rules.forms.facility import FACILITY
from enterprises.rules.forms.facility import KINDS as PLACES
from enterprises.rules.forms.goods import GOODS
from enterprises.rules.forms.promotion import PROMOTION
from enterprises.rules.promotions import PHASES, phase
from enterprises.selectors_goods import (
    CHUNK,
    GoodsFilter,
    facilities_of,
    filings,
    goods,
    newest_counts,
    promotions_of,
)
from enterprises.states import FILING_LABELS, OPEN_FOR_APPLICANT
from enterprises.viewers import viewer_for
from reference.selectors import positive_list
from zone_portal.framework.forms import give_choices
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    Label,
    ListPage,
    ListRow,
    choice_filter,
    text_filter,
)
from zone_portal.kernel.periods import parse_day
from zone_portal.kernel.rules import language_index

PHASE_TONES = {"upcoming": "info", "running": "ok", "closed": "idle"}


class GoodsForm(FilterForm):
    """Filters of the list of goods."""

    sku = text_filter(gettext_lazy("商品货号"))
    name = text_filter(gettext_lazy("商品名称"), 100)
    hs = text_filter(gettext_lazy("商品编码"), 10)
    mode = choice_filter(
        gettext_lazy("监管方式"), [(m, m) for m in ("9610", "1210", "1239", "9710", "9810")]
    )
    state = choice_filter(
        gettext_lazy("状态"),
        [("in_force", gettext_lazy("已备案")), ("pending", gettext_lazy("备案中"))],
    )
    finding = choice_filter(
        gettext_lazy("检查结果"),
        [("warning", gettext_lazy("需注意")), ("note", gettext_lazy("有提示"))],
    )


class FilingsForm(FilterForm):
    """Filters of the lists of filings."""

    name = text_filter(gettext_lazy("名称或备案号"), 100)
    status = choice_filter(
        gettext_lazy("状态"), [(code, zh) for code, (zh, _en) in FILING_LABELS.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = [(code, text[language_index(language())]) for code, text in FILING_LABELS.items()]
        give_choices(self, "status", [("", _("全部")), *texts])


class FiledListPage(ListPage):
    """A list of what was filed; who files gets the button to begin."""

    type = ""
    begin_label: Any = ""

    def action(self) -> dict[str, Any]:
        if viewer_for(self.request.user).is_official:
            return {}
        url = reverse("enterprises:filing_begin", args=[self.type])
        return {"url": url, "label": self.begin_label}

    def empty_action(self) -> dict[str, Any]:
        return self.action()

    def chunks(self, form: Any) -> Iterable[Sequence[Any]]:
        rows = self.rows(form).order_by("-id").iterator(chunk_size=CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            yield chunk


class GoodsPage(FiledListPage):
    """Goods in force and goods being filed."""

    type = GOODS
    template_name = "enterprises/goods.html"
    title = gettext_lazy("商品备案")
    begin_label = gettext_lazy("新商品备案")
    form_class = GoodsForm
    file_name = "goods"
    more_filters = ("finding",)
    empty_text = gettext_lazy("新建一份商品备案，逐行录入或上传 Excel。")
    columns = (
        Field("sku", gettext_lazy("商品货号"), form="link"),
        Field("name", gettext_lazy("商品名称")),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("hs", gettext_lazy("商品编码"), form="code"),
        Field("origin", gettext_lazy("原产国（地区）")),
        Field("unit", gettext_lazy("申报单位"), shown=False),
        Field("statutory", gettext_lazy("法定单位"), shown=False),
        Field("price", gettext_lazy("备案价格"), form="money", numeric=True),
        Field("currency", gettext_lazy("币制")),
        Field("modes", gettext_lazy("监管方式")),
        Field("barcode", gettext_lazy("条形码"), form="code", shown=False),
        Field("gmodel", gettext_lazy("规格型号"), shown=False),
        Field("net_weight", gettext_lazy("净重（千克）"), numeric=True, shown=False),
        Field("findings", gettext_lazy("检查结果")),
        Field("number", gettext_lazy("备案号"), form="code", shown=False),
        Field("enterprise", gettext_lazy("企业"), shown=False),
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = positive_list(on=timezone.localdate())
        return super().get_context_data(**kwargs) | {
            "listed": listed,
            "listed_count": len(listed.items),
        }

    def rows(self, form: GoodsForm) -> Any:
        return goods(viewer_for(self.request.user), GoodsFilter(**form.chosen()))

    def lines(self, rows: Iterable[FiledGoods]) -> list[ListRow]:
        return [_goods_row(row) for row in rows]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("已备案"), "state=in_force"),
            (_("备案中"), "state=pending"),
            (_("需注意"), "finding=warning"),
        ]


class FilingsPage(FiledListPage):
    """Filings of one type."""

    form_class = FilingsForm

    def rows(self, form: FilingsForm) -> Any:
        viewer = viewer_for(self.request.user)
        chosen = form.chosen()
        return filings(
            viewer, self.type, status=chosen.get("status", ""), name=chosen.get("name", "")
        )

    def lines(self, rows: Iterable[Filing]) -> list[ListRow]:
        listed = list(rows)
        viewer = viewer_for(self.request.user)
        more = self.more([row.pk for row in listed])
        return [
            ListRow(
                _address(row, official=viewer.is_official),
                {
                    "title": row.title or reference_of(row),
                    "state": filing_label(row.status),
                    "number": row.number,
                    "enterprise": row.enterprise.name,
                    "submitted": row.submitted_at,
                    **self.values(row, more),
                },
            )
            for row in listed
        ]

    @abstractmethod
    def more(self, filing_ids: list[int]) -> Any:
        """What a page of rows needs beside the filings themselves."""

    @abstractmethod
    def values(self, row: Filing, more: Any) -> dict[str, Any]:
        """The further cells of a row."""

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("已备案"), "status=approved"),
            (_("需补正"), "status=returned"),
            (_("草稿"), "status=draft"),
        ]


class GoodsFilingsPage(FilingsPage):
    """Goods filings, batch by batch."""

    type = GOODS
    title = gettext_lazy("商品备案批次")
    begin_label = gettext_lazy("新商品备案")
    file_name = "goods-filings"
    columns = (
        Field("title", gettext_lazy("批次"), form="link"),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("direction", gettext_lazy("进出口")),
        Field("lines", gettext_lazy("商品行数"), form="count", numeric=True),
        Field("number", gettext_lazy("备案号"), form="code"),
        Field("submitted", gettext_lazy("提交时间"), form="moment"),
        Field("enterprise", gettext_lazy("企业")),
    )

    def more(self, filing_ids: list[int]) -> Any:
        return newest_counts(FiledGoods, filing_ids, viewer_for(self.request.user))

    def values(self, row: Filing, more: Any) -> dict[str, Any]:
        words = {"import": _("零售进口"), "export": _("出口")}
        direction = row.data.get("direction")
        return {"direction": words.get(str(direction), ""), "lines": more.get(row.pk, 0)}


class PromotionsPage(FilingsPage):
    """Promotion filings; whether one runs follows from its days."""

    type = PROMOTION
    title = gettext_lazy("促销备案")
    begin_label = gettext_lazy("新促销备案")
    file_name = "promotions"
    empty_text = gettext_lazy("促销价低于备案价格时，活动开始前先在这里备案。")
    columns = (
        Field("title", gettext_lazy("活动名称"), form="link"),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("phase", gettext_lazy("活动"), form="state"),
        Field("platform", gettext_lazy("销售平台")),
        Field("starts", gettext_lazy("开始")),
        Field("ends", gettext_lazy("结束")),
        Field("lines", gettext_lazy("商品行数"), form="count", numeric=True),
        Field("number", gettext_lazy("备案号"), form="code"),
        Field("submitted", gettext_lazy("提交时间"), form="moment", shown=False),
        Field("enterprise", gettext_lazy("企业"), shown=False),
    )

    def more(self, filing_ids: list[int]) -> Any:
        viewer = viewer_for(self.request.user)
        counts = newest_counts(KINDS[PROMOTION].model, filing_ids, viewer)
        return counts, promotions_of(filing_ids)

    def values(self, row: Filing, more: Any) -> dict[str, Any]:
        counts, in_force = more
        campaign = in_force.get(row.pk)
        starts = parse_day(row.data.get("starts") or "")
        ends = parse_day(row.data.get("ends") or "")
        shown = Label("idle", _("未生效"))
        if campaign is not None and campaign.in_force:
            code = phase(campaign.starts, campaign.ends, timezone.localdate())
            shown = Label(PHASE_TONES[code], PHASES[code][language_index(language())])
            starts, ends = campaign.starts, campaign.ends
        return {
            "phase": shown,
            "platform": row.data.get("platform", ""),
            "starts": starts.isoformat() if starts else "",
            "ends": ends.isoformat() if ends else "",
            "lines": counts.get(row.pk, 0),
        }


class FacilitiesPage(FilingsPage):
    """Supervised sites, warehouses and overseas warehouses."""

    type = FACILITY
    title = gettext_lazy("场所仓库")
    begin_label = gettext_lazy("新场所仓库备案")
    file_name = "facilities"
    empty_text = gettext_lazy("监管作业场所、仓库和海外仓在这里备案。")
    columns = (
        Field("title", gettext_lazy("名称"), form="link"),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("kind", gettext_lazy("类别")),
        Field("country", gettext_lazy("国别（地区）")),
        Field("area", gettext_lazy("面积（平方米）"), form="money", numeric=True),
        Field("code", gettext_lazy("海关编号"), form="code"),
        Field("valid_until", gettext_lazy("有效期至")),
        Field("number", gettext_lazy("备案号"), form="code"),
        Field("address", gettext_lazy("地址"), shown=False),
        Field("enterprise", gettext_lazy("企业"), shown=False),
        Field("submitted", gettext_lazy("提交时间"), form="moment", shown=False),
    )

    def more(self, filing_ids: list[int]) -> Any:
        return facilities_of(filing_ids)

    def values(self, row: Filing, more: Any) -> dict[str, Any]:
        words = {code: (zh, en)[language_index(language())] for code, zh, en in PLACES}
        place = more.get(row.pk)
        given = row.data if place is None else {name: getattr(place, name) for name in SHOWN}
        until = given.get("valid_until")
        return {
            "kind": words.get(given.get("kind", ""), ""),
            "country": coded("countries", given.get("country") or ""),
            "area": given.get("area") if place is not None else None,
            "code": place.code if place is not None else "",
            "valid_until": str(until or ""),
            "address": given.get("address", ""),
        }


SHOWN = ("kind", "country", "area", "valid_until", "address")


def _goods_row(row: FiledGoods) -> ListRow:
    url = reverse("enterprises:filing_lines", args=[row.filing_id])
    return ListRow(
        f"{url}?start={row.line}#line-{row.line}",
        {
            **goods_cells(row),
            "state": Label("ok", _("已备案")) if row.in_force else filing_label(row.filing.status),
            "findings": _findings(row.findings),
            "number": row.filing.number,
            "enterprise": row.enterprise.name,
        },
    )


def _findings(stored: Sequence[Any]) -> str:
    """How much was found, in few words."""
    counts = dict.fromkeys(("error", "warning", "note"), 0)
    for finding in stored:
        counts[finding["severity"]] += 1
    parts = [
        ngettext("%(count)s 处错误", "%(count)s 处错误", counts["error"]),
        ngettext("%(count)s 处需注意", "%(count)s 处需注意", counts["warning"]),
        ngettext("%(count)s 条提示", "%(count)s 条提示", counts["note"]),
    ]
    numbers = counts.values()
    told = [text % {"count": n} for text, n in zip(parts, numbers, strict=True) if n]
    return " · ".join(told)


def _address(row: Filing, *, official: bool) -> str:
    if official:
        return reverse("enterprises:review", args=[row.pk])
    if row.status in OPEN_FOR_APPLICANT:
        return reverse("enterprises:filing", args=[row.pk])
    return reverse("enterprises:filing_check", args=[row.pk])
