"""Packages for higher authorities in the zone office: their states, files, receipts, receivers."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.api.frame import download
from reference.selectors import calendar_known_until
from statistics_app.constants import COVERAGES
from statistics_app.models import Package, PackageFile, Receiver
from statistics_app.models.packages import WAYS
from statistics_app.pages.governance_base import (
    GovernancePage,
    day_in,
    events_of,
    labelled,
    number_in,
    said,
)
from statistics_app.rules.packages.periods import FOR_PACKAGES, MONTHLY, OF_RHYTHM, PARTS, RHYTHMS
from statistics_app.rules.packages.periods import said as period_said
from statistics_app.selectors_packages import Stock, editions_of, stock
from statistics_app.services.governance.common import is_office, must_be_office
from statistics_app.services.packages import making, receivers, sending
from statistics_app.services.packages.receivers import Entry
from statistics_app.services.packages.sending import SIMULATOR
from statistics_app.states import (
    MADE,
    PACKAGE_LABELS,
    RECEIVED,
    RECEIVER_LABELS,
    SENT,
    WAITING,
    WORKING,
)

TONES: Final = {
    "waiting": "idle", "made": "wait", "sent": "wait", "received": "ok", "working": "ok",
    "ended": "idle",
}  # fmt: skip
DEEDS: Final = {
    "opened": gettext_lazy("期满待报"),
    "made": gettext_lazy("生成"),
    "replaced": gettext_lazy("由新版替换"),
    "sent": gettext_lazy("报送"),
    "received": gettext_lazy("签收"),
    "added": gettext_lazy("新增"),
    "saved": gettext_lazy("修改"),
    "ended": gettext_lazy("停止报送"),
    "resumed": gettext_lazy("恢复报送"),
}
MOST_SHOWN: Final = 80


class PackagesPage(GovernancePage):
    """Every package, those that are late first, and who receives what."""

    template_name = "statistics/packages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        must_be_office(self.viewer, _READING)
        rows = Package.objects.select_related("receiver")
        rows = rows.order_by("-first_date", "receiver__code", "-edition")
        packages = list(rows[:MOST_SHOWN])
        there = stock(packages)
        shown = [_listed(row, self.today, there) for row in packages]
        return super().get_context_data(**kwargs) | {
            "rows": sorted(shown, key=lambda row: not row["is_late"]),
            "late": sum(row["is_late"] for row in shown),
            "receivers": [
                {
                    "it": row,
                    "url": reverse("statistics:receiver", args=[row.pk]),
                    "name": said((row.name_zh, row.name_en)),
                    "rhythm": said(RHYTHMS[row.rhythm]),
                    "parts": [said(PARTS[part]) for part in row.parts],
                    "state": labelled(RECEIVER_LABELS, TONES, row.status),
                }
                for row in Receiver.objects.order_by("code")
            ],
            "may_act": is_office(self.viewer),
        }


_READING: Final = frozenset({"reviewer", "supervisor", "administrator", "viewer"})


class PackagePage(GovernancePage):
    """One package: its files with their digests, what is lacking, its receipt, its history."""

    template_name = "statistics/package.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        must_be_office(self.viewer, _READING)
        row = Package.objects.select_related("receiver").filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Http404
        office, is_latest = is_office(self.viewer), row.replaced_by_id is None
        there = stock([row])
        return super().get_context_data(**kwargs) | {
            "package": row,
            **_listed(row, self.today, there),
            "newer": [
                {"name": said(PARTS[part]), "at": one.at} for part, one in there.newer(row).items()
            ],
            "editions": [
                _listed(one, self.today, there) | {"is_this": one.pk == row.pk}
                for one in editions_of(row)
            ],
            "lacking": [said((one[0], one[1])) for one in row.lacking],
            "files": [
                {
                    "it": one,
                    "url": reverse("statistics:package_file", args=[row.pk, one.pk]),
                }
                for one in row.files.defer("content").order_by("name")
            ],
            "receipt_path": reverse("statistics-package-receipt", args=[row.number]),
            "calendar_until": calendar_known_until(),
            "is_simulator": row.receiver.way == SIMULATOR,
            "may_make": office and is_latest,
            "needs_reason": row.status != WAITING,
            "opens_edition": row.status in {SENT, RECEIVED},
            "may_send": office and row.status == MADE,
            "may_receive": office and row.status == SENT,
            "is_received": row.status == RECEIVED,
            "events": events_of(row.steps.order_by("id"), DEEDS),
            "crumbs": [
                {"url": reverse("statistics:packages"), "label": _("向上级报送")},
                {"url": "", "label": row.number},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:package", args=[self.made or kwargs["pk"]])

    made: int | None = None

    def make(self, request: HttpRequest, pk: int) -> str:
        """Made, or made anew; what was sent as the next edition, which is then shown."""
        row = making.make_again(
            package_id=pk,
            version=number_in(request),
            reason=request.POST.get("reason", ""),
            **self.who(),
        )
        self.made = row.pk
        return _("已生成，请核对后报送。")

    def send(self, request: HttpRequest, pk: int) -> str:
        """On its way."""
        sending.send(
            package_id=pk,
            version=number_in(request),
            reference=request.POST.get("reference", ""),
            **self.who(),
        )
        return _("已报送，等待回执。")

    def receive(self, request: HttpRequest, pk: int) -> str:
        """Its receipt."""
        sending.enter_receipt(
            package_id=pk,
            version=number_in(request),
            number=request.POST.get("receipt", ""),
            received_by=request.POST.get("received_by", ""),
            **self.who(),
        )
        return _("已登记回执。")

    deeds = {"make": make, "send": send, "receive": receive}


class PackageFilePage(GovernancePage):
    """A file of a package, as it was made."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        must_be_office(self.viewer, _READING)
        files = PackageFile.objects.filter(package_id=kwargs["pk"])
        row = files.filter(pk=kwargs["file"]).first()
        if row is None:
            raise Http404
        return download(row.name, row.media_type, bytes(row.content))


