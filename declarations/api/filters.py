"""Filters of the lists, named like the official elements."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet, IsoDateTimeFilter
from django_filters.fields import IsoDateTimeField
from rest_framework.exceptions import ValidationError

from declarations.business_models import with_model
from declarations.ids import first_id_of
from declarations.messages.catalogue import KINDS, paper_kinds
from declarations.models import Paper
from declarations.models.columns import TABLES, column_of
from declarations.outlines import PENDING, with_outcome
from declarations.paper_outlines import numbered, standing
from declarations.states import STATUSES
from enterprises.business_models import BUSINESS_MODELS

OUTCOMES = ("waiting", "mismatched", "matched")
LONGEST = 100
LARGEST_ID = 2**63 - 1


class TimeField(IsoDateTimeField):
    """ISO 8601; an unescaped ``+08:00`` arrives with a blank and is understood all the same."""

    def strptime(self, value: str, layout: str) -> Any:
        return super().strptime(value.replace(" ", "+") if "T" in value else value, layout)


class TimeFilter(IsoDateTimeFilter):
    field_class = TimeField


class DocumentFilters(FilterSet):
    """What the lists of all nouns can be narrowed down by; ids lead with time."""

    noun = ""

    received_after = TimeFilter(method="from_time", label="First accepted at or after (ISO 8601)")
    received_before = TimeFilter(method="to_time", label="First accepted before (ISO 8601)")

    def from_time(self, rows: QuerySet[Any], name: str, value: datetime) -> QuerySet[Any]:
        return rows.filter(id__gte=min(first_id_of(value), LARGEST_ID))

    def to_time(self, rows: QuerySet[Any], name: str, value: datetime) -> QuerySet[Any]:
        return rows.filter(id__lt=min(first_id_of(value), LARGEST_ID))

    def by_pre_no(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The number that the portal gave on acceptance, or one that the document brought."""
        return rows.filter(Q(entry_no=value) | Q(pre_no=value))

    def by_outcome(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return with_outcome(self.noun, rows, value)

    def by_model(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return with_model(rows, value)

    def checked(self) -> QuerySet[Any]:
        """The rows that are left.

        :raises ValidationError: for a value that no filter understands.
        """
        form = self.form
        if not form.is_valid():
            raise ValidationError(dict(form.errors))
        rows: QuerySet[Any] = self.qs
        return rows


def _filters(noun: str, elements: str) -> type[DocumentFilters]:
    """A set with an exact filter for each of the elements, the kind and the outcome."""
    kinds = [kind for kind in KINDS.values() if kind.noun == noun]
    by_name = {name: e for kind in kinds for name, e in kind.head_elements.items()}
    outcomes = (PENDING, *OUTCOMES) if noun == "inventory" else OUTCOMES
    declared: dict[str, Any] = {
        name: CharFilter(field_name=column_of(name), label=by_name[name].en, max_length=LONGEST)
        for name in elements.split()
    }
    declared["type"] = ChoiceFilter(
        field_name="kind", label="Kind of message", choices=[(k.code, k.en) for k in kinds]
    )
    declared["outcome"] = ChoiceFilter(
        method="by_outcome",
        label="Outcome of the declaration (ask for pending together with received_after)",
        choices=[(outcome, outcome) for outcome in outcomes],
    )
    if noun == "inventory":
        pre_no = by_name["preNo"]
        declared["preNo"] = CharFilter(
            method="by_pre_no", label=pre_no.en, max_length=pre_no.maximum
        )
    if noun == "order":
        declared["businessModel"] = ChoiceFilter(
            method="by_model",
            label="Business model: the order's own, else the first of its seller's",
            choices=[(code, en) for code, (_, en) in BUSINESS_MODELS.items()],
        )
    declared["noun"] = noun
    declared["Meta"] = type("Meta", (), {"model": TABLES[noun], "fields": []})
    return type(f"{noun.title()}Filters", (DocumentFilters,), declared)


class PaperFilters(DocumentFilters):
    """Filters of papers. Waybill and inventory numbers are looked for in their lines, too."""

    noun = "paper"

    type = ChoiceFilter(
        field_name="kind",
        label="Kind of message",
        choices=[(kind.code, kind.en) for kind in paper_kinds()],
    )
    copNo = CharFilter(  # noqa: N815  official element names
        method="by_number", label="Internal number (copNo or coElNo)", max_length=LONGEST
    )
    orderNo = CharFilter(method="by_number", label="Order number", max_length=LONGEST)  # noqa: N815
    logisticsNo = CharFilter(  # noqa: N815
        method="by_number", label="Waybill number, of the paper or a line", max_length=LONGEST
    )
    invtNo = CharFilter(  # noqa: N815
        method="by_number", label="Inventory number, of the paper or a line", max_length=LONGEST
    )
    billNo = CharFilter(method="by_number", label="Master bill", max_length=LONGEST)  # noqa: N815
    customs = ChoiceFilter(
        method="by_standing",
        label="Status at customs",
        choices=[(code, status.en) for code, status in STATUSES.items()],
    )

    class Meta:
        model = Paper
        fields: ClassVar[list[str]] = []

    def by_number(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return numbered(rows, column_of(name), value)

    def by_standing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return standing(rows, value)


FILTERS: dict[str, type[DocumentFilters]] = {
    "order": _filters("order", "orderNo ebpCode ebcCode payCode payTransactionId"),
    "payment": _filters("payment", "payTransactionId payNo payCode orderNo ebpCode ebcCode"),
    "waybill": _filters("waybill", "logisticsNo logisticsCode orderNo billNo ebcCode"),
    "inventory": _filters(
        "inventory",
        "copNo orderNo logisticsNo ebpCode ebcCode agentCode logisticsCode invtNo tradeMode "
        "ieFlag customsCode",
    ),
    "paper": PaperFilters,
}
"""The filters of each noun."""


def declared_filters(noun: str) -> Mapping[str, Filter]:
    """The filters of a noun by the names that the address has for them."""
    filters: Any = FILTERS[noun]
    found: Mapping[str, Filter] = filters.declared_filters
    return found
