"""The filter forms of the lists: what stands in the address becomes a filter of the domain."""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from declarations.exports import DocumentFilter, InventoryFilter, Period, SubmissionFilter
from declarations.messages.kinds import intake_kinds
from declarations.pages.course import STATUS_CHOICES
from declarations.pages.labels import CHANNELS, DIRECTIONS, NOUNS, OUTCOMES, VERDICTS
from declarations.pages.mode_words import said
from declarations.rulebook import mode_register
from declarations.rules.modes import LIST
from enterprises.business_models import BUSINESS_MODELS
from zone_portal.framework.forms import give_choices
from zone_portal.framework.lists import ALL, FilterForm, choice_filter, day_filter, text_filter

MODES = {
    "9610": _("9610 直购 / 一般出口"),
    "1210": _("1210 保税"),
    "1239": _("1239 保税 A"),
    "9710": _("9710 B2B 直接出口"),
    "9810": _("9810 出口海外仓"),
}
ROUTES = [("A", _("A 简化申报")), ("B", _("B 汇总申报"))]
KINDS = [(kind.code, kind.code.removeprefix("CEB")) for kind in intake_kinds()]


def modes() -> list[tuple[str, Any]]:
    """Every mode that lists were ever declared in here: the known ones, then this zone's pilots."""
    own = {
        t.code: f"{t.code} {t.name[0]}" for t in mode_register().templates if t.declared_by == LIST
    }
    return [*MODES.items(), *((code, name) for code, name in own.items() if code not in MODES)]


class PeriodForm(FilterForm):
    """Days of first acceptance; ``from`` is a word of Python, so the fields are made here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = day_filter(_("接收日期自"))
        self.fields["to"] = day_filter(_("至"))

    def period(self, chosen: dict[str, Any]) -> Period:
        return Period(chosen.pop("from", None), chosen.pop("to", None))


class InventoryForm(PeriodForm):
    """Filters of the list of declarations, named like the official elements."""

    outcome = choice_filter(_("结果"), [(code, label.text) for code, label in OUTCOMES.items()])
    waiting = choice_filter(
        _("等待"), [(n, NOUNS[n]) for n in ("order", "payment", "waybill", "inventory")]
    )
    direction = choice_filter(_("进出口"), DIRECTIONS.items())
    mode = choice_filter(_("监管方式"), MODES.items())
    orderNo = text_filter(_("订单编号"))  # noqa: N815  official element name
    logisticsNo = text_filter(_("物流运单编号"))  # noqa: N815
    copNo = text_filter(_("企业内部编号"))  # noqa: N815
    party = text_filter(_("企业代码或名称"), 100)
    code = text_filter(_("问题代码"), 12)
    customs = choice_filter(_("海关状态"), [("held", _("扣留或查验中")), *STATUS_CHOICES])
    route = choice_filter(_("出口通关方式"), ROUTES)
    turn = choice_filter(_("轮到"), [("ours", _("本企业"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_choices(self, "mode", [*ALL, *modes()])

    def filter(self) -> InventoryFilter:
        chosen = self.chosen()
        period = self.period(chosen)
        names = {"orderNo": "order_no", "logisticsNo": "logistics_no", "copNo": "cop_no"}
        return InventoryFilter(
            **{names.get(name, name): value for name, value in chosen.items()}, period=period
        )


class DocumentForm(PeriodForm):
    """Filters of the lists of orders, payments and waybills."""

    number = text_filter(_("单证编号"))
    orderNo = text_filter(_("订单编号"))  # noqa: N815
    direction = choice_filter(_("进出口"), DIRECTIONS.items())
    party = text_filter(_("企业代码或名称"), 100)

    def filter(self) -> DocumentFilter:
        chosen = self.chosen()
        period = self.period(chosen)
        order_no = chosen.pop("orderNo", "")
        return DocumentFilter(**chosen, order_no=order_no, period=period)


class OrderForm(DocumentForm):
    """Likewise of orders, by business model too."""

    model = choice_filter(
        _("业务模式"), [(code, lazy(said, str)(words)) for code, words in BUSINESS_MODELS.items()]
    )


class SubmissionForm(PeriodForm):
    """Filters of the list of submissions."""

    kind = choice_filter(_("报文类型"), KINDS)
    verdict = choice_filter(_("含有结果"), [(code, label.text) for code, label in VERDICTS.items()])
    channel = choice_filter(_("通道"), CHANNELS.items())
    sender = text_filter(_("发送企业"), 100)

    def filter(self) -> SubmissionFilter:
        chosen = self.chosen()
        period = self.period(chosen)
        return SubmissionFilter(**chosen, period=period)
