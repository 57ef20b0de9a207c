"""Words and colours of roles, scopes, tokens, mandates and consents."""

from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enterprises.constants import (
    CONSENT_DATA,
    SCOPE_ACCOUNTS,
    SCOPE_CERTIFICATES,
    SCOPE_CLAIMS,
    SCOPE_CONSENTS,
    SCOPE_CREDIT,
    SCOPE_FILINGS,
    SCOPE_IDENTITY,
    SCOPE_MANDATES,
    SCOPE_MEMBERS,
    SCOPE_READ,
    SCOPE_REPORTS,
    SCOPE_RISK,
    SCOPE_SEND,
)
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import Words

ROLES: Final[dict[str, Label]] = {
    "administrator": Label("info", _("管理员")),
    "declarant": Label("ok", _("申报员")),
    "finance": Label("ok", _("财务")),
    "viewer": Label("idle", _("查看")),
}
TOKEN_STATES: Final[dict[str, Label]] = {
    "usable": Label("ok", _("有效")),
    "ending": Label("warn", _("即将到期")),
    "expired": Label("idle", _("已过期")),
    "revoked": Label("idle", _("已撤销")),
}
CERTIFICATE_STATES: Final[dict[str, Label]] = {
    "in_force": Label("ok", _("有效")),
    "ending": Label("warn", _("即将到期")),
    "early": Label("info", _("尚未生效")),
    "expired": Label("idle", _("已过期")),
    "revoked": Label("idle", _("已撤销")),
}
MANDATE_STATES: Final[dict[str, Label]] = {
    "proposed": Label("warn", _("待受托方确认")),
    "accepted": Label("ok", _("已生效")),
    "ahead": Label("info", _("已接受，未到生效日")),
    "over": Label("idle", _("已到期")),
    "declined": Label("bad", _("受托方未接受")),
    "revoked": Label("idle", _("已撤销")),
}
CONSENT_STATES: Final[dict[str, Label]] = {
    "granted": Label("ok", _("已授权")),
    "over": Label("idle", _("已到期")),
    "revoked": Label("idle", _("已撤回")),
}
SCOPES: Final[dict[str, Words]] = {
    SCOPE_READ: _("查询单证、回执和本企业资料"),
    SCOPE_MEMBERS: _("管理成员和邀请"),
    SCOPE_MANDATES: _("提出、接受和撤销委托"),
    SCOPE_CONSENTS: _("授予、撤回授权，凭授权查询"),
    SCOPE_CERTIFICATES: _("登记和撤销签名证书"),
    SCOPE_FILINGS: _("填报和提交备案"),
    SCOPE_IDENTITY: _("核查订购人身份"),
    SCOPE_CLAIMS: _("提交信用陈述、异议、修复和复核申请"),
    SCOPE_ACCOUNTS: _("核验个人电商，回填结算账户"),
    SCOPE_CREDIT: _("凭合同和授权查询信用，报送第三方评级"),
    SCOPE_REPORTS: _("报送统计直报表"),
    SCOPE_RISK: _("报送风险信号"),
}
MESSAGE_KINDS: Final[dict[str, Words]] = {
    "CEB213": _("出口退货申请单"),
    "CEB215": _("退运（退货）理货明细单"),
    "CEB303": _("出口订单"),
    "CEB311": _("进口订单"),
    "CEB403": _("出口收款单"),
    "CEB411": _("进口支付单"),
    "CEB505": _("出口运单"),
    "CEB507": _("运抵单"),
    "CEB509": _("离境单"),
    "CEB511": _("进口运单"),
    "CEB513": _("进口运单状态"),
    "CEB603": _("出口清单"),
    "CEB605": _("出口撤销申请单"),
    "CEB607": _("清单总分单"),
    "CEB621": _("进口清单"),
    "CEB623": _("进口撤销申请单"),
    "CEB625": _("进口退货申请单"),
    "CEB701": _("汇总申请单"),
    "CEB711": _("入库明细单"),
}


def role_label(role: str) -> Label:
    """The role of a member."""
    return ROLES.get(role, Label("idle", role))


def scope_label(scope: str) -> Words:
    """What a scope allows; an unknown one is its own name."""
    if scope.startswith(SCOPE_SEND):
        return MESSAGE_KINDS.get(scope.removeprefix(SCOPE_SEND), scope)
    return SCOPES.get(scope, scope)


def data_label(item: str) -> str:
    """An item of a consent in the language of the page."""
    zh, en = CONSENT_DATA.get(item, (item, item))
    return zh if (get_language() or "zh").startswith("zh") else en
