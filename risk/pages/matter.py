"""The frame of the pages of matters: facts, texts, history, and the deeds that are possible now."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.deeds import VERBS
from accounts.models import User
from enterprises.viewers import Viewer, viewer_for
from risk.models.matters import Matter
from risk.pages.matter_forms import MatterForm, language, said
from risk.selectors_matters import history, seen
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import SignedInPage, Words, origin_of
from zone_portal.kernel.errors import PortalError

FORBIDDEN, NOT_FOUND, CONFLICT = 403, 404, 409


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known. ``kind``: text, code, state, moment, link."""

    label: Words
    value: Any
    kind: str = "text"
    url: str = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A longer text with its heading."""

    title: Words
    text: str


@dataclass(frozen=True, slots=True)
class Act:
    """A deed with its form. ``run`` takes the row's id, the version shown and the cleaned values,
    and does it through the domain; ``done`` is said afterwards."""

    code: str
    title: Words
    button: Words
    done: Words
    run: Callable[..., Any]
    form_class: Callable[..., MatterForm] = MatterForm
    note: Words = ""
    primary: bool = False


@dataclass(slots=True)
class Table:
    """A table of what belongs to a matter; ``rows`` hold cells in the order of ``heads``."""

    title: Words
    heads: Sequence[Words]
    rows: list[list[Any]] = field(default_factory=list)
    empty: Words = ""
    hint: Words = ""


def label_of(row: Matter) -> Label:
    """The state of a matter as word and colour."""
    machine = row.machine()
    return Label(machine.tones[row.status], machine.label(row.status, language()))


class RiskOfficePage(SignedInPage):
    """A page of this part. What the domain refuses becomes a page that says so in its words."""

    viewer: Viewer
    person: User
    now: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.viewer = viewer_for(request.user)
        self.person = request.user
        self.now = timezone.now()
        try:
            self.may_open()
            return super().dispatch(request, *args, **kwargs)
        except PortalError as refusal:
            return refused(request, refusal)

    def may_open(self) -> None:
        """:raises PermissionDenied: for whom the page is not."""

    @property
    def today(self) -> date:
        """The day in Shanghai."""
        return timezone.localdate(self.now)

    def deed(self) -> dict[str, Any]:
        """Who does it, seen by whom, when and from where."""
        return {"viewer": self.viewer, **self.own_deed()}

    def own_deed(self) -> dict[str, Any]:
        """Who does something of their own, when and from where."""
        return {"by": self.person, "at": self.now, "origin": origin_of(self.request)}


def officials_only(viewer: Viewer) -> None:
    """:raises PermissionDenied: for anyone but an official with a posting."""
    if not viewer.is_official or not viewer.departments:
        raise PermissionDenied


class FormPage(RiskOfficePage):
    """A form of its own page: what it writes is told by ``save``, which says where to go."""

    template_name = "risk/form.html"
    form_class: type[MatterForm]
    title: Words = ""
    note: Words = ""
    button: Words = ""
    failed: Words = ""
    crumb: ClassVar[tuple[Words, str]]

    def form(self, data: Any = None) -> MatterForm:
        """The form, filled in when the page is asked for."""
        return self.form_class(data, initial=self.initial() if data is None else None)

    def initial(self) -> dict[str, Any]:
        """What the form begins with."""
        return {}

    def save(self, values: Mapping[str, Any]) -> str:
        """Do it; returns the address to go to."""
        raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label, url_name = self.crumb
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or self.form(),
            "title": self.title,
            "note": self.note,
            "button": self.button,
            "back": reverse(url_name),
            "crumbs": [
                {"url": reverse(url_name), "label": label},
                {"url": "", "label": self.title},
            ],
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        status = 422
        if form.is_valid():
            try:
                return redirect(self.save(form.cleaned_data))
            except PortalError as refusal:
                status = status_of(refusal)
                if status in {FORBIDDEN, NOT_FOUND}:
                    raise
                form.refuse(refusal)
        return self.render_to_response(self.get_context_data(form=form), status=status)


class MatterPage(RiskOfficePage):
    """One matter; ``<pk>/<deed>/`` does one of its acts."""

    template_name = "risk/matter.html"
    model: type[Matter]
    crumb: ClassVar[tuple[Words, str]]
    related: ClassVar[tuple[str, ...]] = ()
    url_name: str = ""

    def title(self, row: Any) -> str:
        """The heading."""
        return str(row.number)

    def facts(self, row: Any) -> list[Fact]:
        """What is known of it."""
        raise Http404

    def passages(self, row: Any) -> list[Passage]:
        """Its longer texts."""
        del row
        return []

    def tables(self, row: Any) -> list[Table]:
        """What belongs to it."""
        del row
        return []

    def acts(self) -> Iterable[Act]:
        """Everything that can be done with one at all."""
        return ()

    def possible(self, row: Any) -> set[str]:
        """The acts that this person may do with this row now."""
        del row
        return set()

    def links(self, row: Any) -> list[tuple[Words, str]]:
        """Buttons that lead elsewhere."""
        del row
        return []

    def warning(self, row: Any) -> Words:
        """What must be seen first, or nothing."""
        del row
        return ""

    def say(self, row: Any) -> dict[str, Any]:
        """What comes next and whose it is, as ``text`` and ``tone``; or nothing."""
        del row
        return {}

    def label(self, row: Any) -> Label:
        """Its state as word and colour."""
        return label_of(row)

    def history(self, row: Any) -> list[dict[str, Any]]:
        """Its steps as officials see them."""
        if not self.viewer.is_official:
            return []
        return [
            {
                "title": said(VERBS.get(step.deed, (step.deed, step.deed))),
                "at": step.at,
                "by": step.by_label,
                "note": step.note,
            }
            for step in history(row)
        ]

    def find(self, pk: int) -> Any:
        """The row.

        :raises Http404: when there is none for this person.
        """
        row = seen(self.model, pk, self.viewer, *self.related)
        if row is None:
            raise Http404
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = kwargs.get("row") or self.find(kwargs["pk"])
        bound = kwargs.get("bound") or {}
        may = self.possible(row)
        label, list_url = self.crumb
        return super().get_context_data(**kwargs) | {
            "row": row,
            "title": self.title(row),
            "label": self.label(row),
            "say": self.say(row),
            "warning": self.warning(row),
            "facts": self.facts(row),
            "passages": [passage for passage in self.passages(row) if passage.text],
            "tables": self.tables(row),
            "links": self.links(row),
            "acts": [
                {
                    "act": act,
                    "form": bound.get(act.code) or act.form_class(auto_id=f"{act.code}-%s"),
                    "url": reverse(f"{self.url_name}_deed", args=[row.pk, act.code]),
                }
                for act in self.acts()
                if act.code in may or act.code in bound
            ],
            "failed": next(iter(bound.values()), None),
            "history": self.history(row),
            "crumbs": [
                {"url": reverse(list_url), "label": label},
                {"url": "", "label": row.number},
            ],
        }


class DeedMixin(MatterPage):
    """The buttons of a matter: mixed into its page."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        row = self.find(pk)
        act = next((one for one in self.acts() if one.code == deed), None)
        if act is None:
            raise Http404
        form = act.form_class(request.POST, auto_id=f"{deed}-%s")
        status = 422
        if form.is_valid():
            given = request.POST.get("version", "")
            version = int(given) if given.isdecimal() and len(given) < 10 else 0
            try:
                act.run(pk, version, form.cleaned_data)
            except PortalError as refusal:
                status = status_of(refusal)
                if status in {FORBIDDEN, NOT_FOUND}:
                    raise
                form.refuse(refusal)
            else:
                messages.success(request, str(act.done))
                return redirect(self.url_name, pk=pk)
        context = self.get_context_data(row=self.find(row.pk), pk=pk, bound={deed: form})
        return self.render_to_response(context, status=status)


def status_of(refusal: PortalError) -> int:
    """The HTTP status of a refusal."""
    return int(getattr(refusal, "status", CONFLICT))


def refused(request: HttpRequest, refusal: PortalError) -> HttpResponse:
    """The page of a refusal.

    :raises Http404: for what the person may not know of.
    """
    status = status_of(refusal)
    if status == NOT_FOUND:
        raise Http404 from refusal
    template = "403.html" if status == FORBIDDEN else "409.html"
    context = {"reason": refusal.text(language()), "code": refusal.code, "back": request.path}
    return render(request, template, context, status=status)
