"""The route of an export list in the words of its page: which way, and each condition answered."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declarations.dossiers import Dossier
from declarations.routes import Routed, route_of
from declarations.rules import routing
from declarations.rules.routing import FAILED, HELD, UNKNOWN, Reason
from zone_portal.framework.lists import Label

ANSWERS: Final = {
    HELD: Label("ok", gettext_lazy("满足")),
    FAILED: Label("bad", gettext_lazy("不满足")),
    UNKNOWN: Label("warn", gettext_lazy("未知")),
}


def route_panel(dossier: Dossier) -> dict[str, Any] | None:
    """What the page says of the route; None for imports, and for who may not read the list."""
    if not dossier.documents["inventory"].is_open:
        return None
    found = route_of(dossier.inventory)
    return None if found is None else _panel(found)


def _panel(found: Routed) -> dict[str, Any]:
    return {
        "route": found.route,
        "sentence": _sentence(found),
        "declared": found.declared,
        "agrees": found.agrees,
        "advice": _advice(found),
        "day": found.day,
        "kept": found.kept,
        "reasons": [
            {"code": reason.code, "label": ANSWERS[reason.answer], "words": _said(reason)}
            for reason in found.reasons
        ],
    }


def _sentence(found: Routed) -> str:
    if found.route == routing.SIMPLIFIED:
        return _("适用简化申报（A），按商品编码前 %(digits)s 位归类，不再汇总为报关单") % {
            "digits": found.digits
        }
    return _("适用汇总申报（B），次月 15 日前汇总为报关单")


def _advice(found: Routed) -> str:
    """What the firm may do where it declared the other way."""
    against = {r.code for r in found.reasons if r.answer != HELD} - {routing.DUTY}
    if found.declared == routing.SIMPLIFIED and not found.agrees:
        return _("清单申报的是简化申报（A），海关可能退单：请变更为汇总申报（B）后重新报送。")
    if found.route == routing.SUMMARISED and against == {routing.REFUND}:
        return _("不办理出口退税的，可改为简化申报（A）：其余条件都满足。")
    return ""


def _said(reason: Reason) -> str:
    """One condition with what was seen."""
    if (reason.answer, reason.value) == (UNKNOWN, routing.DUTY_TABLE):
        return _("出口关税表尚未导入，无法判断是否涉及出口关税，以海关税则为准")
    found = {"value": reason.value, "limit": reason.limit}
    words = {
        (routing.WAY, HELD): _("该监管方式有简化申报，按前 %(value)s 位归类"),
        (routing.WAY, FAILED): _("该监管方式没有简化申报"),
        (routing.LICENCE, HELD): _("不涉及许可证件"),
        (routing.LICENCE, FAILED): _("涉及许可证件 %(value)s"),
        (routing.DUTY, HELD): _("不涉及出口关税"),
        (routing.DUTY, FAILED): _("涉及出口关税：%(value)s"),
        (routing.DUTY, UNKNOWN): _("所列商品不在已导入的出口关税表中；该表不完整，以海关税则为准"),
        (routing.REFUND, HELD): _("企业申报简化申报，不办理出口退税"),
        (routing.REFUND, FAILED): _("企业申报汇总申报，需要报关单（例如办理出口退税）"),
        (routing.LIMIT, HELD): _("单票 %(value)s 元，不超过 %(limit)s 元"),
        (routing.LIMIT, FAILED): _("单票 %(value)s 元，超过 %(limit)s 元"),
        (routing.LIMIT, UNKNOWN): _(
            "未导入币制 %(value)s 的当日汇率，无法折算（限值 %(limit)s 元）"
        ),
    }
    return words[reason.code, reason.answer] % found