class ReceiverPage(GovernancePage):
    """A receiver's entry: changed with a reason, ended; or a new one."""

    template_name = "statistics/receiver.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        must_be_office(self.viewer, _READING)
        row = None
        if "pk" in kwargs:
            row = Receiver.objects.filter(pk=kwargs["pk"]).first()
            if row is None:
                raise Http404
        typed = kwargs.get("typed") or QueryDict()
        return super().get_context_data(**kwargs) | {
            "row": row,
            "title": said((row.name_zh, row.name_en)) if row else _("新增接收单位"),
            "state": labelled(RECEIVER_LABELS, TONES, row.status) if row else None,
            "value": _values(row) | {name: typed[name] for name in typed},
            "chosen": typed.getlist("parts") or (row.parts if row and not typed else []),
            "rhythms": [{"code": code, "name": said(words)} for code, words in RHYTHMS.items()],
            "parts": [
                {
                    "code": part,
                    "name": said(PARTS[part]),
                    "rhythm": said(RHYTHMS[rhythm]),
                }
                for rhythm, parts in OF_RHYTHM.items()
                if row is None or rhythm == row.rhythm
                for part in parts
            ],
            "ways": [{"code": code, "name": _WAY_NAMES[code]} for code, _name in WAYS],
            "coverages": [
                {"code": code, "name": f"{code} {said(COVERAGES[code])}"} for code in FOR_PACKAGES
            ],
            "may_act": is_office(self.viewer),
            "is_working": row is not None and row.status == WORKING,
            "deed": reverse("statistics:receiver_deed", args=[row.pk, "save"])
            if row
            else reverse("statistics:receiver_new"),
            "events": events_of(row.steps.order_by("id"), DEEDS) if row else [],
            "crumbs": [
                {"url": reverse("statistics:packages"), "label": _("向上级报送")},
                {"url": "", "label": row.code if row else _("新增接收单位")},
            ],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().post(request, **({"deed": "add"} | kwargs))

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:receiver", args=[kwargs.get("pk") or self.added])

    def add(self, request: HttpRequest) -> str:
        """A new one."""
        row = receivers.add_receiver(told=_entry(request), **self.who())
        self.added = row.pk
        return _("已新增，期满后自动生成报送包。")

    def save(self, request: HttpRequest, pk: int) -> str:
        """Another entry."""
        receivers.change_receiver(
            receiver_id=pk,
            version=number_in(request),
            told=_entry(request),
            reason=request.POST.get("reason", ""),
            **self.who(),
        )
        return _("已保存。")

    def end(self, request: HttpRequest, pk: int) -> str:
        """No more, or again."""
        receivers.end_receiver(
            receiver_id=pk,
            version=number_in(request),
            reason=request.POST.get("end_reason", ""),
            **self.who(),
        )
        return _("已保存。")

    deeds = {"add": add, "save": save, "end": end}


_WAY_NAMES: Final = {
    "download": gettext_lazy("下载后另行报送"),
    "simulator": gettext_lazy("模拟接收系统（仅演示）"),
}


def _entry(request: HttpRequest) -> Entry:
    post = request.POST
    return Entry(
        code=post.get("code", "").strip(),
        name_zh=post.get("name_zh", "").strip()[:120],
        name_en=post.get("name_en", "").strip()[:120],
        rhythm=post.get("rhythm", ""),
        coverage=post.get("coverage", ""),
        parts=tuple(post.getlist("parts")),
        working_days=_days(request, "working_days"),
        remind_days=_days(request, "remind_days"),
        way=post.get("way", ""),
        since_date=day_in(request, "since_date"),
        basis=post.get("basis", "").strip()[:300],
    )


def _days(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < len("1000") else -1


def _values(row: Receiver | None) -> dict[str, Any]:
    if row is None:
        return {"working_days": 5, "remind_days": 2, "rhythm": MONTHLY, "coverage": "A"}
    names = (
        "code", "name_zh", "name_en", "rhythm", "coverage", "working_days", "remind_days", "way",
        "basis",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {"since_date": row.since_date.isoformat()}


def _listed(row: Package, today: Any, there: Stock) -> dict[str, Any]:
    receiver, is_replaced = row.receiver, row.replaced_by_id is not None
    return {
        "it": row,
        "url": reverse("statistics:package", args=[row.pk]),
        "name": said((receiver.name_zh, receiver.name_en)),
        "period": said(period_said(receiver.rhythm, row.first_date)),
        "state": labelled(PACKAGE_LABELS, TONES, row.status),
        "is_late": row.status != RECEIVED and not is_replaced and today > row.due_date,
        "is_replaced": is_replaced,
        "is_outdated": not is_replaced and bool(there.newer(row)),
    }
