"""The wizard: the task list and one page per section, saved as you go."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.constants import HUB
from accounts.labels import name_of
from enterprises import dossiers
from enterprises.constants import KINDS
from enterprises.models import Filing
from enterprises.pages import attachments
from enterprises.pages.base import UNPROCESSABLE, FilingPage
from enterprises.pages.courses import events_of, review_course
from enterprises.pages.drafts import Draft, by_field
from enterprises.pages.fields import values_from, views_of
from enterprises.pages.finding import crumbs_to, editable_or_404, open_or_404, section_or_404
from enterprises.pages.labels import filing_label, kind_names, language
from enterprises.pages.line_steps import has_lines, lines_url
from enterprises.pages.saying import draft_saying
from enterprises.rules.forms import Section, form_for
from enterprises.services.filing import drafting
from enterprises.states import CHANGING, DRAFT, OPEN_FOR_APPLICANT, RETURNED
from enterprises.viewers import viewer_for
from zone_portal.framework.pages import is_partial


class StartPage(FilingPage):
    """What to have ready; which kinds; then the draft begins."""

    template_name = "enterprises/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = set(self.request.POST.getlist("kinds"))
        here = self.request.POST.get("site") or self.request.GET.get("site") or HUB
        form = form_for("enterprise", chosen & KINDS.keys())
        return (
            super().get_context_data(**kwargs)
            | review_course(form)
            | {
                "kinds": [
                    {"code": code, "label": label, "needs": _needs(code), "chosen": code in chosen}
                    for code, label in zip(KINDS, kind_names(KINDS), strict=True)
                ],
                "sites": [
                    {
                        "code": site.code,
                        "label": name_of(site),
                        "chosen": site.code == here,
                    }
                    for site in dossiers.open_sites()
                ],
                "crumbs": [
                    {"url": reverse("enterprises:file"), "label": _("我的企业")},
                    {"url": "", "label": _("企业备案")},
                ],
            }
        )

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        kinds = [kind for kind in KINDS if kind in set(request.POST.getlist("kinds"))]
        if not kinds:
            errors = [{"id": "kinds", "text": _("请至少选择一种企业类型。")}]
            context = self.get_context_data(errors=errors)
            return self.render_to_response(context, status=UNPROCESSABLE)
        deed = self.deed()
        del deed["viewer"]
        filing = drafting.start_filing(
            type="enterprise", site=request.POST.get("site", HUB), **deed
        )
        # The new enterprise is one more that this person acts for.
        viewer = viewer_for(request.user)
        drafting.save_values(filing_id=filing.id, viewer=viewer, values={"kinds": kinds}, **deed)
        return redirect("enterprises:filing", filing=filing.id)


class SupplyPage(FilingPage):
    """The button of an enterprise that was brought along without a filing: its draft begins."""

    http_method_names = ["post", "options"]

    def post(self, _request: HttpRequest, enterprise: int) -> HttpResponse:
        row = dossiers.enterprise(self.viewer, enterprise)
        if row is None or row.pk not in self.viewer.own_ids:
            raise Http404
        deed = self.deed()
        del deed["viewer"]
        filing = drafting.start_filing(type="enterprise", enterprise=row, **deed)
        return redirect("enterprises:filing", filing=filing.id)


class TaskPage(FilingPage):
    """The task list of a draft; a filing that is not the applicant's turn is shown as it is."""

    template_name = "enterprises/filing.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        filing = open_or_404(self, kwargs["filing"])
        if filing.status not in OPEN_FOR_APPLICANT or self.viewer.is_official:
            return redirect("enterprises:filing_check", filing=filing.id)
        return super().get(request, *args, opened=filing, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing: Filing = kwargs["opened"]
        draft = Draft(filing, self.now)
        steps = draft.steps()
        return (
            super().get_context_data(**kwargs)
            | review_course(draft.form, filing)
            | {
                "filing": filing,
                "title": draft.title,
                "state": filing_label(filing.status),
                "reference": draft.reference,
                "say": draft_saying(draft, steps),
                "steps": steps,
                "done": sum(step.is_done for step in steps),
                "remarks": [
                    {"url": draft.url_of(r.field), "label": draft.label_of(r.field), "text": r.text}
                    for r in draft.remarks
                ],
                "returned": dossiers.last_return(filing) if filing.status == RETURNED else None,
                "events": events_of(filing) if filing.version else [],
                "crumbs": crumbs_to(draft),
                **_way_out(filing),
            }
        )


class SectionPage(FilingPage):
    """One section. What was typed is saved even where it is wrong, so that nothing is lost."""

    template_name = "enterprises/filing_section.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing: Filing = kwargs.get("opened") or editable_or_404(self, kwargs["filing"])
        draft = Draft(filing, self.now)
        section = section_or_404(draft, kwargs["section"])
        typed = kwargs.get("typed", {})
        shown = kwargs.get("problems")
        if shown is None:
            shown = _already_wrong(draft, section)
        fields = views_of(section, draft.drawn(typed, shown))
        steps = draft.steps(section.code)
        position = [step.code for step in steps].index(section.code) + 1
        return (
            super().get_context_data(**kwargs)
            | attachments.limits()
            | {
                "filing": filing,
                "section": section,
                "section_label": section.label(language()),
                "section_help": section.help(language()),
                "fields": [view for view in fields if view.widget != "file"],
                "files": [view for view in fields if view.widget == "file"],
                "editable": True,
                "errors": [
                    {"id": view.id, "text": text} for view in fields for text in view.problems
                ]
                if kwargs.get("typed") is not None
                else [],
                "errors_title": _("已保存，但有需要更正的地方"),
                "errors_note": _("也可以先离开，以后再改。"),
                "steps": steps,
                "done": sum(step.is_done for step in steps),
                "position": position,
                "save_url": self.request.path,
                "crumbs": [
                    *crumbs_to(draft, link=True),
                    {"url": "", "label": section.label(language())},
                ],
            }
        )

    def post(self, request: HttpRequest, filing: int, section: str) -> HttpResponse:
        draft = Draft(editable_or_404(self, filing), self.now)
        part = section_or_404(draft, section)
        typed = values_from(part, request.POST)
        saved = drafting.save_values(filing_id=filing, values=typed, **self.deed())
        if is_partial(request):
            return render(request, "enterprises/saved.html", {"saved_at": self.now})
        fresh = Draft(saved.filing, draft.at)
        # Kinds may have changed: the section is looked up in the form as it is now.
        part = section_or_404(fresh, section)
        wrong = by_field(fresh.problems, part)
        if wrong and request.POST.get("next") != "list":
            context = self.get_context_data(
                opened=saved.filing, filing=filing, section=section, typed=typed, problems=wrong
            )
            return self.render_to_response(context, status=UNPROCESSABLE)
        return redirect(_next(fresh, section, request.POST.get("next", "")))


def _already_wrong(draft: Draft, section: Section) -> dict[str, list[str]]:
    """The problems of what is filled in; what is merely missing is not held against a page that
    was not sent yet."""
    from_values = [
        problem
        for problem in draft.problems
        if problem.code not in {"missing", "attachment_missing"}
    ]
    return by_field(from_values, section)


def _next(draft: Draft, section: str, wanted: str) -> str:
    """Where to go after saving: the next step, or back to the list."""
    codes = [part.code for part in draft.form.sections]
    following = codes[codes.index(section) + 1 :]
    if wanted == "list":
        return reverse("enterprises:filing", args=[draft.filing.id])
    if not following and has_lines(draft.filing):
        return lines_url(draft.filing)
    if not following:
        return reverse("enterprises:filing_check", args=[draft.filing.id])
    return reverse("enterprises:filing_section", args=[draft.filing.id, following[0]])


def _needs(kind: str) -> str:
    """What a kind asks for beside the basic material, in few words."""
    section = form_for("enterprise", [kind]).section(kind)
    if section is None:
        return ""
    papers = [field.label(language()) for field in section.fields if field.is_file]
    return _("、").join(papers[:2]) if papers else ""


def _way_out(filing: Filing) -> dict[str, Any]:
    if filing.status == CHANGING:
        return {
            "may_drop": True,
            "drop_label": _("放弃变更"),
            "drop_note": _("已填的变更内容将被丢弃，现行备案继续有效。"),
            "drop_url": reverse("enterprises:filing_give_up", args=[filing.id]),
        }
    if filing.status == DRAFT:
        return {
            "may_drop": True,
            "drop_label": _("删除草稿"),
            "drop_note": _("草稿及已上传的材料将作废，不能恢复。"),
            "drop_url": reverse("enterprises:filing_drop", args=[filing.id]),
        }
    return {"may_drop": False}
