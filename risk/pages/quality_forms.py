"""The forms of complaints, notices, authorisations, recalls and batches."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from enterprises.models import Enterprise
from risk.constants import LEVELS
from risk.pages import matter_forms as fields
from risk.pages.matter_forms import MatterForm, country_pairs, offer, said, set_choices, words_of
from risk.rules.quality.complaints import KINDS, Telling
from risk.rules.quality.tracing import STAGES
from risk.services.quality.goods import Defect, NewBatch, Stage
from risk.services.quality.rights import Claim, Infringement

_CHOOSE = gettext_lazy("请选择")
_TEN = gettext_lazy("不少于 10 字")
_CODE = gettext_lazy("统一社会信用代码或海关注册编码")
RECALLS = {"recall": ("召回", "Recall"), "failed_test": ("检验不合格", "Failed test")}


class TellingForm(MatterForm):
    """What anybody tells."""

    kind = fields.choice(gettext_lazy("事项"))
    firm_name = fields.text(gettext_lazy("企业或店铺名称"), 100)
    goods = fields.text(gettext_lazy("商品名称"), 200)
    order_no = fields.text(gettext_lazy("订单编号"), 60, needed=False)
    text = fields.area(
        gettext_lazy("情况说明"),
        2000,
        rows=5,
        hint=gettext_lazy("10 至 2000 字；请不要在这里写证件号码、地址等个人信息"),
    )
    name = fields.text(
        gettext_lazy("姓名"), 60, needed=False, hint=gettext_lazy("举报假冒伪劣可以不填")
    )
    contact = fields.text(gettext_lazy("手机号码或邮箱"), 100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["kind"], KINDS, blank=_CHOOSE)

    def telling(self) -> Telling:
        """What was typed, as the domain reads it."""
        return Telling(**self.cleaned_data)


class StandingForm(MatterForm):
    """Number and code of who asks how it stands."""

    number = fields.text(gettext_lazy("受理编号"), 32)
    secret = fields.text(gettext_lazy("查询码"), 20)


class TakeUpForm(MatterForm):
    """Against whom."""

    firm = fields.text(gettext_lazy("被投诉企业代码"), 18, hint=_CODE)
    platform = fields.text(gettext_lazy("平台企业代码"), 18, needed=False, hint=_CODE)


class AnswerForm(MatterForm):
    """What the firm says."""

    text = fields.area(gettext_lazy("答复"), 2000, hint=_TEN)


class OutcomeForm(MatterForm):
    """How it ended, as the reporter is told."""

    outcome = fields.area(gettext_lazy("办理结果"), 2000, hint=_TEN)


class FactsForm(MatterForm):
    """The facts of a candidate."""

    facts = fields.area(gettext_lazy("事实"), 2000, hint=_TEN)


class MeasuresForm(MatterForm):
    """What was done about the goods."""

    measures = fields.area(gettext_lazy("采取的措施"), 300, hint=_TEN)


class OfFirmForm(MatterForm):
    """A form for one of the person's own firms."""

    def __init__(self, *args: Any, firms: Sequence[Enterprise] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(firm.pk), firm.name) for firm in firms]
        self.fields["firm"] = fields.choice(gettext_lazy("企业"))
        set_choices(self.fields["firm"], choices)
        self.order_fields(["firm"])

    def given(self) -> dict[str, Any]:
        """What was typed, without the firm."""
        return {name: value for name, value in self.cleaned_data.items() if name != "firm"}


class ClaimForm(OfFirmForm):
    """A brand authorisation."""

    brand = fields.text(gettext_lazy("品牌"), 120)
    holder = fields.text(gettext_lazy("授权方"), 120)
    document = fields.text(gettext_lazy("授权书编号"), 60)
    scope = fields.text(gettext_lazy("授权范围"), 300, hint=gettext_lazy("商品、平台、地区"))
    evidence = fields.text(gettext_lazy("凭证链接"), 300, needed=False)
    from_date = fields.day(gettext_lazy("有效期起"))
    until_date = fields.day(gettext_lazy("有效期至"))

    def claim(self) -> Claim:
        """What was typed, as the domain reads it."""
        return Claim(**self.given())


