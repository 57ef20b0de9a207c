"""The lists of every app: filters, columns and page in the address, and the same rows as a file."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zone_portal.framework.exporting import csv_response
from zone_portal.framework.pages import Column, SignedInPage, Words, chosen_columns
from zone_portal.framework.paging import filters_of, keyset_page, with_parameters

ALL = [("", gettext_lazy("全部"))]


class Label(NamedTuple):
    """A status as word and colour; ``tone`` is one of ok, warn, bad, info, idle."""

    tone: str
    text: Words


@dataclass(frozen=True, slots=True)
class Field(Column):
    """A column with the form its cells are written in: text, link, code, word, money, count,
    bad_count, moment, full_moment (with the year), state."""

    form: str = "text"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list: where it leads, and its values by column."""

    url: str
    values: Mapping[str, Any]


class ListPage(SignedInPage, ABC):
    """A filtered list of what the signed-in person may see.

    A list of its own says which ``rows`` its filter lets through, newest first by ``id`` unless it
    brings its own ``page``, and how they become ``lines``.
    """

    template_name = "components/list.html"
    fragment_name = "components/list_rows.html"
    title: Words = ""
    columns: Sequence[Field] = ()
    form_class: type[forms.Form] = forms.Form
    file_name = "list"
    more_filters: ClassVar[tuple[str, ...]] = ()
    empty_title: Words = gettext_lazy("这里还没有记录")
    empty_text: Words = ""
    nothing_text: Words = gettext_lazy("放宽筛选条件再试。")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.GET.get("format") == "csv":
            return self._file()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.form_class(self.request.GET)
        page = self.page(form)
        filters = filters_of(self.request.GET)
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "form": form,
            "more_fields": [form[name] for name in self.more_filters],
            "more_open": any(name in filters for name in self.more_filters if name != "turn"),
            "columns": chosen_columns(self.columns, self.request.GET),
            "all_columns": self.columns,
            "page": page,
            "lines": self.finished(page.rows),
            "filtered": bool(filters),
            "views": [self._view(label, query) for label, query in self.views()],
            "file_url": with_parameters(self.request.GET, format="csv", after=None, before=None),
            "empty_title": self.empty_title,
            "empty_text": self.empty_text,
            "empty_action": self.empty_action(),
            "action": self.action(),
            "nothing_text": self.nothing_text,
        }

    def page(self, form: Any) -> Any:
        """The page of rows that the address asks for."""
        return keyset_page(self.rows(form), self.request.GET)

    @abstractmethod
    def rows(self, form: Any) -> Any:
        """The rows of the person that the form's filter lets through."""

    @abstractmethod
    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        """The rows as lines of the list."""

    def finished(self, rows: Sequence[Any]) -> list[ListRow]:
        """The lines as they are shown: what makes another list of one adds to them here."""
        return self.lines(rows)

    def action(self) -> dict[str, Any]:
        """The button of the page: ``url`` and ``label``, or nothing."""
        return {}

    def empty_action(self) -> dict[str, Any]:
        """The button of a list without rows: ``url`` and ``label``, or nothing."""
        return {}

    @abstractmethod
    def chunks(self, form: Any) -> Iterable[Sequence[Any]]:
        """All rows of the file, some hundred at a time."""

    def views(self) -> list[tuple[str, str]]:
        """Ready-made selections: name and query string."""
        return [(_("全部"), "")]

    def _view(self, label: str, query: str) -> dict[str, Any]:
        current = {key: value for key, value in self.request.GET.items() if key != "columns"}
        wanted = dict(part.split("=") for part in query.split("&") if part)
        return {"label": label, "query": f"?{query}", "current": current == wanted}

    def _file(self) -> StreamingHttpResponse:
        columns = chosen_columns(self.columns, self.request.GET)
        form = self.form_class(self.request.GET)
        lines = (line for chunk in self.chunks(form) for line in self.finished(chunk))
        return csv_response(
            f"{self.file_name}-{timezone.localdate():%Y%m%d}",
            [column.label for column in columns],
            ([cell_text(line.values[c.name]) for c in columns] for line in lines),
        )


def cell_text(value: Any) -> Any:
    """A value as it stands in a file."""
    if isinstance(value, Label):
        return str(value.text)
    if isinstance(value, datetime):
        return localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def choice_filter(label: Any, choices: Iterable[tuple[str, Words]]) -> forms.ChoiceField:
    """A filter with an entry for everything."""
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, required=False, choices=[*ALL, *choices], widget=widget)


def text_filter(label: Any, length: int = 60) -> forms.CharField:
    """A filter that is typed."""
    widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=length, widget=widget)


def day_filter(label: Any) -> forms.DateField:
    """A filter by day."""
    widget = forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class FilterForm(forms.Form):
    """A form whose wrong or empty fields filter nothing."""

    def chosen(self) -> dict[str, Any]:
        """The fields that are filled in and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
