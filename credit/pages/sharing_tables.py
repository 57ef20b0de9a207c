"""The tables of sharing and recognition: for everybody to read, for the zone office to keep."""

from abc import ABC, abstractmethod
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.labels import DEPARTMENTS
from credit.models import RecognitionRow, SharingRule
from credit.pages.queries import PARTIES
from credit.pages.sharing_base import CreditPage, OfficePage, grade_label, language, said
from credit.rules.recognition import CLASSES, SCHEMES
from credit.rules.record_kinds import KINDS
from credit.rules.sharing import ITEMS, PURPOSES
from credit.selectors_sharing_tables import (
    Conflict,
    conflicts,
    disclosure_rows,
    later_rows,
    past_rows,
    recognition_rows,
    sharing_rows,
)
from credit.services.sharing_rights import keeps_sharing
from credit.services.sharing_tables import put_recognition, put_sharing_rule
from zone_portal.kernel.errors import PortalError

NEEDED: Final = {"required": gettext_lazy("请填写")}
SCHEME_KINDS: Final = {
    "customs": "customs_grade",
    "tax": "tax_grade",
    "fx": "fx_class",
    "national": "national_grade",
}
MODES: Final = {
    "never": gettext_lazy("不公示"),
    "in_force": gettext_lazy("有效期间"),
    "period": gettext_lazy("自发生之日起"),
}


class SharingPage(TemplateView):
    """Who may know what for which purpose, and what is public for how long: open to anybody."""

    template_name = "credit/sharing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        user: Any = self.request.user
        return super().get_context_data(**kwargs) | {
            "purposes": purposes_shown(list(sharing_rows(on=today))),
            "disclosures": [disclosure_line(row) for row in disclosure_rows(on=today)],
            "later": [rule_line(row) for row in later_rows(SharingRule, on=today)],
            "past": [rule_line(row) for row in past_rows(SharingRule, on=today)[:50]],
            "may_change": user.is_authenticated and keeps_sharing(user),
            "today": today,
        }


def purposes_shown(rows: list[SharingRule]) -> list[dict[str, Any]]:
    """The rows by purpose."""
    return [
        {"title": said(words), "rows": [rule_line(row) for row in rows if row.purpose == code]}
        for code, words in PURPOSES.items()
        if any(row.purpose == code for row in rows)
    ]


def rule_line(row: SharingRule) -> dict[str, Any]:
    """One row in words."""
    return {
        "row": row,
        "purpose": said(PURPOSES[row.purpose]),
        "party": PARTIES.get(row.party, row.party),
        "items": [said(ITEMS[item]) for item in row.items if item in ITEMS],
    }


def disclosure_line(row: Any) -> dict[str, Any]:
    """How long a kind of record may be public."""
    kind = KINDS[row.kind]
    grade = kind.grade_on(row.grade, row.valid_from) if row.grade else None
    return {
        "row": row,
        "kind": said(kind.title),
        "grade": "" if grade is None else said((grade.zh, grade.en)),
        "mode": MODES[row.mode],
    }


class RecognitionPage(OfficePage):
    """Grades side by side, and the firms of whom departments think very differently."""

    template_name = "credit/recognition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        rows = list(recognition_rows(on=today))
        return super().get_context_data(**kwargs) | {
            "schemes": [
                {
                    "title": said(words),
                    "rows": [recognition_line(row) for row in rows if row.scheme == code],
                }
                for code, words in SCHEMES.items()
            ],
            "later": [recognition_line(row) for row in later_rows(RecognitionRow, on=today)],
            "conflicts": [conflict_line(one) for one in conflicts(self.viewer, at=self.now)],
            "may_change": keeps_sharing(self.person),
        }


def recognition_line(row: RecognitionRow) -> dict[str, Any]:
    """One grade and the class it is taken for."""
    return {
        "row": row,
        "scheme": said(SCHEMES[row.scheme]),
        "grade": grade_words(row.scheme, row.code),
        "label": grade_label(row.level, row.level),
    }


def grade_words(scheme: str, code: str) -> str:
    """A department's grade in its own words."""
    if scheme == "market":
        kind = KINDS["abnormal_list" if code == "abnormal" else "serious_list"]
        return said(kind.title)
    kind_code = SCHEME_KINDS.get(scheme)
    if kind_code is None:
        return code
    grade = KINDS[kind_code].grade_on(code, localdate())
    return code if grade is None else said((grade.zh, grade.en))


