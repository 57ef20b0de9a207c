"""Reading taxes: dated rates and treatments, estimates, quota, guarantees, tax bills."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from enterprises.viewers import Viewer
from taxation.calculator import assess
from taxation.constants import GUARANTEE_OVER, GUARANTEE_SHORT, NO_GUARANTEE, YEARLY_LIMIT
from taxation.facts import (
    Estimate,
    FreezeWish,
    Frozen,
    Granted,
    Purchase,
    Quota,
    QuotaWish,
    Rate,
    Treatment,
)
from taxation.models import (
    GuaranteeAccount,
    GuaranteeMovement,
    QuotaBalance,
    TaxBatch,
    TaxBill,
    TaxRate,
    TaxTreatment,
)
from taxation.rulebook import finding, late_fee_share, terms_on, yearly_limit
from taxation.rules.bills import late_fee
from taxation.rules.purchases import check_purchase
from taxation.states import OPEN_STATES
from zone_portal.framework.vault import vault
from zone_portal.kernel.findings import Evidence, Finding

RATE_FIELDS = (
    "hs_code",
    "valid_from",
    "duty",
    "vat",
    "consumption",
    "specific",
    "specific_per",
    "specific_unit",
    "from_price",
    "price_unit",
    "valid_to",
    "source",
    "verified",
    "origin",
)


def _valid(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def rates_on(hs_codes: Iterable[str], *, on: date) -> Mapping[str, Rate]:
    """The rates of some HS codes on a day, past, present or future; a code without one is left
    out: nothing stands in for it. One query."""
    rows = TaxRate.objects.filter(_valid(on), hs_code__in=set(hs_codes))
    return {row["hs_code"]: Rate(**row) for row in rows.values(*RATE_FIELDS)}


def rate_rows(query: str = "", *, on: date | None = None) -> QuerySet[TaxRate]:
    """The rows of codes that begin with ``query``, of every time or as valid on a day."""
    rows = TaxRate.objects.filter(hs_code__startswith=query) if query else TaxRate.objects.all()
    return (rows if on is None else rows.filter(_valid(on))).order_by("hs_code", "valid_from")


def treatments_on(on: date) -> QuerySet[TaxTreatment]:
    """The whole table as valid on a day, imports first."""
    rows = TaxTreatment.objects.filter(_valid(on))
    return rows.order_by("-direction", "mode", "taxpayer", "document")


def estimate(goods: Purchase, *, on: date) -> Estimate:
    """What a purchase would cost in taxes by the law of a day. Two queries.

    :raises PortalError: ``purchase_invalid`` with all problems.
    """
    check_purchase(goods)
    return estimate_many((goods,), on=on)[0]


def estimate_many(
    purchases: Sequence[Purchase], *, on: date, explain: bool = True
) -> list[Estimate]:
    """The estimates of a slice of declarations, in its order; two queries for all of them. What no
    list could hold is not looked for: documents were checked before. Without ``explain`` there
    are no steps, for who only wants the sums."""
    codes = {line.hs_code for purchase in purchases for line in purchase.goods}
    rates, terms = rates_on(codes, on=on), terms_on(on)
    table = {
        (row.direction, row.mode, row.taxpayer, row.document): Treatment(
            row.treatment, row.basis, row.verified, row.valid_from
        )
        for row in treatments_on(on)
    }
    return [
        assess(
            purchase,
            rates=rates,
            terms=terms,
            treatment=table.get(
                (purchase.direction, purchase.mode, purchase.taxpayer, purchase.document)
            ),
            explain=explain,
        )
        for purchase in purchases
    ]


def excess_of_quota(wish: QuotaWish, granted: Granted, *, on: date) -> Finding | None:
    """What to say of a declaration whose quota was not reserved: "customs would refuse", in the
    severity of the setting; None where it was reserved, or where the rule is off."""
    if granted.outcome not in {"exceeded", "unknown"}:
        return None
    left = "" if granted.left is None else f"{granted.left:.2f}"
    evidence = Evidence("CEB621", {}, "InventoryList", None, f"{wish.amount:.2f}")
    return finding(YEARLY_LIMIT, on=on, evidence=(evidence,), left=left)


def lack_of_guarantee(wish: FreezeWish, frozen: Frozen, *, on: date) -> Finding | None:
    """The same of a declaration whose tax was not frozen: no account, too little, out of date."""
    code = {"unknown": NO_GUARANTEE, "short": GUARANTEE_SHORT, "over": GUARANTEE_OVER}.get(
        frozen.outcome
    )
    if code is None:
        return None
    left = "" if frozen.left is None else f"{frozen.left:.2f}"
    evidence = Evidence("CEB621", {}, "assureCode", None, wish.assure_code)
    return finding(code, on=on, evidence=(evidence,), left=left, tax=f"{wish.amount:.2f}")


# --- quota ----------------------------------------------------------------------------------------
def person_of(id_number: str) -> UUID:
    """The keyed hash under which documents and this ledger keep the holder of an ID number."""
    return vault().hash("id", id_number)


def quota_of(person: UUID, year: int, *, on: date) -> Quota:
    """A person's year as known here, against the limit of a day."""
    row = QuotaBalance.objects.filter(person=person, year=year).first()
    limit = yearly_limit(on)
    return Quota(year, limit) if row is None else Quota(year, limit, row.reserved, row.used)


