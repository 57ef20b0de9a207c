"""Claims: the officials' queue, the claim itself, its papers and its buttons."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.labels import DEPARTMENTS
from credit import selectors_cases
from credit.models import Claim
from credit.pages.claim_view import claim_context
from credit.pages.supervision_base import (
    Act,
    DeedPage,
    OfficialList,
    SupervisionPage,
    clock_of,
    version_of,
)
from credit.pages.supervision_labels import (
    claim_kind,
    claim_label,
    record_name,
    said,
    subject_name,
)
from credit.rules.supervision import states
from credit.services.supervision import claim_files, claims, reviewing
from credit.services.supervision.claims import KINDS, Target
from enterprises.services.refusals import Refusal
from zone_portal.framework.forms import give_choices
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    ListRow,
    choice_filter,
    text_filter,
)

TARGETS: Final = {"record": "record_id", "case": "case_id", "claim": "earlier_id"}


class ClaimForm(FilterForm):
    """Filters of the claims."""

    q = text_filter(gettext_lazy("企业、代码或编号"), 100)
    kind = choice_filter(gettext_lazy("种类"), [])
    status = choice_filter(gettext_lazy("状态"), [])
    late = choice_filter(gettext_lazy("期限"), [("1", gettext_lazy("已超期"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_choices(
            self,
            "kind",
            [
                ("", _("全部")),
                *((code, said(texts)) for code, texts in KINDS.items()),
            ],
        )
        give_choices(
            self,
            "status",
            [
                ("", _("办理中")),
                ("all", _("全部状态")),
                *(
                    (code, said(texts))
                    for code, texts in states.CLAIM_LABELS.items()
                    if code != states.DRAFT
                ),
            ],
        )


class ClaimsPage(OfficialList):
    """Where officials find what firms ask for, with its clock."""

    title = gettext_lazy("异议与修复")
    form_class = ClaimForm
    file_name = "credit-claims"
    empty_title = gettext_lazy("没有办理中的申请")
    empty_text = gettext_lazy("企业提交的陈述申辩、异议、修复和复核申请会出现在这里。")
    columns = (
        Field("subject", gettext_lazy("企业"), form="link"),
        Field("kind", gettext_lazy("种类")),
        Field("clock", gettext_lazy("期限"), form="state"),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("against", gettext_lazy("针对")),
        Field("submitted", gettext_lazy("提交时间"), form="moment"),
        Field("reviewer", gettext_lazy("核查人"), shown=False),
        Field("due", gettext_lazy("应办结日期"), shown=False),
        Field("number", gettext_lazy("编号"), form="word"),
    )

    def rows(self, form: ClaimForm) -> Any:
        return selectors_cases.claims(self.viewer, form.chosen(), on=timezone.localdate())

    def lines(self, rows: Iterable[Claim]) -> list[ListRow]:
        return [_line(row) for row in rows]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("办理中"), ""),
            *((claim_kind(code), f"kind={code}") for code in ("objection", "repair", "appeal")),
            (_("已超期"), "late=1"),
            (_("全部"), "status=all"),
        ]


class BeginClaimPage(SupervisionPage):
    """The button that begins a claim; a draft that exists is opened again."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        name, _sep, number = request.POST.get("against", "").partition("-")
        if name not in TARGETS or not number.isdecimal():
            raise Http404
        claim = claims.start_claim(
            kind=request.POST.get("kind", ""),
            target=Target(**{TARGETS[name]: int(number)}),
            **self.deed(),
        )
        return redirect("credit:claim", pk=claim.pk)


class ClaimPage(SupervisionPage):
    """One claim, for the firm and for officials."""

    template_name = "credit/claim.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        claim = selectors_cases.claim_of(self.viewer, kwargs["pk"])
        if claim is None:
            raise Http404
        shown = {
            "typed": kwargs.get("typed", {}),
            "errors": kwargs.get("errors", []),
            "departments": DEPARTMENTS.items(),
        }
        context = claim_context(claim, self.viewer, self.person.pk, self.today)
        return super().get_context_data(**kwargs) | context | shown


