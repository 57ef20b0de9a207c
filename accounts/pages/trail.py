"""The audit trail for auditors: searched by object, actor, deed and time, and as a file."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.deeds import told
from accounts.models import AuditEntry
from accounts.pages.administering import OfficialPage
from accounts.services import audit
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    ListPage,
    ListRow,
    day_filter,
    text_filter,
)
from zone_portal.framework.paging import filters_of

CHUNK = 500
LONGEST_FILE = 200_000


class TrailFilter(FilterForm):
    """What an auditor looks for."""

    on_type = text_filter(_("对象类型"), 64)
    on_id = text_filter(_("对象标识"), 64)
    actor = text_filter(_("操作人"), 128)
    action = text_filter(_("操作代码"), 64)
    since = day_filter(_("自"))
    until = day_filter(_("至"))

    def narrow(self, rows: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """The rows that fit; ``action`` may be the beginning of one, days are of this zone."""
        given = self.chosen()
        exact = {"on_type": "on_type", "on_id": "on_id", "actor": "by_label"}
        for name, column in exact.items():
            if name in given:
                rows = rows.filter(**{column: given[name]})
        if "action" in given:
            rows = rows.filter(action__startswith=given["action"])
        if "since" in given:
            rows = rows.filter(at__gte=_midnight(given["since"]))
        if "until" in given:
            rows = rows.filter(at__lt=_midnight(given["until"] + timedelta(days=1)))
        return rows


class Trail(ListPage, OfficialPage):
    """Newest first. Taking the file is entered in the trail itself."""

    title = _("审计记录")
    form_class = TrailFilter
    file_name = "audit"
    more_filters = ("since", "until")
    nothing_text = _("放宽筛选条件再试；对象类型、标识和操作人须完整填写。")
    columns = (
        Field("at", _("时间"), form="full_moment"),
        Field("by", _("操作人")),
        Field("deed", _("操作")),
        Field("on", _("对象"), form="link"),
        Field("old", _("变更前"), form="code"),
        Field("new", _("变更后"), form="code"),
        Field("action", _("操作代码"), form="word", shown=False),
        Field("origin", _("来源"), form="code", shown=False),
    )

    def permits(self) -> bool:
        return bool(self.authority.audited_roots)

    def rows(self, form: TrailFilter) -> QuerySet[AuditEntry]:
        return form.narrow(AuditEntry.objects.visible_to(self.authority))

    def lines(self, rows: Iterable[AuditEntry]) -> list[ListRow]:
        english = get_language() == "en"
        return [
            ListRow(
                url=f"?on_type={row.on_type}&on_id={row.on_id}",
                values={
                    "at": row.at,
                    "by": row.by_label,
                    "deed": told(row.action, english=english),
                    "action": row.action,
                    "on": f"{row.on_type} {row.on_id}",
                    "old": readable(row.old),
                    "new": readable(row.new),
                    "origin": row.origin,
                },
            )
            for row in rows
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.GET.get("format") == "csv":
            audit.record(
                "audit.exported",
                by=self.person,
                on=("accounts.audit", "trail"),
                new=filters_of(request.GET),
                at=self.now,
            )
        return super().get(request, *args, **kwargs)

    def chunks(self, form: TrailFilter) -> Iterator[Sequence[AuditEntry]]:
        rows, last, sent = self.rows(form).order_by("-id"), None, 0
        while sent < LONGEST_FILE:
            chunk = list((rows.filter(id__lt=last) if last else rows)[:CHUNK])
            if not chunk:
                return
            yield chunk
            last, sent = chunk[-1].id, sent + len(chunk)


def readable(value: Any) -> str:
    """A JSON value as words: ``status: open; services: filing, goods``."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {readable(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(readable(inner) for inner in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
