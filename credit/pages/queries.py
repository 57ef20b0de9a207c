"""The log of queries: for the subject, who asked for it; for officials, what their office asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.labels import DEPARTMENTS, name_of
from accounts.models import Organisation
from credit.models import Query
from credit.pages.sharing_base import said
from credit.rules.sharing import BANK, ITEMS, PURPOSES, RATER
from enterprises.viewers import viewer_for
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
from zone_portal.framework.pages import Words

CHUNK = 500
PARTIES: dict[str, Words] = {
    **DEPARTMENTS,
    BANK: gettext_lazy("金融机构（凭授权）"),
    RATER: gettext_lazy("评级机构（凭合同和授权）"),
}


class QueryForm(FilterForm):
    """Filters of the log."""

    q = text_filter(gettext_lazy("企业名称或统一社会信用代码"))
    party = choice_filter(gettext_lazy("查询方"), [])
    purpose = choice_filter(gettext_lazy("用途"), [])
    since = day_filter(gettext_lazy("自"))
    until = day_filter(gettext_lazy("至"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["party"].choices = [("", _("全部")), *PARTIES.items()]
        purposes = [(code, said(words)) for code, words in PURPOSES.items()]
        fields["purpose"].choices = [("", _("全部")), *purposes]


class QueriesPage(ListPage):
    """Every query with who, what for, why, what was told, and until when the entry is kept."""

    title = gettext_lazy("信用查询记录")
    form_class = QueryForm
    file_name = "credit-queries"
    empty_title = gettext_lazy("还没有人查询过")
    empty_text = gettext_lazy(
        "部门、银行和评级机构每查询一次都记在这里，保存十年；不能更改，也不能提前删除。"
    )
    columns = (
        Field("at", gettext_lazy("时间"), form="full_moment"),
        Field("firm", gettext_lazy("被查询企业")),
        Field("party", gettext_lazy("查询方")),
        Field("offices", gettext_lazy("单位")),
        Field("purpose", gettext_lazy("用途")),
        Field("reason", gettext_lazy("事由")),
        Field("items", gettext_lazy("查询到的数据")),
        Field("state", gettext_lazy("结果"), form="state"),
        Field("channel", gettext_lazy("方式"), shown=False),
        Field("kept", gettext_lazy("保存至"), shown=False),
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user: Any = request.user
        if user.is_authenticated:
            viewer = viewer_for(user)
            if not viewer.own_ids and not viewer.departments:
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def rows(self, form: QueryForm) -> Any:
        given = form.chosen()
        rows: Any = Query.objects.visible_to(viewer_for(self.request.user))
        names = {"party": "party", "purpose": "purpose"}
        rows = rows.filter(**{names[key]: given[key] for key in names if key in given})
        if "since" in given:
            rows = rows.filter(at__date__gte=given["since"])
        if "until" in given:
            rows = rows.filter(at__date__lte=given["until"])
        if text := given.get("q", "").strip():
            named = rows.filter(subject__enterprise__name__icontains=text)
            rows = named | rows.filter(subject__enterprise__uscc=text.upper())
        return rows.select_related("subject__enterprise", "enterprise")

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        found = list(rows)
        codes = {code for row in found for code in row.organisations}
        offices = {row.code: row for row in Organisation.objects.filter(code__in=codes)}
        return [_line(row, offices) for row in found]

    def chunks(self, form: QueryForm) -> Iterator[Sequence[Any]]:
        rows = self.rows(form).order_by("-id")
        for start in range(0, rows.count(), CHUNK):
            yield rows[start : start + CHUNK]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("金融机构"), f"party={BANK}"),
            (_("评级机构"), f"party={RATER}"),
        ]

    def action(self) -> dict[str, Any]:
        if not getattr(self.request.user, "is_official", False):
            return {"url": reverse("credit:sharing"), "label": _("谁可以查询什么")}
        return {"url": reverse("credit:query"), "label": _("查询企业信用")}


def _line(row: Query, offices: Mapping[str, Organisation]) -> ListRow:
    asked_by = row.enterprise.name if row.enterprise else ""
    names = [name_of(offices[code]) for code in row.organisations if code in offices]
    firm = row.subject.enterprise
    return ListRow(
        "",
        {
            "at": row.at,
            "firm": firm.name if firm else "—",
            "party": PARTIES.get(row.party, row.party),
            "offices": asked_by or " · ".join(names),
            "purpose": said(PURPOSES[row.purpose]) if row.purpose in PURPOSES else row.purpose,
            "reason": row.reason,
            "items": _("、").join(said(ITEMS[item]) for item in row.items if item in ITEMS),
            "state": Label("warn", _("已拒绝")) if row.refusal else Label("ok", _("已提供")),
            "channel": _("接口") if row.channel == "api" else _("页面"),
            "kept": row.kept_until_date.isoformat(),
        },
    )