class ClaimFilePage(SupervisionPage):
    """A paper of a claim: always a download, never drawn inside the portal's own address."""

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:
        name, media_type, content = claim_files.read(file_id=pk, **self.deed())
        response = HttpResponse(content, content_type=media_type)
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class RemoveFilePage(SupervisionPage):
    """Takes a paper away from a draft."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        claim = claim_files.remove(file_id=pk, **self.deed())
        messages.success(request, _("已移除材料。"))
        return redirect(f"{reverse('credit:claim', args=[claim.pk])}#files")


def _save(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    _keep_text(pk, request, who)
    return _("已保存。")


def _submit(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    _keep_text(pk, request, who)
    claim = claims.submit_claim(claim_id=pk, **who)
    return _("已提交，应于 %(due)s 前办结。") % {"due": claim.due_date}


def _attach(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    _keep_text(pk, request, who)
    file = request.FILES.get("file")
    if file is None or file.size is None:
        raise Refusal("attachment_empty", 422, "请先选择文件。", "Choose a file first.")
    if file.size > settings.FILING_ATTACHMENT_BYTES:
        # Told by its size alone, before the file is read into memory.
        raise Refusal("attachment_too_large", 413, "文件过大。", "The file is too large.")
    claim_files.attach(claim_id=pk, name=file.name or "", content=file.read(), **who)
    return _("已上传材料。")


def _keep_text(pk: int, request: HttpRequest, who: dict[str, Any]) -> None:
    sent = request.POST
    claims.save_claim(
        claim_id=pk, text=sent.get("text", ""), commitment=sent.get("commitment") == "yes", **who
    )


def _withdraw(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    claims.withdraw_claim(claim_id=pk, version=version_of(request), **who)
    return _("已撤回。")


def _begin(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    reviewing.begin_review(claim_id=pk, version=version_of(request), **who)
    return _("已开始核查。")


def _ask(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    reviewing.ask_provider(
        claim_id=pk,
        version=version_of(request),
        department=request.POST.get("department", ""),
        question=request.POST.get("question", ""),
        **who,
    )
    return _("已转数据提供部门。")


def _answer(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    reviewing.answer_question(
        claim_id=pk, version=version_of(request), answer=request.POST.get("answer", ""), **who
    )
    return _("已答复。")


def _decide(pk: int, request: HttpRequest, who: dict[str, Any]) -> str:
    accepted = request.POST.get("accepted") == "yes"
    reviewing.decide_claim(
        claim_id=pk,
        version=version_of(request),
        accepted=accepted,
        reasons=request.POST.get("reasons", ""),
        **who,
    )
    return _("已采纳并办理。") if accepted else _("已作出不予采纳的决定。")


DEEDS: Final[Mapping[str, Act]] = {
    "save": _save,
    "submit": _submit,
    "attach": _attach,
    "withdraw": _withdraw,
    "begin": _begin,
    "ask": _ask,
    "answer": _answer,
    "decide": _decide,
}


class ClaimDeedPage(ClaimPage, DeedPage):
    """The buttons of a claim."""

    deeds = DEEDS
    page = "credit:claim"


def _line(row: Claim) -> ListRow:
    against = row.case.number if row.case else record_name(row.record) if row.record else ""
    return ListRow(
        reverse("credit:claim", args=[row.pk]),
        {
            "subject": subject_name(row),
            "kind": claim_kind(row.kind),
            "clock": clock_of(selectors_cases.claim_clocks(row, on=timezone.localdate())),
            "state": claim_label(row.status),
            "against": against,
            "submitted": row.submitted_at,
            "reviewer": row.reviewer.name if row.reviewer else "",
            "due": row.due_date.isoformat() if row.due_date else "",
            "number": row.number,
        },
    )
