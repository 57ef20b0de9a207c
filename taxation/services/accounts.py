"""Entering and changing guarantee accounts: by their owner, as known here."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor
from enterprises.models import Enterprise, Member
from enterprises.services.refusals import Refusal
from taxation.constants import CHANGE, GUARANTEE_FORMS, OPEN
from taxation.facts import ZERO
from taxation.models import GuaranteeAccount, GuaranteeMovement
from taxation.services.guarantees import warn_if_low

ON_TYPE: Final = "taxation.guaranteeaccount"
MAY_WRITE: Final = ("administrator", "finance")
MOST: Final = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class GuaranteeTerms:
    """What a guarantee is: its form, its amount (RMB) and until when it is valid (exclusive)."""

    form: str
    amount: Decimal
    valid_from: date
    valid_to: date | None = None
    customs_code: str = ""


@transaction.atomic
def open_account(
    *, enterprise_id: int, terms: GuaranteeTerms, by: Actor, at: datetime, origin: str = ""
) -> GuaranteeAccount:
    """Enter the guarantee of an enterprise under its customs code.

    :raises Refusal: ``role_too_weak``, ``guarantee_exists``, ``guarantee_invalid``.
    """
    must_keep_money(enterprise_id, by=by)
    enterprise = Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise_id)
    _check(terms, ZERO)
    if GuaranteeAccount.objects.filter(assure_code=enterprise.code).exists():
        zh, en = "该企业已有担保账户", "The enterprise has a guarantee account already"
        raise Refusal("guarantee_exists", 409, zh, en)
    account = GuaranteeAccount.objects.create(
        assure_code=enterprise.code,
        enterprise=enterprise,
        customs_code=terms.customs_code,
        form=terms.form,
        amount=terms.amount,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
    )
    _enter(account, OPEN, terms.amount, by=by, at=at)
    audit.record(
        "guarantee.opened",
        by=by,
        on=(ON_TYPE, str(account.pk)),
        new=_values(account),
        at=at,
        origin=origin,
    )
    return account


@transaction.atomic
def change_account(
    *, account_id: int, terms: GuaranteeTerms, by: Actor, at: datetime, origin: str = ""
) -> GuaranteeAccount:
    """Change amount, form or dates; never below what is frozen.

    :raises Refusal: ``role_too_weak``, ``guarantee_invalid``.
    """
    account: GuaranteeAccount = GuaranteeAccount.objects.select_for_update().get(pk=account_id)
    must_keep_money(account.enterprise_id, by=by)
    _check(terms, account.frozen)
    old, difference = _values(account), terms.amount - account.amount
    account.form, account.customs_code = terms.form, terms.customs_code
    account.amount = terms.amount
    account.valid_from, account.valid_to = terms.valid_from, terms.valid_to
    warn_if_low(account, on=localdate(at), at=at)
    account.save()
    _enter(account, CHANGE, difference, by=by, at=at)
    audit.record(
        "guarantee.changed",
        by=by,
        on=(ON_TYPE, str(account.pk)),
        old=old,
        new=_values(account),
        at=at,
        origin=origin,
    )
    return account


def may_keep_money(enterprise_id: int, *, by: Actor) -> bool:
    """Whether somebody writes an enterprise's guarantees: its finance or administrators."""
    if not isinstance(by, User):
        return True
    held = Member.objects.filter(user_id=by.pk, enterprise_id=enterprise_id)
    return held.filter(role__in=MAY_WRITE).exists()


def must_keep_money(enterprise_id: int, *, by: Actor) -> None:
    """Refuse who may not write an enterprise's guarantees.

    :raises Refusal: 403 ``role_too_weak``.
    """
    if not may_keep_money(enterprise_id, by=by):
        raise Refusal(
            "role_too_weak",
            403,
            "只有本企业的管理员或财务可以这样做。",
            "Only administrators and finance of the enterprise may do this.",
        )


def _check(terms: GuaranteeTerms, frozen: Decimal) -> None:
    problems = []
    if not terms.amount.is_finite() or not ZERO < terms.amount < MOST:
        problems.append(_problem("amount", "金额须大于 0", "The amount must be above 0"))
    elif terms.amount < frozen:
        zh, en = f"不得少于已冻结的 {frozen:,.2f} 元", f"Not below the {frozen:,.2f} CNY frozen"
        problems.append(_problem("amount", zh, en))
    if terms.valid_to is not None and terms.valid_to <= terms.valid_from:
        zh, en = "须晚于生效日期", "Must be after the first day"
        problems.append(_problem("valid_to", zh, en))
    if terms.form not in dict(GUARANTEE_FORMS):
        problems.append(_problem("form", "未知的担保方式", "Unknown form"))
    if terms.customs_code and not (terms.customs_code.isdigit() and len(terms.customs_code) == 4):
        problems.append(_problem("customs_code", "应为4位关区代码", "Must be four digits"))
    if problems:
        zh, en = "填写的内容有误", "Some of what was entered is wrong"
        raise Refusal("guarantee_invalid", 422, zh, en, details={"problems": problems})


def _problem(field: str, zh: str, en: str) -> dict[str, Any]:
    return {"field": field, "code": "invalid", "zh": zh, "en": en}


def _enter(
    account: GuaranteeAccount, kind: str, amount: Decimal, *, by: Actor, at: datetime
) -> None:
    """A movement of the account itself: numbered in the order of its changes."""
    number = GuaranteeMovement.objects.filter(account=account, declaration_id=0, kind=kind).count()
    GuaranteeMovement.objects.create(
        account=account,
        kind=kind,
        occasion=number,
        frozen=ZERO,
        amount=amount,
        at=at,
        by_label=audit.label_of(by)[:128],
    )


def _values(account: GuaranteeAccount) -> dict[str, Any]:
    return {
        "form": account.form,
        "amount": str(account.amount),
        "customs_code": account.customs_code,
        "valid_from": account.valid_from.isoformat(),
        "valid_to": account.valid_to.isoformat() if account.valid_to else None,
    }
