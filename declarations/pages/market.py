"""Market purchase (1039): the declarations, one of them, recording and importing, market firms."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import postings_of
from declarations import exports
from declarations.market import findings_now, orders_of
from declarations.models import MarketFirm, MarketOrder, MarketRecord
from declarations.pages.market_forms import FileForm, RecordForm
from declarations.pages.refusing import DeedPage
from declarations.pages.uploading import chosen_firm
from declarations.rules.market import ABOVE_LIMIT
from declarations.services.market import import_firms, import_records, record_market
from enterprises.facts import EnterpriseFacts
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer, viewer_for
from reference.selectors import label
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    Label,
    ListPage,
    ListRow,
    choice_filter,
    day_filter,
    text_filter,
)
from zone_portal.kernel.csv_rows import ImportReport
from zone_portal.kernel.errors import PortalError

CHUNK: Final = 500
KEEPERS: Final = frozenset({"zone", "commerce"})
"""Departments that keep the register of market firms."""
FIRM_KINDS: Final = {
    "trader": gettext_lazy("代理出口的外贸企业"),
    "seller": gettext_lazy("市场经营户"),
    "buyer": gettext_lazy("采购商"),
}


class RecordFilter(FilterForm):
    """Filters of the declarations."""

    number = text_filter(gettext_lazy("报关单编号"), 18)
    orderNo = text_filter(gettext_lazy("订单编号"), 60)  # noqa: N815  official element name
    market = text_filter(gettext_lazy("市场集聚区"), 60)
    trader = text_filter(gettext_lazy("代理企业代码"), 18)
    state = choice_filter(gettext_lazy("结果"), [("above", gettext_lazy("超过限值"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = day_filter(gettext_lazy("申报日期自"))
        self.fields["to"] = day_filter(gettext_lazy("至"))


class Listed(ListPage):
    """A list of market purchase."""

    @cached_property
    def viewer(self) -> Viewer:
        return viewer_for(self.request.user)

    def chunks(self, form: Any) -> Iterator[Sequence[Any]]:
        return exports.chunks(self.rows(form))


class MarketRecords(Listed):
    """The declarations somebody may see, newest first."""

    title = gettext_lazy("市场采购（1039）")
    form_class = RecordFilter
    file_name = "market-purchases"
    more_filters = ("market", "trader")
    empty_title = gettext_lazy("还没有市场采购登记")
    empty_text = gettext_lazy("登记市场采购报关单及其对应的线上订单后显示在这里。")
    columns = (
        Field("number", gettext_lazy("报关单编号"), form="link"),
        Field("declared", gettext_lazy("申报日期"), form="day"),
        Field("market", gettext_lazy("市场集聚区")),
        Field("trader", gettext_lazy("代理企业"), form="code"),
        Field("seller", gettext_lazy("经营户"), form="code", shown=False),
        Field("usd", gettext_lazy("折合美元"), form="money", numeric=True),
        Field("orders", gettext_lazy("线上订单"), form="count", numeric=True),
        Field("state", gettext_lazy("结果"), form="state"),
        Field("goods", gettext_lazy("主要商品"), shown=False),
    )

    def rows(self, form: RecordFilter) -> Any:
        given = form.chosen()
        rows = MarketRecord.objects.visible_to(self.viewer)
        names = {
            "number": "number",
            "market": "market__icontains",
            "trader": "trader_code",
            "from": "declared_on__gte",
            "to": "declared_on__lte",
        }
        rows = rows.filter(**{column: given[n] for n, column in names.items() if given.get(n)})
        if given.get("state"):
            rows = rows.filter(findings__contains=[{"code": ABOVE_LIMIT}])
        if given.get("orderNo"):
            named = MarketOrder.objects.filter(order_no=given["orderNo"])
            rows = rows.filter(pk__in=named.values("record_id"))
        return rows.annotate(online=Count("orders"))

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        return [
            ListRow(
                reverse("declarations:market_record", args=[row.pk]),
                {
                    "number": row.number,
                    "declared": row.declared_on.isoformat(),
                    "market": row.market,
                    "trader": row.trader_code,
                    "seller": row.seller_code,
                    "usd": row.value_usd,
                    "orders": row.online,
                    "state": _state(row.findings),
                    "goods": row.goods,
                },
            )
            for row in rows
        ]

    def action(self) -> dict[str, Any]:
        if not exports.sending_enterprises(cast("User", self.request.user)):
            return {}
        return {"url": reverse("declarations:market_new"), "label": _("登记市场采购")}

    def empty_action(self) -> dict[str, Any]:
        return self.action()

    def views(self) -> list[tuple[str, str]]:
        return [(_("全部"), ""), (_("超过限值"), "state=above")]


class MarketRecordPage(DeedPage):
    """One declaration with the online orders behind it."""

    template_name = "declarations/market_record.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = viewer_for(self.request.user)
        row = MarketRecord.objects.visible_to(viewer).filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Http404
        orders = orders_of(row, viewer)
        findings = findings_now(row, orders)
        return super().get_context_data(**kwargs) | {
            "row": row,
            "orders": orders,
            "findings": findings,
            "state": _state(findings),
            "currency": label("currencies", row.currency, get_language() or "zh-hans"),
            "country": label("countries", row.country, get_language() or "zh-hans"),
            "crumbs": _crumbs(row.number),
        }


class SendingPage(DeedPage):
    """A page for who may declare for a firm."""

    def firms(self) -> list[EnterpriseFacts]:
        return exports.sending_enterprises(cast("User", self.request.user))

    def firm(self) -> EnterpriseFacts:
        """The firm that is chosen, or the only one."""
        firm = chosen_firm(self.firms(), self.request.POST.get("enterprise", ""))
        if firm is None:
            raise PermissionDenied
        return firm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not self.firms():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class NewMarketRecord(SendingPage):
    """Recording one declaration, or many from a file."""

    template_name = "declarations/market_new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", RecordForm(initial={"declared_on": localdate(), "currency": 502}))
        kwargs.setdefault("file_form", FileForm())
        return super().get_context_data(**kwargs) | {
            "firms": self.firms(),
            "crumbs": _crumbs(_("登记市场采购")),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "file" in request.FILES or "upload" in request.POST:
            return self._file(request)
        form = RecordForm(request.POST)
        if not form.is_valid():
            return self._again(form=form)
        try:
            row = record_market(given=form.values(), enterprise_id=self.firm().id, **self.deed())
        except Refusal as refusal:
            problems = refusal.details.get("problems")
            if not problems:
                raise
            _tell(form, problems)
            return self._again(form=form)
        messages.success(request, _("已登记。"))
        return redirect("declarations:market_record", pk=row.pk)

    def _file(self, request: HttpRequest) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._again(file_form=form)
        report = imported(form, import_records, enterprise_id=self.firm().id, **self.deed())
        if isinstance(report, str) or report.errors:
            return self._again(file_form=form, **_wrong(report))
        messages.success(request, _told(report))
        return redirect("declarations:market")

    def _again(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=422)


class FirmFilter(FilterForm):
    """Filters of the register of market firms."""

    code = text_filter(gettext_lazy("代码"), 18)
    name = text_filter(gettext_lazy("名称"), 100)
    market = text_filter(gettext_lazy("市场集聚区"), 60)
    kind = choice_filter(gettext_lazy("身份"), FIRM_KINDS.items())


class MarketFirms(Listed):
    """The register of market firms."""

    title = gettext_lazy("市场采购主体")
    form_class = FirmFilter
    file_name = "market-firms"
    empty_title = gettext_lazy("市场主体登记是空的")
    empty_text = gettext_lazy("由综试区办公室或商务部门导入市场主办方的主体名单。")
    columns = (
        Field("name", gettext_lazy("名称"), form="link"),
        Field("code", gettext_lazy("代码"), form="code"),
        Field("kind", gettext_lazy("身份")),
        Field("market", gettext_lazy("市场集聚区")),
        Field("filed", gettext_lazy("本平台备案")),
        Field("from", gettext_lazy("备案日期"), form="day"),
        Field("to", gettext_lazy("失效日期"), form="day"),
        Field("author", gettext_lazy("录入人"), shown=False),
    )

    def rows(self, form: FirmFilter) -> Any:
        given = form.chosen()
        rows = MarketFirm.objects.visible_to(self.viewer)
        names = {
            "code": "code",
            "kind": "kind",
            "name": "name__icontains",
            "market": "market__icontains",
        }
        return rows.filter(**{column: given[n] for n, column in names.items() if given.get(n)})

    def lines(self, rows: Iterable[MarketFirm]) -> list[ListRow]:
        records = reverse("declarations:market")
        return [
            ListRow(
                f"{records}?trader={row.code}",
                {
                    "name": row.name,
                    "code": row.code,
                    "kind": FIRM_KINDS[row.kind],
                    "market": row.market,
                    "filed": _("是") if row.enterprise_id else "—",
                    "from": row.valid_from.isoformat(),
                    "to": row.valid_to.isoformat() if row.valid_to else "—",
                    "author": row.author,
                },
            )
            for row in rows
        ]

    def action(self) -> dict[str, Any]:
        if keeper_site(self.request.user) is None:
            return {}
        return {"url": reverse("declarations:market_firms_import"), "label": _("导入市场主体")}

    def empty_action(self) -> dict[str, Any]:
        return self.action()


class ImportMarketFirms(DeedPage):
    """A file of firms, by officials who keep the register."""

    template_name = "declarations/market_firms_import.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and keeper_site(request.user) is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("file_form", FileForm())
        firms = {"url": reverse("declarations:market_firms"), "label": _("市场采购主体")}
        return super().get_context_data(**kwargs) | {
            "crumbs": [firms, {"url": "", "label": _("导入市场主体")}]
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(file_form=form), status=422)
        site = keeper_site(request.user) or ""
        report = imported(form, import_firms, site=site, **self.deed())
        if isinstance(report, str) or report.errors:
            context = self.get_context_data(file_form=form, **_wrong(report))
            return self.render_to_response(context, status=422)
        messages.success(request, _told(report))
        return redirect("declarations:market_firms")


def keeper_site(user: Any) -> str | None:
    """The site for which an official keeps the register of market firms."""
    if not isinstance(user, User) or not user.is_official:
        return None
    held = [
        p.site
        for p in postings_of(user)
        if p.department in KEEPERS and p.role in {"administrator", "reviewer"}
    ]
    return held[0] if held else None


def imported(form: FileForm, service: Any, **given: Any) -> ImportReport | str:
    """What an import did, or in words why the file cannot be read at all."""
    try:
        report: ImportReport = service(form.cleaned_data["file"].read(), **given)
    except PortalError as refusal:
        return refusal.text(get_language() or "zh-hans")
    return report


def _wrong(report: ImportReport | str) -> dict[str, Any]:
    if isinstance(report, str):
        return {"file_refusal": report}
    key = "zh" if (get_language() or "zh").startswith("zh") else "en"
    rows = [
        {"line": e.line, "field": e.field, "value": e.value, "text": getattr(e, key)}
        for e in report.errors
    ]
    return {"row_errors": rows}


def _told(report: ImportReport) -> str:
    return _("已导入：新增 %(created)s，更新 %(updated)s。") % {
        "created": report.created,
        "updated": report.updated,
    }


def _tell(form: RecordForm, problems: Iterable[dict[str, str]]) -> None:
    key = "zh" if (get_language() or "zh").startswith("zh") else "en"
    for problem in problems:
        form.add_error(problem["field"], problem[key])


def _state(findings: Iterable[dict[str, Any]]) -> Label:
    listed = list(findings)
    if any(finding["severity"] == "error" for finding in listed):
        return Label("bad", _("不符合"))
    return Label("warn", _("有提示")) if listed else Label("ok", _("符合"))


def _crumbs(last: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("declarations:market"), "label": _("市场采购（1039）")},
        {"url": "", "label": last},
    ]