# --- guarantees -----------------------------------------------------------------------------------
def account_of(assure_code: str) -> GuaranteeAccount | None:
    """The guarantee account of a guarantor as known here."""
    return GuaranteeAccount.objects.filter(assure_code=assure_code).first()


def accounts_for(viewer: Viewer) -> QuerySet[GuaranteeAccount]:
    """The guarantee accounts that somebody may see."""
    rows: QuerySet[GuaranteeAccount] = GuaranteeAccount.objects.visible_to(viewer)
    return rows.select_related("enterprise").order_by("assure_code")


def movements_of(account: GuaranteeAccount) -> QuerySet[GuaranteeMovement]:
    """The movements of an account."""
    return GuaranteeMovement.objects.filter(account=account)


# --- bills ----------------------------------------------------------------------------------------
def bills_for(viewer: Viewer) -> QuerySet[TaxBill]:
    """The tax bills that somebody may see; ``total`` is the sum of the taxes."""
    rows: QuerySet[TaxBill] = TaxBill.objects.visible_to(viewer)
    return rows.select_related("enterprise", "batch").annotate(
        total=F("duty") + F("consumption") + F("vat")
    )


def bills_filtered(
    bills: QuerySet[TaxBill], *, query: str = "", state: str = "", due: date | None = None
) -> QuerySet[TaxBill]:
    """Those with a number that is asked for, in a state (``open``: to be paid), due before a
    day."""
    if query:
        bills = bills.filter(Q(tax_no=query) | Q(invt_no=query) | Q(ent_duty_no=query))
    if state:
        bills = bills.filter(state__in=OPEN_STATES if state == "open" else (state,))
    return bills if due is None else bills.filter(due_to_date__lt=due)


def batches_for(viewer: Viewer) -> QuerySet[TaxBatch]:
    """The half-month batches that somebody may see, with how many bills and how much."""
    rows: QuerySet[TaxBatch] = TaxBatch.objects.visible_to(viewer)
    total = Sum(F("bills__duty") + F("bills__consumption") + F("bills__vat"))
    return rows.select_related("enterprise").annotate(number=Count("bills"), total=total)


def late_fee_of(bill: TaxBill, *, on: date) -> Decimal | None:
    """What was added to an unpaid bill by a day; None where the share is not known."""
    share = late_fee_share(on)
    if share is None or bill.due_to_date is None:
        return None
    return late_fee(bill.duty + bill.consumption + bill.vat, bill.due_to_date, on, share)
