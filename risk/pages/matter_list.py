"""What the lists of this part share: for whom they are, their filters' words, their file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from enterprises.viewers import Viewer, viewer_for
from risk.pages.matter import RiskOfficePage
from risk.pages.matter_forms import said, set_choices
from zone_portal.framework.lists import FilterForm, ListPage

CHUNK: Final = 500
WRITERS: Final = frozenset({"reviewer", "supervisor"})
"""Roles that handle; the others read."""


class WordsFilter(FilterForm):
    """A filter whose choices are words of the domain, in the language of the page."""

    words: Mapping[str, Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, pairs in self.words.items():
            set_choices(
                self.fields[name],
                [
                    ("", _("全部")),
                    *((code, said(words)) for code, words in pairs.items()),
                ],
            )


class RiskList(ListPage):
    """A list of this part."""

    @cached_property
    def viewer(self) -> Viewer:
        """Who looks."""
        return viewer_for(self.request.user)

    def allowed(self) -> bool:
        """Whether the list is for this person."""
        return self.viewer.is_official and bool(self.viewer.departments)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not self.allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def chunks(self, form: Any) -> Iterator[Sequence[Any]]:
        found = self.rows(form).order_by("-id")
        for start in range(0, found.count(), CHUNK):
            yield found[start : start + CHUNK]

    def handles(self) -> bool:
        """Whether this person may write here."""
        return bool(self.viewer.roles & WRITERS)

    def empty_action(self) -> dict[str, Any]:
        return self.action()


def doing(
    page: RiskOfficePage, service: Callable[..., Any], name: str, **fields: str
) -> Callable[[int, int, Mapping[str, Any]], None]:
    """How an act is done: ``service`` with the row's id as ``name``, its version, and values of the
    form by argument (``fields``: argument → field)."""

    def run(pk: int, version: int, values: Mapping[str, Any]) -> None:
        given = {argument: values[field] for argument, field in fields.items()}
        service(**{name: pk, "version": version}, **given, **page.deed())

    return run
