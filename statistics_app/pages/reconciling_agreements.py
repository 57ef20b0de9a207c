"""Agreements on data in the zone office: entered, files taken in, ended; and the access log."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from enterprises.models import Enterprise
from enterprises.viewers import viewer_for
from statistics_app.models import AccessEntry, Delivery, ListFinding, SharingAgreement
from statistics_app.models.reconciling import ACCESSES, EXPORTED, LOOKED
from statistics_app.pages.governance_base import day_in, said, set_choices
from statistics_app.pages.reconciling import OfficePage, month_in
from statistics_app.pages.reconciling_words import basis_words, party
from statistics_app.rules.reconciling.comparing import VERDICTS
from statistics_app.rules.reconciling.explaining import CAUSES
from statistics_app.rules.reconciling.reading import COLUMN_NAMES, MOST_BYTES, columns_of
from statistics_app.rules.reconciling.sources import AGREED, PLATFORM, SOURCES, TABLES, Basis
from statistics_app.selectors_reconciling import agreements, findings_of, is_in_force
from statistics_app.services.governance.common import is_office, must_be_office
from statistics_app.services.reconciling import agreements as keeping
from statistics_app.services.reconciling.access import LIST_SHOWN, SHOWN, Access, enter
from statistics_app.services.reconciling.delivering import Sent, deliver
from zone_portal.framework.lists import Field, FilterForm, Label, ListPage, ListRow, choice_filter
from zone_portal.framework.pages import origin_of
from zone_portal.framework.spreadsheets import XLSX, template
from zone_portal.kernel.periods import parse_day

MOST_DELIVERIES: Final = 60
CHUNK: Final = 500
TITLES: Final = {
    "moment": gettext_lazy("记入月份的日期"),
    "valuation": gettext_lazy("计价"),
    "returns": gettext_lazy("退货"),
    "coverage": gettext_lazy("统计范围"),
}
SAMPLES: Final = {
    "month": "2026-10", "direction": "E", "mode": "9610", "firm": "", "tickets": "120",
    "value": "1234.50", "currency": "CNY", "unit": "元", "number": "400120261000000001",
    "day": "2026-10-15", "quantity": "3",
}  # fmt: skip


def state_of(row: SharingAgreement, on: date) -> Label:
    """Whether an agreement is in force, as word and colour."""
    if row.ended_date is not None and row.ended_date <= on:
        return Label("bad", _("已终止"))
    if is_in_force(row, on):
        return Label("ok", _("有效"))
    return Label("info", _("未生效")) if on < row.from_date else Label("idle", _("已到期"))


class AgreementsPage(OfficePage):
    """Every agreement, the newest first."""

    template_name = "statistics/reconciling_agreements.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "rows": [
                {
                    "it": row,
                    "url": reverse("statistics:sharing_agreement", args=[row.pk]),
                    "party": party(row),
                    "source": said(SOURCES[row.source]),
                    "state": state_of(row, self.today),
                }
                for row in agreements()
            ],
            "crumbs": self.crumbs(("", _("数据共享协议"))),
        }


class NewAgreementPage(OfficePage):
    """Entering an agreement that was signed."""

    template_name = "statistics/reconciling_agreement_new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = kwargs.get("typed") or {}
        chosen = set(typed.getlist("fields")) if hasattr(typed, "getlist") else set()
        offices = Organisation.objects.filter(active=True).exclude(department="zone")
        firms = Enterprise.objects.registered().filter(kinds__contains=["platform"])
        return super().get_context_data(**kwargs) | {
            "sources": [(code, said(SOURCES[code])) for code in AGREED],
            "parties": [
                *((row.code, row.name) for row in offices.order_by("code")),
                *((row.code, row.name) for row in firms.order_by("code")),
            ],
            "tables": [
                {
                    "id": name,
                    "title": title,
                    "options": [(code, said(words)) for code, words in TABLES[name].items()],
                    "value": typed.get(name, ""),
                }
                for name, title in TITLES.items()
            ],
            "fields": [
                {"code": code, "name": said((names[0], names[1])), "chosen": code in chosen}
                for code, names in COLUMN_NAMES.items()
            ],
            "crumbs": self.crumbs(
                (reverse("statistics:sharing_agreements"), _("数据共享协议")),
                ("", _("登记协议")),
            ),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().post(request, **kwargs, deed="enter")

    def enter(self, request: HttpRequest) -> str:
        """The agreement as it was signed."""
        sent = request.POST
        source = sent.get("source", "")
        row = keeping.enter_agreement(
            new=keeping.NewAgreement(
                number=sent.get("number", ""),
                title=sent.get("title", ""),
                source=source,
                party=sent.get("party", ""),
                purpose=sent.get("purpose", ""),
                fields=sent.getlist("fields"),
                basis=Basis(
                    **{name: sent.get(name, "") for name in TABLES},
                    by_receipts=source == PLATFORM,
                ),
                from_date=day_in(request, "from_date"),
                to_date=day_in(request, "to_date"),
                customs=sent.get("customs", ""),
            ),
            **self.who(),
        )
        self.entered = row.pk
        return _("已登记协议。")

    def after(self, **_kwargs: Any) -> str:
        return reverse("statistics:sharing_agreement", args=[self.entered])

    deeds = {"enter": enter}


class AgreementPage(OfficePage):
    """One agreement: its terms, what came under it, a file to take in."""

    template_name = "statistics/reconciling_agreement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self._row(kwargs["pk"])
        deliveries = list(row.deliveries.order_by("-id")[:MOST_DELIVERIES])
        newest = {one.month: one.pk for one in reversed(deliveries)}
        return super().get_context_data(**kwargs) | {
            "row": row,
            "state": state_of(row, self.today),
            "in_force": is_in_force(row, self.today),
            "party": party(row),
            "source": said(SOURCES[row.source]),
            "basis": basis_words(row),
            "fields": [said(COLUMN_NAMES[name][:2]) for name in row.fields],
            "deliveries": [self._delivery(one, newest) for one in deliveries],
            "today": f"{self.today:%Y-%m-%d}",
            "crumbs": self.crumbs(
                (reverse("statistics:sharing_agreements"), _("数据共享协议")),
                ("", row.number),
            ),
        }

    def _delivery(self, one: Delivery, newest: dict[date, int]) -> dict[str, Any]:
        return {
            "it": one,
            "month": f"{one.month:%Y-%m}",
            "url": reverse("statistics:reconciliation", args=[f"{one.month:%Y-%m}"]),
            "is_current": newest[one.month] == one.pk,
        }

    def _row(self, pk: int) -> SharingAgreement:
        found = agreements().filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:sharing_agreement", args=[kwargs["pk"]])

    def take(self, request: HttpRequest, pk: int) -> str:
        """A file, whole or not at all."""
        file = request.FILES.get("file")
        row, fresh = deliver(
            agreement_id=pk,
            sent=Sent(
                month=parse_day(f"{request.POST.get('month', '')}-01"),
                content=file.read(MOST_BYTES + 1) if file is not None else b"",
                name=(file.name or "") if file is not None else "",
                drawn=day_in(request, "drawn"),
            ),
            **self.who(),
        )
        if not fresh:
            moment = f"{row.at:%Y-%m-%d}"
            return _("该文件已于 %(day)s 导入过，没有重复导入。") % {"day": moment}
        return _("已导入 %(rows)s 行，可以比对。") % {"rows": row.rows}

    def end(self, request: HttpRequest, pk: int) -> str:
        """Nothing more comes in, and nothing is read any more."""
        keeping.end_agreement(agreement_id=pk, reason=request.POST.get("reason", ""), **self.who())
        return _("协议已终止，其数据不再读取。")

    deeds = {"take": take, "end": end}


class AgreementTemplate(OfficePage):
    """The Excel file to fill in under an agreement."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        must_be_office(self.viewer)
        row = agreements().filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Http404
        known = columns_of(row.source)
        columns = [(known[name][0], name) for name in row.fields if name in known]
        sample = [SAMPLES[name] for name in row.fields if name in known]
        content = template(_("数据"), columns, [sample], [], _("填写说明"))
        response = HttpResponse(content, content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="agreement-{row.pk}.xlsx"'
        return response


class AccessForm(FilterForm):
    """Filters of the log."""

    what = choice_filter(gettext_lazy("事项"), [])
    agreement = choice_filter(gettext_lazy("协议"), [])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "what", {code: said(words) for code, words in ACCESSES.items()})
        set_choices(self, "agreement", {str(row.pk): row.number for row in agreements()})


