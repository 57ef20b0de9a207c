"""What a mandate and a consent must say before one firm can give them to another.

Basis: an entrustment names principal, agent, matter and period (Civil Code arts. 165, 919 and
following); a person handling another's data needs to be told purpose, kind of data and period
(Personal Information Protection Law arts. 14, 17). Ours is the rule that neither begins before
today: what an agent sent before it was entrusted is not made right afterwards.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from enterprises.constants import CONSENT_DATA, CONSENT_RECIPIENTS, MESSAGE_KINDS
from enterprises.facts import EnterpriseFacts
from enterprises.rules.registration import Problem
from enterprises.rules.sending import SENDERS

LONGEST_NOTE: Final = 200
LONGEST_PURPOSE: Final = 200


@dataclass(frozen=True, slots=True)
class Entrustment:
    """A mandate as proposed: ``valid_to`` is the first day on which it holds no more, or None."""

    agent_code: str
    kinds: Sequence[str]
    valid_from: date
    valid_to: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """A consent as given: which items of ``CONSENT_DATA`` ``recipient_code`` may have, what for
    and until when; ``valid_to`` is the first day on which it holds no more."""

    recipient_code: str
    purpose: str
    data: Sequence[str]
    valid_to: date


def mandate_problems(
    given: Entrustment, *, principal: EnterpriseFacts, agent: EnterpriseFacts | None, today: date
) -> Iterator[Problem]:
    """Everything that keeps the principal from proposing this mandate."""
    yield from _principal(principal)
    yield from _other_firm("agent", given.agent_code, agent, principal)
    yield from _kinds(given.kinds, agent)
    yield from _period(given.valid_from, given.valid_to, today)
    if len(given.note) > LONGEST_NOTE:
        yield Problem("note", "too_long", "", "说明至多 200 字", "has at most 200 characters")


def consent_problems(
    given: Permission, *, principal: EnterpriseFacts, recipient: EnterpriseFacts | None, today: date
) -> Iterator[Problem]:
    """Everything that keeps the principal from giving this consent."""
    yield from _principal(principal)
    yield from _other_firm("recipient", given.recipient_code, recipient, principal)
    if recipient is not None and recipient.kinds.isdisjoint(CONSENT_RECIPIENTS):
        yield Problem(
            "recipient",
            "recipient_kind",
            given.recipient_code,
            "只能授权给已备案的金融保险机构、支付企业或服务商",
            "must be filed as a finance, insurance, payment or service enterprise",
        )
    if not given.purpose.strip():
        yield _missing("purpose", "请写明用途")
    elif len(given.purpose) > LONGEST_PURPOSE:
        yield Problem("purpose", "too_long", "", "用途至多 200 字", "has at most 200 characters")
    if not given.data:
        yield _missing("data", "请至少选择一项数据")
    for item in _unknown(given.data, CONSENT_DATA):
        known = ", ".join(CONSENT_DATA)
        yield Problem("data", "unknown", item, f"没有数据项 {item}", f"is not one of {known}")
    if given.valid_to <= today:
        yield Problem(
            "valid_to",
            "period",
            given.valid_to.isoformat(),
            "失效日期须晚于今天",
            "must be after today",
        )


def _principal(principal: EnterpriseFacts) -> Iterator[Problem]:
    if not principal.approved:
        yield Problem(
            "principal",
            "not_approved",
            principal.code,
            "本企业备案未通过或已暂停，暂不能委托或授权",
            "must have an approved filing first",
        )


def _other_firm(
    field: str, code: str, firm: EnterpriseFacts | None, principal: EnterpriseFacts
) -> Iterator[Problem]:
    if not code:
        yield _missing(field, "请填写企业代码")
    elif firm is None:
        yield Problem(
            field, "enterprise_unknown", code, "该代码的企业未备案，请核对", "is not registered"
        )
    elif firm.id == principal.id:
        yield Problem(
            field, "same_enterprise", code, "不能是本企业自己", "is the enterprise itself"
        )
    elif not firm.approved:
        yield Problem(
            field,
            "not_approved",
            code,
            "该企业备案未通过或已暂停",
            "has no approved filing at present",
        )


def _kinds(kinds: Sequence[str], agent: EnterpriseFacts | None) -> Iterator[Problem]:
    if not kinds:
        yield _missing("kinds", "请至少选择一种单证")
    for kind in _unknown(kinds, MESSAGE_KINDS):
        known = " ".join(MESSAGE_KINDS)
        yield Problem("kinds", "unknown", kind, f"没有单证种类 {kind}", f"is not one of {known}")
    if agent is None:
        return
    for kind in kinds:
        senders = SENDERS.get(kind)
        if senders and senders.agent_kinds and senders.agent_kinds.isdisjoint(agent.kinds):
            yield Problem(
                "kinds",
                "agent_kind",
                kind,
                f"{kind} 只能委托给快件运营人、邮政企业等有资格的企业，受托方未备案为此类企业",
                f"{kind}: the agent is not filed as a kind of enterprise that may send it for "
                "others (express or postal operator, for waybills a carrier)",
            )


def _period(first: date, end: date | None, today: date) -> Iterator[Problem]:
    if first < today:
        yield Problem(
            "valid_from",
            "past",
            first.isoformat(),
            "生效日期不能早于今天",
            "must not be before today",
        )
    if end is not None and end <= first:
        yield Problem(
            "valid_to",
            "period",
            end.isoformat(),
            "失效日期须晚于生效日期",
            "must be after the first day",
        )


def _unknown(given: Sequence[str], known: Collection[str]) -> Iterator[str]:
    return (item for item in given if item not in known)


def _missing(field: str, zh: str) -> Problem:
    return Problem(field, "missing", "", zh, "is needed")
