"""For the zone office: entering a version of a mode, and the second pair of eyes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from declarations.models import Mode
from declarations.models.modes import DRAFT, PROPOSED, RELEASED
from declarations.pages.labels import DIRECTIONS
from declarations.pages.mode_forms import ModeForm, initial_of
from declarations.pages.mode_words import STATUSES, language, said, shown_mode
from declarations.pages.refusing import DeedPage
from declarations.rulebook import template_of_row
from declarations.services import mode_register
from enterprises.services.refusals import Refusal

MOST = 100


class KeeperPage(DeedPage):
    """A page for those who keep the register, or release what others entered."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        may = mode_register.keeps_modes(
            request.user, roles=mode_register.KEEPERS | mode_register.RELEASERS
        )
        if request.user.is_authenticated and not may:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def row(self) -> Mode:
        """The version of the address."""
        row: Mode | None = Mode.objects.filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        return row


class DraftsPage(KeeperPage):
    """What is open, then what was decided, newest first."""

    template_name = "declarations/mode_drafts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Mode.objects.filter(origin="zone").select_related("decided_by")
        shown = [_listed(row) for row in rows.order_by("-drafted_at")[:MOST]]
        return super().get_context_data(**kwargs) | {
            "rows": shown,
            "keeps": mode_register.keeps_modes(self.request.user),
            "crumbs": _crumbs(),
        }


class ModeFormPage(KeeperPage):
    """A new mode, or the next version of one: ``?from=<id>`` fills the form with a version."""

    template_name = "accounts/form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(ModeForm(initial=self._initial()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ModeForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            row = mode_register.save_draft(values=form.values(), **self.deed())
        except Refusal as refusal:
            problems = refusal.details.get("problems")
            if not problems:
                raise
            key = "zh" if language().startswith("zh") else "en"
            for problem in problems:
                form.add_error(problem["field"], problem[key])
            return self._page(form, status=422)
        messages.success(request, _("已保存草稿，请核对后提交复核。"))
        return redirect("declarations:mode_draft", pk=row.pk)

    def _initial(self) -> dict[str, Any]:
        source = self.request.GET.get("from", "")
        row = Mode.objects.filter(pk=int(source)).first() if source.isdecimal() else None
        if row is None:
            return {"valid_from": localdate(), "documents": ["order", "waybill"]}
        return initial_of(row) | {"valid_from": localdate(), "valid_to": row.valid_to}

    def _page(self, form: ModeForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            title=_("登记监管方式"),
            intro=_("保存为草稿后由另一人复核发布；生效前已受理的单证不受影响。"),
            submit=_("保存草稿"),
            crumbs=_crumbs(_("登记监管方式")),
        )
        return self.render_to_response(context, status=status)


class DraftPage(KeeperPage):
    """One version with its deeds: propose, take back, release or send back."""

    template_name = "declarations/mode_draft.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row()
        own = row.drafted_by_id == self.request.user.pk
        keeps = mode_register.keeps_modes(self.request.user)
        releases = mode_register.keeps_modes(self.request.user, roles=mode_register.RELEASERS)
        shown = shown_mode(template_of_row(row), on=localdate())
        return super().get_context_data(**kwargs) | {
            "row": row,
            "mode": shown,
            "before": self._before(row),
            "state": STATUSES[row.status],
            "may_propose": keeps and row.status == DRAFT,
            "may_decide": releases and not own and row.status == PROPOSED,
            "may_drop": keeps and row.status in {DRAFT, PROPOSED},
            "waits": row.status == PROPOSED and own,
            "crumbs": _crumbs(str(row)),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        deed, pk = request.POST.get("deed", ""), self.row().pk
        if deed == "propose":
            mode_register.propose(mode_id=pk, **self.deed())
            messages.success(request, _("已提交，待另一人复核。"))
        elif deed == "drop":
            mode_register.drop(mode_id=pk, **self.deed())
            messages.success(request, _("已撤回该版本。"))
            return redirect("declarations:mode_drafts")
        elif deed in {"release", "reject"}:
            mode_register.decide(
                mode_id=pk,
                confirmed=deed == "release",
                comment=request.POST.get("comment", ""),
                **self.deed(),
            )
            done = _("已发布，自生效日期起适用。") if deed == "release" else _("已记录为不同意。")
            messages.success(request, done)
        return redirect("declarations:mode_draft", pk=pk)

    def _before(self, row: Mode) -> dict[str, Any] | None:
        """The version that this one would follow."""
        released = Mode.objects.filter(
            code=row.code, direction=row.direction, status=RELEASED, valid_from__lte=row.valid_from
        )
        last = released.exclude(pk=row.pk).order_by("-valid_from").first()
        return shown_mode(template_of_row(last), on=localdate()) if last else None


def _listed(row: Mode) -> dict[str, Any]:
    return {
        "url": reverse("declarations:mode_draft", args=[row.pk]),
        "title": f"{row.code} {DIRECTIONS[row.direction]} v{row.version}",
        "name": said((row.zh, row.en)),
        "state": STATUSES[row.status],
        "author": row.author,
        "at": row.drafted_at,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "decided_by": row.decided_by.name if row.decided_by else "",
        "comment": row.comment,
    }


def _crumbs(last: str = "") -> list[dict[str, str]]:
    way = [
        {"url": reverse("declarations:modes"), "label": _("监管方式")},
        {"url": reverse("declarations:mode_drafts"), "label": _("版本与复核")},
    ]
    return [*way, {"url": "", "label": last}] if last else way
