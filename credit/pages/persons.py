"""Natural persons with a credit file: for the zone office of the hub alone, never public."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credit import selectors_persons
from credit.constants import MARKS
from credit.facts import NewRecord
from credit.pages.ledger import MARK_TONES, kind_name, result_of
from credit.pages.office import (
    FormPage,
    ZonePage,
    crumbs,
    errors_of,
    found_or_404,
    must_answer,
)
from credit.pages.record_forms import PersonRecordForm
from credit.pages.sharing_base import said
from credit.services.entering import enter_of_person, look_up_person, reveal_person
from zone_portal.framework.lists import Label
from zone_portal.kernel.errors import PortalError

MOST = 200


class PersonsPage(ZonePage):
    """The files of persons; one is found by its ID number, which stands in no address."""

    template_name = "credit/persons.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = selectors_persons.persons_visible(self.viewer)
        return super().get_context_data(**kwargs) | {
            "rows": selectors_persons.listed(rows[:MOST]),
            "total": rows.count(),
            "most": MOST,
            "not_found": kwargs.get("not_found", False),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sent = request.POST.get("id_number", "")
        found = look_up_person(id_number=sent, viewer=self.viewer, **self.deed())
        if found is None:
            return self.render_to_response(self.get_context_data(not_found=True), status=404)
        return redirect("credit:person", found.pk)


class PersonPage(ZonePage):
    """One person: the name masked, what stands in the ledger; the name whole for a reason."""

    template_name = "credit/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = found_or_404(selectors_persons.person_visible(self.viewer, kwargs["pk"]))
        (person,) = selectors_persons.listed([row])
        return super().get_context_data(**kwargs) | {
            "person": person,
            "revealed": kwargs.get("revealed", ""),
            "records": [
                {
                    "row": record,
                    "kind": kind_name(record.kind),
                    "result": result_of(record),
                    "source": said((record.source.zh, record.source.en)),
                    "mark": _mark(getattr(record, "mark", None) or ""),
                }
                for record in selectors_persons.records_of(row, at=self.now)
            ],
            "crumbs": crumbs("credit:persons", _("自然人信用"), person.name),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            name = reveal_person(
                subject_id=kwargs["pk"],
                reason=request.POST.get("reason", ""),
                viewer=self.viewer,
                **self.deed(),
            )
        except PortalError as refusal:
            if must_answer(refusal):
                raise
            context = self.get_context_data(pk=kwargs["pk"], errors=errors_of(refusal))
            return self.render_to_response(context, status=422)
        response = self.render_to_response(self.get_context_data(pk=kwargs["pk"], revealed=name))
        response["Cache-Control"] = "no-store"
        return response


def _mark(mark: str) -> Label | None:
    return Label(MARK_TONES[mark], said(MARKS[mark])) if mark in MARK_TONES else None


class NewPersonRecordPage(FormPage):
    """Entering a record of a natural person; the first opens the file."""

    form_class = PersonRecordForm
    parent = ("credit:persons", gettext_lazy("自然人信用"))
    label = gettext_lazy("录入自然人信用记录")
    intro = gettext_lazy(
        "只能录入法律允许针对自然人的记录；自然人的记录从不公示，只有综试区办公室可以查看。"
    )
    submit = gettext_lazy("入库")

    def initial(self) -> dict[str, Any]:
        return {"source": "office"}

    def keep(self, given: dict[str, Any]) -> HttpResponse:
        row = enter_of_person(
            id_number=given.pop("id_number"),
            name=given.pop("name"),
            source_code=given.pop("source"),
            new=NewRecord(**given),
            **self.deed(),
        )
        messages.success(self.request, _("已入库。"))
        return redirect("credit:person", row.subject_id)
