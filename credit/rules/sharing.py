"""Who may know what of a subject's credit, and what for: a dated row for each pair of purpose and
party, and nothing beyond it.

Basis: departments share credit information within their duties and queries are kept for ten years
(浙江省公共信用信息管理条例 arts. 15, 19, 20: another province's law, quoted because the zone has
none of its own); a bank or a rater needs the subject's consent (Personal Information Protection
Law arts. 13, 23 for sole traders; ours for firms).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Text

BANK: Final = "finance"
RATER: Final = "rater"
OUTSIDE: Final = frozenset({BANK, RATER})
"""Parties that are enterprises, not departments: their queries need the subject's consent."""

PURPOSES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "filing": ("备案审核", "Reviewing a filing"),
        "supervision": ("分类监管", "Graded supervision"),
        "inspection": ("查验与布控参考", "Choosing what to inspect"),
        "tax_refund": ("出口退（免）税办理", "Export tax refund and exemption"),
        "fx_service": ("外汇便利化", "Easier foreign exchange"),
        "joint_control": ("风险联控", "Joint risk control"),
        "joint_measures": ("联合奖惩", "Joint incentives and sanctions"),
        "support": ("资金扶持与评优", "Grants and honours"),
        "lending": ("融资授信", "Lending"),
        "insuring": ("保险承保", "Insurance"),
        "rating": ("第三方信用评价", "Rating by a third party"),
    }
)
"""What somebody may want to know for: code → words."""

ITEMS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "grade": ("信用等级", "Credit grade"),
        "score": ("信用分与各维度得分", "Score and its dimensions"),
        "contributions": ("逐项得分及依据", "Every point and its records"),
        "history": ("历次评级", "Earlier ratings"),
        "standing": ("备案、住所和证照", "Filing, address and licences"),
        "customs": ("海关信用等级", "Customs credit class"),
        "tax": ("纳税缴费信用级别", "Tax credit class"),
        "fx": ("外汇管理分类", "Foreign-exchange class"),
        "market": ("市场监管名录", "Lists of market supervision"),
        "lists": ("失信名单和负面清单", "Dishonesty lists and the negative list"),
        "national": ("全国公共信用综合评价", "National public credit evaluation"),
        "penalties": ("处罚、逾期和违约", "Penalties, arrears and breaches"),
        "honours": ("表彰", "Honours"),
        "behaviour": ("本平台申报行为", "Conduct on this portal"),
        "third_party": ("第三方评级", "Ratings by third parties"),
    }
)
"""What may be told of a subject: code → words."""

ITEM_KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "standing": ("registration", "established", "licence", "address", "filing_confirmed"),
        "customs": ("customs_grade",),
        "tax": ("tax_grade",),
        "fx": ("fx_class",),
        "market": ("abnormal_list", "serious_list"),
        "lists": ("court_list", "negative_list"),
        "national": ("national_grade",),
        "penalties": (
            "smuggling_crime",
            "customs_penalty",
            "tax_penalty",
            "fx_penalty",
            "market_penalty",
            "commitment_breach",
            "promotion_breach",
            "late_summary",
            "overdue_tax",
            "related_dishonest",
            "risk_confirmed",
        ),
        "honours": ("honour",),
        "behaviour": (
            "match",
            "acceptance",
            "uncorrected",
            "unreturned",
            "duties_in_time",
            "delivered_in_time",
            "complaints_solved",
            "fx_receipts",
        ),
        "third_party": ("third_party_rating",),
    }
)
"""Which kinds of records an item tells; the other items tell what was computed from them."""

UNTOLD: Final = frozenset({"risk_graph"})
"""Kinds that no item tells: how risks are found is nobody else's business."""

CONSENT_ITEMS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "credit_grade": frozenset({"grade", "customs", "tax", "fx", "national"}),
        "credit_score": frozenset({"score", "history"}),
        "credit_records": frozenset(
            {"standing", "market", "lists", "penalties", "honours", "behaviour", "third_party"}
        ),
    }
)
"""What an item of a consent (``enterprises.constants.CONSENT_DATA``) opens."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """On some day, ``party`` may know ``items`` for ``purpose``; ``basis`` is the law or the
    zone's own catalogue."""

    purpose: str
    party: str
    items: tuple[str, ...]
    needs_consent: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be told. ``refusal`` is empty, or why nothing may: ``purpose_unknown``,
    ``purpose_not_yours`` or ``consent_missing``. ``withheld`` are items that the row allows and
    that the consent or contract does not name."""

    items: tuple[str, ...]
    refusal: str = ""
    withheld: tuple[str, ...] = ()
    basis: str = ""


def allowed(
    rows: Iterable[Allowance],
    *,
    purpose: str,
    parties: Iterable[str],
    consented: frozenset[str] | None = None,
    contracted: frozenset[str] | None = None,
) -> Verdict:
    """What somebody who belongs to ``parties`` may know for ``purpose``.

    ``consented`` are the items that the subject lets an outside party know (None: no consent);
    ``contracted`` those of a rater's contract (None: no contract is needed). Several rows, for
    somebody of two departments, add up.
    """
    if purpose not in PURPOSES:
        return Verdict((), "purpose_unknown")
    mine = frozenset(parties)
    open_rows = [row for row in rows if row.purpose == purpose and row.party in mine]
    if not open_rows:
        return Verdict((), "purpose_not_yours")
    told: set[str] = set()
    possible: set[str] = set()
    bases: list[str] = []
    for row in open_rows:
        possible |= set(row.items)
        items = set(row.items)
        if row.needs_consent:
            items &= consented if consented is not None else frozenset()
        if contracted is not None:
            items &= contracted
        told |= items
        bases += [row.basis] if row.basis and row.basis not in bases else []
    if not told:
        return Verdict((), "consent_missing", in_order(possible), "；".join(bases))
    return Verdict(in_order(told), "", in_order(possible - told), "；".join(bases))


def consented_items(data: Iterable[str]) -> frozenset[str]:
    """The items that a consent's data open."""
    return frozenset().union(*(CONSENT_ITEMS.get(item, frozenset()) for item in data))


def in_order(items: Iterable[str]) -> tuple[str, ...]:
    """Items in the order in which they are shown."""
    wanted = frozenset(items)
    return tuple(item for item in ITEMS if item in wanted)


def kept_until(asked: date, years: int) -> date:
    """The day until which the entry of a query asked on a day must be kept, that day included."""
    try:
        return asked.replace(year=asked.year + years)
    except ValueError:  # 29 February
        return asked.replace(year=asked.year + years, month=3, day=1)
