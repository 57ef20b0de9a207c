"""Words and colours of sites, departments and roles on the pages, in the reader's language."""

from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Site
from accounts.zones import current
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import Words

DEPARTMENTS: Final[dict[str, Words]] = {
    "zone": _("综试区办公室"),
    "customs": _("海关"),
    "tax": _("税务"),
    "fx": _("外汇管理"),
    "market": _("市场监管"),
    "commerce": _("商务"),
    "post": _("邮政管理"),
    "police": _("公安"),
    "park": _("园区"),
    "county": _("县区"),
    "bank": _("银行"),
}
OFFICIAL_ROLES: Final[dict[str, Words]] = {
    "administrator": _("管理员"),
    "reviewer": _("审核员"),
    "supervisor": _("复核负责人"),
    "auditor": _("审计员"),
    "viewer": _("查看"),
}
SITE_KINDS: Final[dict[str, Words]] = {
    "hub": _("主枢纽"),
    "sub": _("分平台"),
    "front": _("前置服务窗口"),
}
SITE_STATUSES: Final[dict[str, Label]] = {
    "planned": Label("idle", _("规划")),
    "building": Label("info", _("建设")),
    "open": Label("ok", _("运行")),
    "closed": Label("warn", _("停用")),
}
SERVICES: Final[dict[str, Words]] = {
    "filing": _("企业备案"),
    "goods": _("商品备案"),
    "promotion": _("促销备案"),
    "facility": _("场所仓库备案"),
    "mandate": _("委托与授权"),
    "declaration": _("单证申报"),
    "assist": _("窗口帮办代办"),
}


def service_names() -> dict[str, Words]:
    """Code → name of every service: the general ones, then the zone's special ones."""
    chinese = in_chinese()
    special = {row.code: row.name if chinese else row.name_en for row in current().services}
    return SERVICES | special


def in_chinese() -> bool:
    """Whether the page is read in Chinese."""
    return (get_language() or "zh").startswith("zh")


def name_of(row: Site | Organisation) -> str:
    """The name in the reader's language, as far as it has one there."""
    return row.name if in_chinese() else row.name_en or row.name
