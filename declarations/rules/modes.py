"""Supervision modes as templates: what a mode asks, from when, on which law. Pure.

A template is data: those that come with the portal stand in ``data/modes.json``, those of a pilot
are entered by the zone office and released by a second person. Nothing here knows a mode by name.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from zone_portal.kernel.rules import Text

DATA: Final = Path(__file__).resolve().parents[1] / "data" / "modes.json"

IMPORT, EXPORT = "import", "export"
DIRECTIONS: Final = (IMPORT, EXPORT)

LIST, FORM = "list", "form"
DECLARED_BY: Final[Mapping[str, Text]] = MappingProxyType(
    {
        LIST: ("申报清单", "Inventory"),
        FORM: (
            "报关单（本平台不接收，仅作对照）",
            "Declaration form (not taken here, for reference)",
        ),
    }
)

DIRECT_PURCHASE, BONDED_IMPORT = "direct_purchase", "bonded_import"
GENERAL_EXPORT, ZONE_EXPORT = "general_export", "zone_export"
FLOWS: Final[Mapping[str, tuple[str, Text]]] = MappingProxyType(
    {
        DIRECT_PURCHASE: (IMPORT, ("直购进口", "Direct purchase import")),
        BONDED_IMPORT: (IMPORT, ("网购保税进口", "Online bonded import")),
        GENERAL_EXPORT: (EXPORT, ("一般出口", "General export")),
        ZONE_EXPORT: (EXPORT, ("特殊区域出口", "Export from a special zone")),
        "b2b_direct": (EXPORT, ("B2B 直接出口", "B2B direct export")),
        "overseas_warehouse": (EXPORT, ("出口海外仓", "Export to an overseas warehouse")),
        "market_purchase": (EXPORT, ("市场采购", "Market purchase")),
        "general_trade": ("", ("一般贸易", "General trade")),
    }
)
"""Flow → (its direction, "" for both; its name)."""

DOCUMENTS: Final = ("order", "payment", "waybill")
ORDER_TYPES: Final = {IMPORT: ("I",), EXPORT: ("E", "B", "W")}
SHIPPED, ZONE = "shipped", "zone"


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it should be: who owns it and how many hours it may take (None: no limit known)."""

    source: str
    target: str
    owner: str
    hours: Decimal | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """One version of a mode in [valid_from, valid_to).

    ``documents`` are needed beside the inventory; ``without`` names criteria that are not asked,
    ``settings`` overrides severities and parameters of criteria for this mode alone. A list may
    name at most ``ticket_limit`` of ``ticket_currency``. ``simplified_digits`` is how many digits
    of the HS code the light route asks for (0: no such route). ``taxed_as`` names the mode
    whose taxes apply.
    """

    code: str
    direction: str
    version: int
    name: Text
    flow: str
    valid_from: date
    valid_to: date | None = None
    declared_by: str = LIST
    documents: tuple[str, ...] = ()
    order_types: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    settings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ticket_limit: Decimal | None = None
    ticket_currency: str = "142"
    simplified_digits: int = 0
    taxed_as: str = ""
    steps: tuple[Step, ...] = ()
    basis: str = ""
    verified: bool = False
    note: Text = ("", "")
    origin: str = SHIPPED

    def applies_on(self, day: date) -> bool:
        """Whether the version is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def template_of(
    row: Mapping[str, Any], *, origin: str, tables: Mapping[str, Any] | None = None
) -> Template:
    """The template of checked data; ``tables`` holds step tables that several modes share.

    :raises ValueError, KeyError: for data that ``mode_problems`` would not have let through.
    """
    steps = row.get("steps") or ()
    if isinstance(steps, str):
        steps = (tables or {})[steps]
    limit = row.get("ticket_limit")
    return Template(
        code=row["code"],
        direction=row["direction"],
        version=int(row["version"]),
        name=(row["zh"], row["en"]),
        flow=row["flow"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row.get("valid_to") else None,
        declared_by=row.get("declared_by", LIST),
        documents=tuple(name for name in DOCUMENTS if name in row.get("documents", ())),
        order_types=tuple(row.get("order_types", ())),
        without=frozenset(row.get("without", ())),
        settings=MappingProxyType({k: dict(v) for k, v in row.get("settings", {}).items()}),
        ticket_limit=Decimal(limit) if limit else None,
        ticket_currency=row.get("ticket_currency") or "142",
        simplified_digits=int(row.get("simplified_digits") or 0),
        taxed_as=row.get("taxed_as", ""),
        steps=tuple(map(step_of, steps)),
        basis=row["basis"],
        verified=bool(row.get("verified")),
        note=(row.get("note_zh", ""), row.get("note_en", "")),
        origin=origin,
    )


def step_of(row: Mapping[str, Any]) -> Step:
    """One row of a step table."""
    hours = str(row.get("hours") or "")
    return Step(
        row["source"],
        row["target"],
        row["owner"],
        Decimal(hours) if hours else None,
        row.get("basis", ""),
    )


@cache
def shipped() -> tuple[Template, ...]:
    """The templates that come with the portal, in the order of their file."""
    read = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple(template_of(row, origin=SHIPPED, tables=read["steps"]) for row in read["modes"])


def definition_of(template: Template) -> dict[str, Any]:
    """A template as data again, whole: what the register keeps and an outsider can read."""
    return {
        "flow": template.flow,
        "declared_by": template.declared_by,
        "documents": list(template.documents),
        "order_types": list(template.order_types),
        "without": sorted(template.without),
        "settings": {code: dict(own) for code, own in sorted(template.settings.items())},
        "ticket_limit": "" if template.ticket_limit is None else str(template.ticket_limit),
        "ticket_currency": template.ticket_currency,
        "simplified_digits": template.simplified_digits,
        "taxed_as": template.taxed_as,
        "steps": [
            {
                "source": step.source,
                "target": step.target,
                "owner": step.owner,
                "hours": "" if step.hours is None else str(step.hours),
                "basis": step.basis,
            }
            for step in template.steps
        ],
        "note_zh": template.note[0],
        "note_en": template.note[1],
    }


def in_force(templates: Iterable[Template], day: date) -> list[Template]:
    """The versions in force on a day."""
    return [template for template in templates if template.applies_on(day)]


def codes_of_flow(templates: Iterable[Template], flow: str) -> frozenset[str]:
    """The codes of the modes of a flow."""
    return frozenset(template.code for template in templates if template.flow == flow)
