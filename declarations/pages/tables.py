"""The columns of the lists: one description for the table on the page and for the file."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from declarations.exports import NUMBERS, Declaration
from declarations.messages.catalogue import KINDS
from declarations.models import Submission
from declarations.pages.course import status_label
from declarations.pages.labels import (
    CHANNELS,
    DIRECTIONS,
    SENDER_OF,
    outcome_label,
    responsible_label,
)
from declarations.pages.mode_words import said
from enterprises.business_models import BUSINESS_MODELS
from zone_portal.framework.lists import Field, Label, ListRow

INVENTORY_COLUMNS = (
    Field("copNo", _("企业内部编号"), form="link"),
    Field("outcome", _("结果"), form="state"),
    Field("atCustoms", _("海关状态"), form="state"),
    Field("turn", _("轮到")),
    Field("mode", _("方式")),
    Field("orderNo", _("订单编号"), form="code"),
    Field("logisticsNo", _("物流运单编号"), form="code"),
    Field("seller", _("电商企业")),
    Field("platform", _("电商平台"), shown=False),
    Field("carrier", _("物流企业"), shown=False),
    Field("agent", _("申报企业"), shown=False),
    Field("invtNo", _("清单编号"), shown=False, form="code"),
    Field("customs", _("申报海关"), shown=False),
    Field("causes", _("问题"), shown=False),
    Field("received", _("接收时间"), form="moment"),
    Field("decided", _("判定时间"), shown=False, form="moment"),
    Field("ruleSet", _("规则集"), shown=False),
)

DOCUMENT_COLUMNS: dict[str, tuple[Field, ...]] = {
    "order": (
        Field("number", _("订单编号"), form="link"),
        Field("direction", _("进出口")),
        Field("platform", _("电商平台")),
        Field("seller", _("电商企业")),
        Field("paid", _("实付金额"), form="money", numeric=True),
        Field("currency", _("币制")),
        Field("warnings", _("提示"), form="count", numeric=True),
        Field("model", _("业务模式"), shown=False),
        Field("revision", _("版本"), form="count", numeric=True, shown=False),
        Field("received", _("接收时间"), form="moment"),
    ),
    "payment": (
        Field("number", _("支付交易编号"), form="link"),
        Field("direction", _("进出口")),
        Field("orderNo", _("订单编号"), form="code"),
        Field("payer", _("支付企业")),
        Field("platform", _("电商平台"), shown=False),
        Field("amount", _("支付金额"), form="money", numeric=True),
        Field("currency", _("币制")),
        Field("warnings", _("提示"), form="count", numeric=True),
        Field("revision", _("版本"), form="count", numeric=True, shown=False),
        Field("received", _("接收时间"), form="moment"),
    ),
    "waybill": (
        Field("number", _("物流运单编号"), form="link"),
        Field("direction", _("进出口")),
        Field("carrier", _("物流企业")),
        Field("orderNo", _("订单编号"), form="code"),
        Field("billNo", _("提运单号"), form="code", shown=False),
        Field("packages", _("件数"), form="count", numeric=True),
        Field("weight", _("毛重（公斤）"), form="money", numeric=True),
        Field("warnings", _("提示"), form="count", numeric=True),
        Field("revision", _("版本"), form="count", numeric=True, shown=False),
        Field("received", _("接收时间"), form="moment"),
    ),
}

SUBMISSION_COLUMNS = (
    Field("id", _("批次"), form="link"),
    Field("received", _("接收时间"), form="moment"),
    Field("sender", _("发送企业")),
    Field("kinds", _("报文类型")),
    Field("channel", _("通道")),
    Field("accepted", _("接受"), form="count", numeric=True),
    Field("rejected", _("退回"), form="bad_count", numeric=True),
    Field("duplicate", _("重复"), form="count", numeric=True),
    Field("state", _("结果"), form="state"),
    Field("size", _("字节数"), form="count", numeric=True, shown=False),
    Field("sha256", _("摘要"), form="code", shown=False),
)


def inventory_row(declaration: Declaration) -> ListRow:
    """A declaration as a line of its list."""
    row: Any = declaration.inventory
    decision = declaration.decision
    direction = DIRECTIONS[KINDS[row.kind].direction]
    return ListRow(
        reverse("declarations:inventory", args=[row.id]),
        {
            "copNo": row.cop_no or row.order_no,
            "outcome": outcome_label(declaration.outcome),
            "atCustoms": status_label(declaration.customs) if declaration.customs else "",
            "turn": _turn(declaration),
            "mode": f"{direction} {row.trade_mode}",
            "orderNo": row.order_no,
            "logisticsNo": row.logistics_no,
            "seller": row.ebc_name,
            "platform": row.ebp_name,
            "carrier": row.logistics_name,
            "agent": row.agent_name,
            "invtNo": row.invt_no or "",
            "customs": row.customs_code,
            "causes": " ".join(decision.codes or ()) if decision else "",
            "received": row.received_at,
            "decided": decision.decided_at if decision else None,
            "ruleSet": decision.rule_set if decision else "",
        },
    )


def _turn(declaration: Declaration) -> str:
    """Whose turn it is: who must send what is missing, or mend what differs."""
    decision = declaration.decision
    if decision is None or decision.outcome == "matched":
        return ""
    if decision.outcome == "waiting":
        roles = [SENDER_OF[noun] for noun in decision.waiting_for or ()]
    else:
        errors = [f for f in decision.findings or () if f["severity"] == "error"]
        roles = [error["responsible"] for error in errors]
    return " · ".join(str(responsible_label(role)) for role in dict.fromkeys(roles) if role)


def document_row(noun: str, row: Any) -> ListRow:
    """An order, payment or waybill as a line of its list."""
    values = {
        "number": getattr(row, NUMBERS[noun]) or row.order_no,
        "direction": DIRECTIONS[KINDS[row.kind].direction],
        "currency": row.currency,
        "warnings": len(row.findings or ()) or None,
        "revision": row.revision,
        "received": row.received_at,
        "orderNo": row.order_no or "",
    }
    own: dict[str, Mapping[str, str]] = {
        "order": {"platform": "ebp_name", "seller": "ebc_name", "paid": "actural_paid"},
        "payment": {"payer": "pay_name", "platform": "ebp_name", "amount": "amount_paid"},
        "waybill": {
            "carrier": "logistics_name",
            "billNo": "bill_no",
            "packages": "pack_no",
            "weight": "gross_weight",
        },
    }
    values |= {name: getattr(row, column) for name, column in own[noun].items()}
    if noun == "order" and row.actural_paid is None:
        values["paid"] = row.goods_value
    return ListRow(reverse(f"declarations:{noun}", args=[row.id]), values)


def order_row(row: Any, model: str) -> ListRow:
    """An order as a line of its list, with its business model."""
    line = document_row("order", row)
    words = said(BUSINESS_MODELS[model]) if model else ""
    return ListRow(line.url, {**line.values, "model": words})


def submission_row(row: Submission, senders: Mapping[int, str]) -> ListRow:
    """A submission as a line of its list."""
    return ListRow(
        reverse("declarations:submission", args=[row.id]),
        {
            "id": str(row.id),
            "received": row.received_at,
            "sender": senders.get(row.enterprise_id, str(row.enterprise_id)),
            "kinds": " ".join(kind.removeprefix("CEB") for kind in row.kinds) or "—",
            "channel": CHANNELS.get(row.channel, row.channel),
            "accepted": row.accepted,
            "rejected": row.rejected,
            "duplicate": row.duplicate,
            "state": submission_state(row),
            "size": row.size,
            "sha256": bytes(row.sha256).hex(),
        },
    )


def submission_state(row: Submission) -> Label:
    """What became of a submission, in one word."""
    if row.refusal:
        return Label("bad", _("整批拒收"))
    if not row.rejected:
        return Label("ok", _("全部接受")) if row.accepted else Label("info", _("全部重复"))
    return (
        Label("warn", _("部分退回"))
        if row.accepted or row.duplicate
        else Label("bad", _("全部退回"))
    )
