"""Checking people at the identity service, and the log of checks, for firms and officials."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.identity import RESULTS, identity_service
from accounts.models import User
from enterprises.models import Enterprise, IdentityCheck, Member
from enterprises.rules.identity import LONGEST_PURPOSE, METHODS, Subject, subject
from enterprises.rules.numbers import CONFIRMING_ROLES
from enterprises.selectors_identity import batch_limit, quota_of, used_on
from enterprises.services.checking import Checked, check_people
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.framework.paging import keyset_page
from zone_portal.kernel.masking import mask_id_number, mask_name

ASKING_ROLES = ("administrator", "declarant")
"""Members who may have people checked for their enterprise."""

PAGE = 20
TONES = {
    "match": "ok",
    "mismatch": "bad",
    "not_found": "bad",
    "unavailable": "warn",
    "invalid": "warn",
}


class CheckForm(forms.Form):
    """Who is asked about, one person a line, and what for."""

    enterprise = forms.ChoiceField(
        label=gettext_lazy("查询企业"), widget=forms.Select(attrs={"class": "form-select"})
    )
    people = forms.CharField(
        label=gettext_lazy("姓名和身份证号码"),
        help_text=gettext_lazy("每行一人：姓名，空格，18 位号码。核查后不保存姓名和号码。"),
        error_messages={"required": gettext_lazy("请至少填写一人")},
        widget=forms.Textarea(
            attrs={
                "class": "form-control",
                "rows": 5,
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )
    purpose = forms.CharField(
        label=gettext_lazy("用途"),
        max_length=LONGEST_PURPOSE,
        help_text=gettext_lazy("记入核查记录，例如：订单订购人实名核查。"),
        error_messages={"required": gettext_lazy("请写明核查用途")},
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, data: Any, firms: list[Enterprise]) -> None:
        super().__init__(data)
        chosen = cast("forms.ChoiceField", self.fields["enterprise"])
        chosen.choices = [(str(firm.pk), firm.name) for firm in firms]
        if len(firms) < 2:
            del self.fields["enterprise"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One person of a request as the page shows the answer: masked."""

    name: str
    number: str
    result: Label


class IdentityPage(SignedInPage):
    """The form, the answers of what was just asked, and the log."""

    template_name = "enterprises/identity.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer, firms = viewer_for(request.user), firms_of(cast("User", request.user))
        form = CheckForm(request.POST, firms)
        if not may_ask(viewer, firms) or not form.is_valid():
            return self._page(form, status=422)
        subjects = [
            _subject(line) for line in form.cleaned_data["people"].splitlines() if line.strip()
        ]
        chosen = form.cleaned_data.get("enterprise") or (str(firms[0].pk) if firms else "")
        try:
            checked = check_people(
                subjects=subjects,
                purpose=form.cleaned_data["purpose"],
                enterprise_id=int(chosen) if chosen else None,
                by=cast("User", request.user),
                at=timezone.now(),
                origin=origin_of(request),
            )
        except Refusal as refusal:
            for text in _texts(refusal):
                form.add_error(None, text)
            return self._page(form, status=refusal.status)
        return self._page(CheckForm(None, firms), checked=checked, subjects=subjects)

    def _page(
        self,
        form: CheckForm,
        *,
        checked: Checked | None = None,
        subjects: list[Subject] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = self.get_context_data(form=form)
        if checked is not None:
            context |= {
                "batch": checked.batch,
                "answers": [
                    Answer(
                        mask_name(given.name or "?"), mask_id_number(given.number), label(result)
                    )
                    for given, result in zip(subjects or (), checked.results, strict=True)
                ],
            }
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = cast("User", self.request.user)
        viewer, firms, today = viewer_for(person), firms_of(person), localdate()
        rows = IdentityCheck.objects.visible_to(viewer).select_related("enterprise")
        page = keyset_page(rows, self.request.GET, size=PAGE)
        service, limit = identity_service(), quota_of(on=today)
        return {
            "form": CheckForm(None, firms),
            "may_ask": may_ask(viewer, firms),
            "service": service,
            "most": batch_limit(on=today),
            "quotas": [
                {"name": firm.name, "limit": limit, "left": max(limit - used_on(firm.pk, today), 0)}
                for firm in firms
            ],
            "page": page,
            "log": [_line(row) for row in page.rows],
            "several": viewer.is_official or len(viewer.own_ids) > 1,
        } | super().get_context_data(**kwargs)


def firms_of(person: User) -> list[Enterprise]:
    """The approved enterprises for which a person may have people checked."""
    roles = Member.objects.filter(user_id=person.pk, role__in=ASKING_ROLES)
    rows = Enterprise.objects.filter(id__in=roles.values("enterprise_id"), status="approved")
    return list(rows.order_by("name"))


def may_ask(viewer: Viewer, firms: list[Enterprise]) -> bool:
    """Whether somebody may ask at all: for an enterprise, or as an official who decides."""
    return bool(firms) or bool(viewer.is_official and viewer.roles & CONFIRMING_ROLES)


def label(result: str) -> Label:
    """A result code as word and colour."""
    return Label(TONES[result], _in_language(RESULTS[result]))


def _line(row: IdentityCheck) -> dict[str, Any]:
    return {
        "at": row.at,
        "firm": row.enterprise.name if row.enterprise else _("监管部门"),
        "method": _in_language(METHODS[row.method]) if row.method in METHODS else row.method,
        "result": label(row.result),
        "purpose": row.purpose,
        "by": row.by_label,
    }


def _subject(line: str) -> Subject:
    """A line of the form: the number is its last word."""
    name, _blank, number = line.replace("，", " ").replace(",", " ").strip().rpartition(" ")
    return subject(name, number)


def _texts(refusal: Refusal) -> list[str]:
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    found = [str(problem[language]) for problem in refusal.details.get("problems", ())]
    return found or [refusal.text(language)]


def _in_language(words: tuple[str, str]) -> str:
    return words[0 if (get_language() or "zh").startswith("zh") else 1]