class AccessPage(ListPage):
    """Who did what with data under agreements; for the zone office and its auditors."""

    title = gettext_lazy("数据使用记录")
    form_class = AccessForm
    file_name = "data-access"
    empty_title = gettext_lazy("还没有记录")
    empty_text = gettext_lazy("导入、查看、导出协议数据时自动记录。")
    columns = (
        Field("at", gettext_lazy("时间"), form="full_moment"),
        Field("what", gettext_lazy("事项")),
        Field("number", gettext_lazy("协议")),
        Field("month", gettext_lazy("月份")),
        Field("detail", gettext_lazy("访问内容")),
        Field("purpose", gettext_lazy("用途")),
        Field("rows", gettext_lazy("行数"), numeric=True),
        Field("by", gettext_lazy("操作人")),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        roles = frozenset({"administrator", "reviewer", "supervisor", "auditor"})
        if request.user.is_authenticated and not is_office(viewer_for(request.user), roles):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def rows(self, form: AccessForm) -> Any:
        given = form.chosen()
        found = AccessEntry.objects.select_related("agreement")
        if what := given.get("what"):
            found = found.filter(what=what)
        if agreement := given.get("agreement"):
            found = found.filter(agreement_id=int(agreement))
        return found

    def lines(self, rows: Iterable[AccessEntry]) -> list[ListRow]:
        return [
            ListRow(
                reverse("statistics:sharing_agreement", args=[row.agreement_id]),
                {
                    "at": row.at,
                    "what": said(ACCESSES[row.what]),
                    "number": row.agreement.number,
                    "month": f"{row.month:%Y-%m}" if row.month else "",
                    "detail": said(SHOWN[row.detail]) if row.detail in SHOWN else row.detail,
                    "purpose": row.purpose,
                    "rows": row.rows,
                    "by": row.by_label,
                },
            )
            for row in rows
        ]

    def chunks(self, form: AccessForm) -> Iterator[Sequence[Any]]:
        found = self.rows(form).order_by("-id")
        for start in range(0, found.count(), CHUNK):
            yield found[start : start + CHUNK]


class ListForm(FilterForm):
    """Filters of what differs in a list."""

    verdict = choice_filter(gettext_lazy("结果"), [])
    cause = choice_filter(gettext_lazy("原因"), [])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "verdict", {code: said(words) for code, words in VERDICTS.items()})
        set_choices(self, "cause", {code: said(words) for code, words in CAUSES.items()})