class NoticeForm(MatterForm):
    """A right holder's notice."""

    holder = fields.text(gettext_lazy("权利人"), 120)
    brand = fields.text(gettext_lazy("商标或作品"), 120)
    right_number = fields.text(gettext_lazy("权利证号"), 60)
    firm = fields.text(gettext_lazy("商户代码"), 18, hint=_CODE)
    platform = fields.text(gettext_lazy("平台企业代码"), 18, needed=False, hint=_CODE)
    goods = fields.text(gettext_lazy("涉嫌侵权商品"), 300)
    facts = fields.area(gettext_lazy("初步证据"), 2000, hint=_TEN)

    def infringement(self) -> Infringement:
        """What was typed, as the domain reads it."""
        given = {k: v for k, v in self.cleaned_data.items() if k not in {"firm", "platform"}}
        return Infringement(**given)


class DefectForm(MatterForm):
    """Goods called back, or found wanting."""

    firm = fields.text(gettext_lazy("企业代码"), 18, hint=_CODE)
    kind = fields.choice(gettext_lazy("种类"))
    goods = fields.text(gettext_lazy("商品"), 200)
    barcode = fields.text(gettext_lazy("条码"), 50, needed=False)
    batches = fields.text(
        gettext_lazy("批次号"), 500, needed=False, hint=gettext_lazy("可填多个，以空格分隔")
    )
    authority = fields.text(gettext_lazy("依据和机构"), 200)
    level = fields.choice(gettext_lazy("风险级别"))
    reason = fields.area(gettext_lazy("缺陷和风险"), 2000)
    measures = fields.area(gettext_lazy("处置措施"), 2000)
    quantity = fields.whole(gettext_lazy("涉及数量"), least=1)

    def __init__(self, *args: Any, firms: Sequence[Enterprise] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["kind"], RECALLS, blank=_CHOOSE)
        offer(self.fields["level"], LEVELS, blank=_CHOOSE)
        if firms:
            self.fields["firm"] = fields.choice(gettext_lazy("企业"))
            set_choices(self.fields["firm"], [(str(firm.pk), firm.name) for firm in firms])
            self.order_fields(["firm"])

    def defect(self) -> Defect:
        """What was typed, as the domain reads it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "firm"}
        return Defect(**{**given, "batches": words_of(given["batches"])})


class RecoveredForm(MatterForm):
    """How many came back."""

    recovered = fields.whole(gettext_lazy("累计已召回数量"))
    note = fields.area(gettext_lazy("说明"), 400, needed=False, rows=2)


class BatchForm(OfFirmForm):
    """A batch of goods."""

    name = fields.text(gettext_lazy("商品"), 200)
    batch_no = fields.text(gettext_lazy("批次号"), 60)
    barcode = fields.text(gettext_lazy("条码"), 50, needed=False)
    country = fields.choice(gettext_lazy("原产国（地区）"))
    quantity = fields.whole(gettext_lazy("数量"), least=1)
    produced_date = fields.day(gettext_lazy("生产日期"), needed=False)
    expiry_date = fields.day(gettext_lazy("保质期至"), needed=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["country"], [("", _CHOOSE), *country_pairs()])

    def batch(self) -> NewBatch:
        """What was typed, as the domain reads it."""
        return NewBatch(**self.given())


class StageForm(MatterForm):
    """A stage that a batch passed."""

    stage = fields.choice(gettext_lazy("环节"))
    on_date = fields.day(gettext_lazy("日期"))
    place = fields.text(gettext_lazy("地点"), 100)
    party = fields.text(
        gettext_lazy("责任主体"), 120, hint=gettext_lazy("企业或机构名称，不填个人；会公开显示")
    )
    document = fields.text(gettext_lazy("单证编号"), 60, needed=False)
    quantity = fields.whole(gettext_lazy("数量"), least=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(
            self.fields["stage"],
            [("", _CHOOSE), *((code, said(words)) for code, words in STAGES.items())],
        )

    def passed(self) -> Stage:
        """What was typed, as the domain reads it."""
        return Stage(**self.cleaned_data)


class CodeForm(MatterForm):
    """The code of a label."""

    code = fields.text(gettext_lazy("追溯码"), 16)