def conflict_line(one: Conflict) -> dict[str, Any]:
    """A firm with its grades side by side."""
    firm, level = one.subject.enterprise, one.found.level or ""
    return {
        "name": firm.name if firm else "—",
        "uscc": firm.uscc if firm else "",
        "grades": [
            {
                "scheme": said(SCHEMES[scheme]),
                "grade": grade_words(scheme, code),
                "label": grade_label(
                    one.found.levels.get(scheme, "—"), one.found.levels.get(scheme, "")
                ),
            }
            for scheme, code in sorted(one.grades.items())
        ],
        "recommended": grade_label(level, level),
    }


class RowForm(forms.Form):
    """What every new row needs."""

    basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=300,
        error_messages=NEEDED,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("生效日期"),
        error_messages=NEEDED,
        help_text=gettext_lazy("现行一行到这一天为止；以前的日期仍按以前的行。"),
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )


class SharingForm(RowForm):
    """What the party may know from a day on."""

    items = forms.MultipleChoiceField(
        label=gettext_lazy("可见数据"),
        error_messages=NEEDED,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("items", "basis", "valid_from")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["items"]
        field.choices = [(code, said(words)) for code, words in ITEMS.items()]


class RecognitionForm(RowForm):
    """Which class the grade is taken for from a day on."""

    level = forms.ChoiceField(
        label=gettext_lazy("对应等级"),
        choices=[(level, level) for level in CLASSES],
        error_messages=NEEDED,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    field_order = ("level", "basis", "valid_from")


class ReplacePage(CreditPage, ABC):
    """A new row in the place of one from a day on."""

    template_name = "accounts/form.html"
    model: Any = None
    form_class: type[RowForm] = RowForm
    back = ""

    def may_open(self) -> None:
        if not keeps_sharing(self.person):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.row()
        return self._page(self.form_class(initial=self.initial(row)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row, form = self.row(), self.form_class(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            self.put(row, form.cleaned_data)
        except PortalError as refusal:
            form.add_error(FIELDS.get(refusal.code), refusal.text(language()))
            return self._page(form, status=getattr(refusal, "status", 409))
        return redirect(self.back)

    def row(self) -> Any:
        """The row that is replaced.

        :raises Http404: when there is none.
        """
        row = self.model.objects.visible_to(self.viewer).filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        return row

    @abstractmethod
    def initial(self, row: Any) -> dict[str, Any]:
        """What the form shows at first."""

    @abstractmethod
    def put(self, row: Any, given: dict[str, Any]) -> None:
        """Do it."""

    @abstractmethod
    def title(self) -> str:
        """The heading."""

    def _page(self, form: RowForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            title=self.title(),
            submit=_("保存"),
            crumbs=[
                {"url": reverse(self.back), "label": _("共享规则")},
                {"url": "", "label": self.title()},
            ],
        )
        return self.render_to_response(context, status=status)


FIELDS: Final = {
    "sharing_items_missing": "items",
    "sharing_basis_missing": "basis",
    "sharing_day_past": "valid_from",
    "recognition_level_unknown": "level",
}


class ReplaceRulePage(ReplacePage):
    """Another scope for a purpose and party."""

    model, form_class, back = SharingRule, SharingForm, "credit:sharing"

    def initial(self, row: Any) -> dict[str, Any]:
        return {"items": row.items, "valid_from": localdate()}

    def put(self, row: Any, given: dict[str, Any]) -> None:
        put_sharing_rule(rule_id=row.pk, **given, **self.deed())

    def title(self) -> str:
        row = self.row()
        party = DEPARTMENTS.get(row.party) or PARTIES.get(row.party, row.party)
        return f"{said(PURPOSES[row.purpose])} · {party}"


class ReplaceRecognitionPage(ReplacePage):
    """Another class for a grade."""

    model, form_class, back = RecognitionRow, RecognitionForm, "credit:recognition"

    def initial(self, row: Any) -> dict[str, Any]:
        return {"level": row.level, "valid_from": localdate()}

    def put(self, row: Any, given: dict[str, Any]) -> None:
        put_recognition(row_id=row.pk, **given, **self.deed())

    def title(self) -> str:
        row = self.row()
        return f"{said(SCHEMES[row.scheme])} · {grade_words(row.scheme, row.code)}"
