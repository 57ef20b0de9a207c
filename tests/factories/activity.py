"""Published bulletins, a method in use, months of the activity index: as the office makes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import User
from enterprises.viewers import viewer_for
from statistics_app.constants import BASE, ENTERPRISE, FIRM_CHAPTER, FIRM_COUNTRY
from statistics_app.models import Bulletin, IndexMethod, IndexRound, MonthCell
from statistics_app.services.activity import methods, rounds
from statistics_app.services.bulletins import publishing
from tests.factories.officials import official

AT = datetime(2025, 12, 12, 3, tzinfo=UTC)
OCTOBER, NOVEMBER = date(2025, 10, 1), date(2025, 11, 1)


def traded(month: date, rmb: str, firms: int = 5, tickets: int = 10) -> None:
    """Exports by parcel of so many firms, each of so much in a month."""
    for firm in range(1, firms + 1):
        base: dict[str, Any] = {
            "month": month, "kind": "b2c", "site": "hub", "enterprise_id": firm, "direction": "E",
            "mode": "9610", "tickets": tickets, "parcels": tickets, "lines": tickets,
            "rmb": Decimal(rmb), "usd": Decimal(rmb) / 7,
        }  # fmt: skip
        MonthCell.objects.create(face=ENTERPRISE, **base)
        MonthCell.objects.create(face=FIRM_COUNTRY, country="502", **base)
        MonthCell.objects.create(face=FIRM_CHAPTER, hs4="85", **base)
    whole = base | {
        "tickets": tickets * firms, "parcels": tickets * firms, "lines": tickets * firms,
        "rmb": Decimal(rmb) * firms, "usd": Decimal(rmb) / 7 * firms,
    }  # fmt: skip
    del whole["enterprise_id"]
    MonthCell.objects.create(face=BASE, **whole)


class Office:
    """Two supervisors of the zone office."""

    def __init__(self) -> None:
        self.first, self.second = official(role="supervisor"), official(role="supervisor")

    def who(self, user: User) -> dict[str, Any]:
        """Whose deed it is."""
        return {"viewer": viewer_for(user), "by": user, "at": AT}

    def bulletin(self, month: date, stage: str = "preliminary", reason: str = "") -> Bulletin:
        """The published bulletin of a month."""
        row = publishing.draft(
            month=month,
            coverage="A",
            stage=stage,
            reason=reason,
            reason_en=reason and "Late reports.",
            **self.who(self.first),
        )
        row = publishing.propose(bulletin_id=row.pk, version=row.version, **self.who(self.first))
        return publishing.decide(
            bulletin_id=row.pk, version=row.version, accepted=True, **self.who(self.second)
        )

    def draft_method(self, month: date | None = OCTOBER) -> IndexMethod:
        """A method with the shipped weights."""
        return methods.draft_method(
            month=month, coverage="A", reason="按条例编制指数", **self.who(self.first)
        )

    def method(self, weights: dict[str, str] | None = None) -> IndexMethod:
        """A method in use, with other weights where they are given."""
        row = self.draft_method()
        if weights:
            row = methods.save_weights(
                method_id=row.pk,
                version=row.version,
                weights=weights,
                ways=dict.fromkeys(weights, "up"),
                reason="按条例编制指数",
                **self.who(self.first),
            )
        row = methods.propose_method(method_id=row.pk, version=row.version, **self.who(self.first))
        return methods.decide_method(
            method_id=row.pk, version=row.version, accepted=True, **self.who(self.second)
        )

    def draft_index(self, month: date, reason: str = "") -> IndexRound:
        """The next round of a month."""
        return rounds.draft_index(month=month, reason=reason, **self.who(self.first))

    def propose_index(self, row: IndexRound) -> IndexRound:
        """To the second person."""
        return rounds.propose_index(round_id=row.pk, version=row.version, **self.who(self.first))

    def index(self, month: date, reason: str = "") -> IndexRound:
        """A published month."""
        row = self.propose_index(self.draft_index(month, reason))
        return rounds.decide_index(
            round_id=row.pk, version=row.version, accepted=True, **self.who(self.second)
        )


def told_bulletin(month: date, rmb: str, by: User, second: User, turn: int = 0) -> Bulletin:
    """A published bulletin that tells a total and nothing else."""
    cell = {
        "hidden": False, "rmb": rmb, "usd": rmb, "tickets": 50, "parcels": 50, "tax": "0.00",
        "growth_rmb": None, "growth_usd": None,
    }  # fmt: skip
    line = {"label": ["进出口", "All"], "m": cell, "c": cell}
    content = {
        "month": f"{month:%Y-%m}", "coverage": {"code": "A", "label": ["海关", "Customs"]},
        "zone": ["示例综试区", "Example zone"], "cut_at": AT.isoformat(), "rates": {},
        "facts": [], "targets": [], "warnings": [], "tables": [],
        "totals": {"all": line, "I": line, "E": line},
    }  # fmt: skip
    return Bulletin.objects.create(
        month=month,
        coverage="A",
        round=turn,
        stage="revised" if turn else "preliminary",
        status="published",
        taken_at=AT,
        taken=b"",
        inputs={},
        content=content,
        reasons={},
        problems=[],
        digest="0" * 64,
        drafted_by=by,
        drafted_at=AT,
        proposed_by=by,
        published_by=second,
        published_at=AT,
    )


def activity_objects() -> dict[str, Any]:
    """A month that is not released, and its method: ids by the names of the isolation table."""
    office = Office()
    told_bulletin(date(2025, 8, 1), "5000.00", office.first, office.second)
    row = office.draft_method(date(2025, 8, 1))
    row = methods.propose_method(method_id=row.pk, version=row.version, **office.who(office.first))
    methods.decide_method(
        method_id=row.pk, version=row.version, accepted=True, **office.who(office.second)
    )
    index = office.draft_index(date(2025, 8, 1))
    return {"index_round": index.pk, "index_method": index.method_id}
