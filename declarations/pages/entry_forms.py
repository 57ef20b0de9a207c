"""Forms of one document: begin, save as you go, check without lodging, send, keep as a template."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from declarations import entered
from declarations.entry_states import SENT, TEMPLATE
from declarations.messages.catalogue import KINDS
from declarations.models import EntryDraft
from declarations.pages.entry_base import STATES, UNPROCESSABLE, EntryPage, crumbs, language
from declarations.pages.entry_fields import (
    field_at,
    groups_of,
    lines_of,
    suggestions,
    summary_of,
    typed_in,
)
from declarations.services.entry import drafts
from declarations.sheets.forms import MOST_LINES, Typed
from declarations.sheets.layout import ENTERED, layout_of
from declarations.sheets.problems import RowProblem
from declarations.verdicts import DUPLICATE, REJECTED
from enterprises.facts import EnterpriseFacts
from zone_portal.framework.pages import is_partial, origin_of
from zone_portal.kernel.errors import PortalError

NOUNS = ("order", "payment", "waybill", "inventory")


class NewForm(EntryPage):
    """Begins a form: empty, from a template, or as the copy of a document."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("declarations:entry")

    def post(self, request: HttpRequest) -> HttpResponse:
        firm = self.chosen_firm() or (self.firms[0] if self.firms else None)
        if firm is None:
            messages.error(request, _("您没有报送权限。"))
            return redirect("declarations:entry")
        if request.POST.get("correct"):
            return self._correct(firm)
        kind, typed, firm = self._begin(firm)
        try:
            draft = drafts.start_draft(
                kind=kind, enterprise=firm, by=self.person, at=timezone.now(), typed=typed
            )
        except PortalError as refusal:
            messages.error(request, refusal.text(language()))
            return redirect("declarations:entry")
        return redirect("declarations:entry_form", pk=draft.pk)

    def _correct(self, firm: EnterpriseFacts) -> HttpResponse:
        """The change of a kept document, at the field that is wrong."""
        posted = self.request.POST
        noun, document = posted.get("noun", ""), posted.get("document", "")
        if noun not in NOUNS or not _is_number(document):
            raise Http404
        sender = entered.sender_of(noun, int(document), self.viewer)
        try:
            draft = drafts.start_correction(
                noun=noun,
                document_id=int(document),
                viewer=self.viewer,
                enterprise=(self.firm_of(sender) if sender else None) or firm,
                by=self.person,
                at=timezone.now(),
                origin=origin_of(self.request),
            )
        except PortalError as refusal:
            messages.error(self.request, refusal.text(language()))
            return redirect("declarations:entry")
        if draft is None:
            raise Http404
        place = field_at(
            layout_of(draft.kind), posted.get("field", ""), posted.get("line", "") or "1"
        )
        return redirect(f"{reverse('declarations:entry_form', args=[draft.pk])}{place}")

    def _begin(self, firm: EnterpriseFacts) -> tuple[str, Typed | None, EnterpriseFacts]:
        """Kind, contents and firm of the form that is asked for."""
        posted = self.request.POST
        template, noun, document = (
            posted.get("template", ""),
            posted.get("noun", ""),
            posted.get("document", ""),
        )
        if template:
            found = _own(self, template)
            own = self.firm_of(found.enterprise_id) or firm
            return found.kind, drafts.contents(found), own
        if noun in NOUNS and _is_number(document):
            copied = drafts.copy_of(noun=noun, document_id=int(document), viewer=self.viewer)
            if copied is None or copied[0] not in ENTERED:
                raise Http404
            return copied[0], copied[1], firm
        kind = posted.get("kind", "")
        if kind not in ENTERED:
            raise Http404
        return kind, None, firm


