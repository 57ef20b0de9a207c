"""Words and colours of filings, departments, roles and decisions on the pages."""

from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.labels import DEPARTMENTS
from enterprises import states
from enterprises.constants import CANCELLED, SUSPENDED, kind_label
from enterprises.rules.service_levels import LEVELS, PRIORITY, STANDARD, STRICT
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import Words

TONES: dict[str, str] = {
    states.DRAFT: "idle",
    states.SUBMITTED: "info",
    states.UNDER_REVIEW: "info",
    states.RETURNED: "warn",
    states.APPROVED: "ok",
    states.CHANGING: "ok",
    states.SUSPENDED: "bad",
    states.CANCELLED: "idle",
}
STANDING_TONES: dict[str, str] = {
    "applying": "info",
    "approved": "ok",
    SUSPENDED: "bad",
    CANCELLED: "idle",
}
STANDINGS: dict[str, Words] = {
    "applying": gettext_lazy("备案中"),
    "approved": gettext_lazy("已备案"),
    SUSPENDED: gettext_lazy("已暂停"),
    CANCELLED: gettext_lazy("已注销"),
}
FILING_TYPES: dict[str, Words] = {
    "enterprise": gettext_lazy("企业备案"),
    "goods": gettext_lazy("商品备案"),
    "promotion": gettext_lazy("促销备案"),
    "facility": gettext_lazy("场所仓库备案"),
}
ACTIONS: dict[str, Words] = {
    "suspend": gettext_lazy("暂停备案"),
    "cancel": gettext_lazy("注销备案"),
    "resume": gettext_lazy("恢复备案"),
}
DECISIONS: dict[str, Label] = {
    "approve": Label("ok", gettext_lazy("通过")),
    "return": Label("warn", gettext_lazy("退回补正")),
}
NUMBER_SCHEMES: dict[str, Words] = {
    "customs": gettext_lazy("海关注册编码"),
    "tax": gettext_lazy("纳税人识别号"),
    "fx": gettext_lazy("外汇收支企业名录号"),
    "market": gettext_lazy("市场监管登记号"),
    "bank_account": gettext_lazy("银行账号"),
}
SOON_DAYS = 1
"""A clock with so many working days left turns yellow."""


SERVICE_TONES: dict[str, str] = {PRIORITY: "ok", STANDARD: "idle", STRICT: "bad"}


def service_label(level: str) -> Label:
    """How an enterprise is served, as word and colour."""
    return Label(SERVICE_TONES[level], LEVELS[level][not language().startswith("zh")])


def language() -> str:
    """The language of the page, as the declarations of the domain ask for it."""
    return get_language() or "zh-hans"


def filing_label(status: str) -> Label:
    """The status of a filing as word and colour."""
    return Label(TONES[status], states.FILING_LABELS[status][not language().startswith("zh")])


def standing_label(status: str) -> Label:
    """The status of an enterprise as word and colour."""
    return Label(STANDING_TONES[status], STANDINGS[status])


def kind_names(kinds: Any) -> list[str]:
    """The names of enterprise kinds."""
    return [kind_label(kind, language()) for kind in kinds]


def department_name(department: str) -> str:
    """The name of a department; an unknown one is its own name."""
    return str(DEPARTMENTS.get(department, department))


def stage_name(department: str) -> str:
    """Who reviews at a stage: the first one is the site that takes the filing in."""
    if department == "zone":
        return _("受理平台审核")
    return _("%(department)s审核") % {"department": department_name(department)}


def clock_label(days_left: int | None, due_date: date | None) -> Label:
    """The review clock: working days left in words; red when the day is past."""
    if days_left is None or due_date is None:
        return Label("idle", "")
    if days_left < 0:
        text = ngettext("超期 %(days)s 个工作日", "超期 %(days)s 个工作日", -days_left)
        return Label("bad", text % {"days": -days_left})
    if days_left == 0:
        return Label("bad", _("今天到期"))
    text = ngettext("剩 %(days)s 个工作日", "剩 %(days)s 个工作日", days_left)
    return Label("warn" if days_left <= SOON_DAYS else "info", text % {"days": days_left})


def words(entry: Any) -> str:
    """The Chinese or English words of anything that carries ``zh`` and ``en``."""
    given: str = entry["zh" if language().startswith("zh") else "en"]
    return given
