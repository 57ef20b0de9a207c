"""The taxes of a declaration in the words of its page: line by line, quota, guarantee, bill."""

from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from declarations.dossiers import Dossier
from declarations.tax_facts import TaxFacts, tax_facts
from taxation.constants import FULL, REDUCED, STEPS
from taxation.facts import LineTax
from taxation.states import TAX_BILL_LABELS
from zone_portal.framework.lists import Label
from zone_portal.kernel.rules import language_index

QUOTA: Final = {
    "reserved": Label("ok", gettext_lazy("已占用订购人年度额度")),
    "used": Label("ok", gettext_lazy("已计入订购人年度额度")),
    "expired": Label("idle", gettext_lazy("占用已到期释放")),
    "given_back": Label("idle", gettext_lazy("额度已退回")),
    "exceeded": Label("warn", gettext_lazy("超过年度额度，未占用")),
    "unknown": Label("warn", gettext_lazy("当日未设年度限值，未占用")),
    "none": Label("idle", gettext_lazy("未占用额度")),
}
GUARANTEE: Final = {
    "frozen": Label("ok", gettext_lazy("税款已由担保覆盖")),
    "short": Label("warn", gettext_lazy("担保余额不足")),
    "over": Label("warn", gettext_lazy("担保不在有效期内")),
    "unknown": Label("warn", gettext_lazy("本平台没有该担保账户")),
    "none": Label("idle", gettext_lazy("未冻结担保")),
}
REGIMES: Final = {
    REDUCED: gettext_lazy("限值以内，优惠征税"),
    FULL: gettext_lazy("按货物税率全额征税"),
}
BILL_TONES: Final = {"overdue": "bad", "paid": "ok", "generated": "info", "summarised": "info"}


def tax_panel(dossier: Dossier) -> dict[str, Any] | None:
    """What the page says of taxes; None for exports, and for who may not read the inventory."""
    if not dossier.documents["inventory"].is_open:
        return None
    facts = tax_facts(dossier.inventory)
    return None if facts is None else _panel(facts)


def _panel(facts: TaxFacts) -> dict[str, Any]:
    estimate = facts.estimate
    return {
        "sentence": _sentence(facts),
        "figures": estimate,
        "regime": REGIMES.get(estimate.regime, ""),
        "basis": estimate.treatment.basis if estimate.treatment else "",
        "day": facts.day,
        "quota": QUOTA[facts.quota],
        "guarantee": GUARANTEE["frozen" if facts.frozen else _lack(facts)],
        "frozen": facts.frozen,
        "assure_code": facts.assure_code,
        "bills": [{"bill": bill, "label": _bill_label(bill.state)} for bill in facts.bills],
        "lines": [_line(line) for line in estimate.lines],
        "findings": facts.findings,
    }


def _sentence(facts: TaxFacts) -> str:
    total = facts.estimate.total
    if total is not None:
        return _("税款约 %(total)s 元") % {"total": f"{total:,.2f}"}
    if facts.estimate.outcome == "refused":
        return _("不能按跨境电商零售进口申报")
    return _("无法计算税款")


def _lack(facts: TaxFacts) -> str:
    return facts.guarantee if facts.guarantee in {"short", "over", "unknown"} else "none"


def _bill_label(state: str) -> Label:
    return Label(BILL_TONES.get(state, "idle"), _said(TAX_BILL_LABELS[state]))


def _line(line: LineTax) -> dict[str, Any]:
    return {
        "tax": line,
        "total": f"{line.duty + line.consumption + line.vat:,.4f}",
        "steps": [
            {"label": _said(STEPS[step.code]), "step": step, "amount": f"{step.amount:,.4f}"}
            for step in line.steps
        ],
    }


def _said(texts: tuple[str, str]) -> str:
    return texts[language_index(get_language() or "zh-hans")]
