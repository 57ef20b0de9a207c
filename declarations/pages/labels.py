"""Words and colours of outcomes, verdicts, nouns and roles on the pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zone_portal.framework.lists import Label
from zone_portal.framework.pages import Words

OUTCOMES: dict[str, Label] = {
    "matched": Label("ok", _("对碰一致")),
    "mismatched": Label("bad", _("不一致")),
    "waiting": Label("warn", _("等待单证")),
    "pending": Label("idle", _("待判定")),
}

VERDICTS: dict[str, Label] = {
    "accepted": Label("ok", _("已接受")),
    "rejected": Label("bad", _("已退回")),
    "duplicate": Label("info", _("重复")),
    "refused": Label("bad", _("整批拒收")),
}

NOUNS: dict[str, Words] = {
    "order": pgettext_lazy("一份", "订单"),
    "payment": pgettext_lazy("一份", "支付单"),
    "waybill": pgettext_lazy("一份", "运单"),
    "inventory": pgettext_lazy("一份", "清单"),
    "paper": pgettext_lazy("一份", "单据"),
}

REST: dict[str, Words] = {
    "order": _("其余订单"),
    "payment": _("其余支付单"),
    "inventory": _("其余包裹的清单"),
}
"""What is waited for where some of several documents are here."""

DIRECTIONS: dict[str, Words] = {"import": _("进口"), "export": _("出口")}

RESPONSIBLE: dict[str, Words] = {
    "platform": _("电商平台"),
    "ecommerce": _("电商企业"),
    "payment": _("支付企业"),
    "logistics": _("物流企业"),
    "agent": _("申报企业"),
    "site": _("监管作业场所经营人"),
    "broker": _("报关企业"),
    "sender": _("发送企业"),
    "buyer": _("订购人"),
    "customs": _("海关"),
    "portal": _("本平台"),
}

SENDER_OF: dict[str, str] = {
    "order": "platform",
    "payment": "payment",
    "waybill": "logistics",
    "inventory": "agent",
}
"""Who sends each noun, and so who must act when it is missing."""

SEVERITIES: dict[str, Label] = {
    "error": Label("bad", _("错误，退回")),
    "warning": Label("warn", _("提示，仍接受")),
    "off": Label("idle", _("今日不适用")),
}

APP_TYPES: dict[str, Words] = {"1": _("新增"), "2": _("变更"), "3": _("删除")}

APP_STATES: dict[str, Words] = {"1": _("暂存"), "2": _("申报")}

CHANNELS: dict[str, Words] = {"api": _("接口"), "page": _("网页"), "simulator": _("模拟器")}


def outcome_label(outcome: str) -> Label:
    """The label of an outcome; what is not decided yet is pending."""
    return OUTCOMES.get(outcome, OUTCOMES["pending"])


def noun_in_sentence(noun: str) -> str:
    """The noun as it stands inside a sentence (small letters in English)."""
    return str(NOUNS[noun]).lower()


def responsible_label(role: str) -> Words:
    """The name of a role; an unknown role is its own name."""
    return RESPONSIBLE.get(role, role)