class FormPage(EntryPage):
    """One form; what was sent shows its confirmation instead."""

    template_name = "declarations/entry/form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = _own(self, str(kwargs["pk"]))
        if draft.state == SENT:
            return render(request, "declarations/entry/sent.html", self._sent(draft))
        return self.render_to_response(self.form(draft, drafts.contents(draft)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        draft = _own(self, str(pk))
        layout = layout_of(draft.kind)
        action = request.POST.get("action", "")
        typed = typed_in(layout, request.POST)
        name, _sep, number = action.partition("-")
        if name == "remove" and _is_number(number) and 0 < int(number) <= len(typed.lines):
            del typed.lines[int(number) - 1]
        if name == "add" and len(typed.lines) < MOST_LINES:
            typed.lines.append(_next_line(typed))
        try:
            draft = drafts.save_draft(draft_id=pk, typed=typed, by=self.person, at=timezone.now())
            return self._act(draft, action)
        except PortalError as refusal:
            context = self.form(draft, drafts.contents(draft), refusal=refusal.text(language()))
            return self.render_to_response(context, status=UNPROCESSABLE)

    def _act(self, draft: EntryDraft, action: str) -> HttpResponse:
        """What the pressed button asks for, once everything typed is kept."""
        address = reverse("declarations:entry_form", args=[draft.pk])
        if is_partial(self.request):
            context = {"saved_at": draft.saved_at}
            return render(self.request, "declarations/entry/saved.html", context)
        if action == "add" or action.startswith("remove-"):
            count = len(drafts.contents(draft).lines)
            return redirect(f"{address}#line-{count}" if action == "add" else f"{address}#lines")
        if action == "template":
            name = self.request.POST.get("template_name", "")
            drafts.save_template(draft_id=draft.pk, name=name, by=self.person, at=timezone.now())
            messages.success(self.request, _("已存为模板；个人信息和单号不在模板里。"))
            return redirect(address)
        if action == "check":
            return self._checked(draft)
        if action == "send":
            return self._send(draft)
        messages.success(self.request, _("已保存。"))
        return redirect(address)

    def _checked(self, draft: EntryDraft) -> HttpResponse:
        firm = self._firm(draft)
        problems = drafts.check_draft(draft, enterprise=firm, at=timezone.now())
        is_wrong = any(problem.is_error for problem in problems)
        context = self.form(
            draft, drafts.contents(draft), problems=problems, is_checked=not is_wrong
        )
        return self.render_to_response(context, status=UNPROCESSABLE if is_wrong else 200)

    def _send(self, draft: EntryDraft) -> HttpResponse:
        sent = drafts.send_draft(
            draft_id=draft.pk,
            enterprise=self._firm(draft),
            by=self.person,
            at=timezone.now(),
            origin=origin_of(self.request),
        )
        if sent.verdict == REJECTED:
            typed = drafts.contents(sent.draft)
            context = self.form(sent.draft, typed, problems=sent.problems)
            return self.render_to_response(context, status=UNPROCESSABLE)
        if sent.verdict == DUPLICATE:
            messages.info(self.request, _("内容与已接收的单证相同，没有重复保存。"))
        return redirect("declarations:entry_form", pk=draft.pk)

    def _firm(self, draft: EntryDraft) -> EnterpriseFacts:
        firm = self.firm_of(draft.enterprise_id)
        if firm is None:
            raise PortalError(
                "sender_not_approved",
                zh="您目前不能代表该企业报送",
                en="you may not send for this enterprise at present",
            )
        return firm

    def form(
        self,
        draft: EntryDraft,
        typed: Typed,
        *,
        problems: list[RowProblem] | None = None,
        is_checked: bool = False,
        refusal: str = "",
    ) -> dict[str, Any]:
        """What the page of a form shows."""
        layout = layout_of(draft.kind)
        typed = typed.trimmed(layout)
        found = problems or []
        groups = groups_of(layout, typed, found)
        lines = lines_of(layout, typed, found)
        errors = summary_of(layout, found)
        firm = self.firm_of(draft.enterprise_id)
        title = KINDS[draft.kind].title(language())
        count = len(errors)
        return self.get_context_data() | {
            "draft": draft,
            "is_template": draft.state == TEMPLATE,
            "corrects": draft.document_id
            and reverse(f"declarations:{_page_of(draft.kind)}", args=[draft.document_id]),
            "state": STATES[draft.state],
            "kind": title,
            "firm": firm,
            "groups": groups,
            "lines": lines,
            "has_lines": layout.kind.line is not None,
            "may_add": len(lines) < MOST_LINES,
            "lists": suggestions([*groups, *(line.group for line in lines)]),
            "errors": errors,
            "errors_title": ngettext("有 %(count)s 处需要更正", "有 %(count)s 处需要更正", count)
            % {"count": count},
            "refusal": refusal,
            "is_checked": is_checked,
            "warnings": [p for p in found if not p.is_error],
            "saved_at": draft.saved_at,
            "crumbs": crumbs(("", draft.name or title)),
        }

    def _sent(self, draft: EntryDraft) -> dict[str, Any]:
        kind = KINDS[draft.kind]
        return self.get_context_data() | {
            "draft": draft,
            "kind": kind.title(language()),
            "document_url": reverse(f"declarations:{kind.noun}", args=[draft.document_id])
            if draft.document_id
            else "",
            "crumbs": crumbs(("", draft.name)),
        }


class DropForm(EntryPage):
    """The button that throws a form or template away."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        draft = _own(self, str(pk))
        drafts.drop_draft(draft_id=draft.pk, by=self.person)
        messages.success(request, _("已删除。"))
        return redirect("declarations:entry")


def _own(page: EntryPage, pk: str) -> EntryDraft:
    """The person's own form or template."""
    found = entered.form_of(page.viewer, page.person.pk, int(pk)) if _is_number(pk) else None
    if found is None:
        raise Http404
    return found


def _page_of(kind: str) -> str:
    noun = KINDS[kind].noun
    return "inventory_document" if noun == "inventory" else noun


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 19


def _next_line(typed: Typed) -> dict[str, str]:
    """A further line begins with what usually stays the same: currency and country."""
    last = typed.lines[-1] if typed.lines else {}
    return {name: last[name] for name in ("currency", "country", "unit") if last.get(name)}