class ListedPage(ListPage):
    """Declarations in which the port's list and the platform differ."""

    title = gettext_lazy("逐票差异")
    form_class = ListForm
    file_name = "list-differences"
    empty_title = gettext_lazy("逐票一致")
    empty_text = gettext_lazy("双方清单没有差异，或尚未比对。")
    columns = (
        Field("number", gettext_lazy("清单编号"), form="link"),
        Field("verdict", gettext_lazy("结果")),
        Field("cause", gettext_lazy("原因")),
        Field("mode", gettext_lazy("监管方式")),
        Field("ours", gettext_lazy("本平台金额"), form="money", numeric=True),
        Field("theirs", gettext_lazy("对方金额"), form="money", numeric=True),
        Field("ours_day", gettext_lazy("本平台日期")),
        Field("theirs_day", gettext_lazy("对方日期")),
        Field("amount", gettext_lazy("差额"), form="money", numeric=True),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not is_office(viewer_for(request.user)):
            raise PermissionDenied
        self.month = month_in(kwargs["month"])
        agreement = agreements().filter(pk=kwargs["pk"]).first()
        now = timezone.now()
        if agreement is None or not is_in_force(agreement, timezone.localdate(now)):
            raise Http404
        self.agreement = agreement
        what = EXPORTED if request.GET.get("format") == "csv" else LOOKED
        detail, origin = LIST_SHOWN, origin_of(request)
        enter(
            [agreement], Access(what, request.user, now, self.month, detail=detail, origin=origin)
        )
        return super().get(request, *args, **kwargs)

    def action(self) -> dict[str, Any]:
        url = reverse("statistics:reconciliation", args=[f"{self.month:%Y-%m}"])
        return {"url": url, "label": _("数据印证报告")}

    def rows(self, form: ListForm) -> Any:
        found = findings_of(self.month, self.agreement.pk)
        given = form.chosen()
        if verdict := given.get("verdict"):
            found = found.filter(verdict=verdict)
        if cause := given.get("cause"):
            found = found.filter(cause=cause)
        return found

    def lines(self, rows: Iterable[ListFinding]) -> list[ListRow]:
        return [
            ListRow(
                reverse("declarations:inventory", args=[row.inventory_id])
                if row.inventory_id
                else f"{reverse('declarations:search')}?q={row.number}",
                {
                    "number": row.number,
                    "verdict": said(VERDICTS[row.verdict]),
                    "cause": said(CAUSES[row.cause]),
                    "mode": f"{row.direction} {row.mode}",
                    "ours": row.ours,
                    "theirs": row.theirs,
                    "ours_day": row.ours_day.isoformat() if row.ours_day else "—",
                    "theirs_day": row.theirs_day.isoformat() if row.theirs_day else "—",
                    "amount": row.amount,
                },
            )
            for row in rows
        ]

    def chunks(self, form: ListForm) -> Iterator[Sequence[Any]]:
        found = self.rows(form).order_by("-id")
        for start in range(0, found.count(), CHUNK):
            yield found[start : start + CHUNK]
