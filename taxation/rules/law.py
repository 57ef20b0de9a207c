"""What may be found about taxes, quota and guarantees; limits and periods are their parameters."""

from datetime import date
from typing import Final

from taxation import constants
from zone_portal.kernel.rules import RULES, Parameter, Rule, Text

LIMITS: Final = "财关税〔2018〕49号"
REDUCTION: Final = "财关税〔2016〕18号"
SUPERVISION: Final = "海关总署公告2018年第194号"
GUARANTEE: Final = "海关事务担保条例"

SINCE: Final = date(2019, 1, 1)
KIND: Final = "CEB621"

LIMIT: Final = "limit"
RETAIL_DUTY: Final = "duty_rate"
SHARE: Final = "share"
MEASURES: Final = "measures"
RESERVATION_DAYS: Final = "reservation_days"
LOW_SHARE: Final = "low_share"
FIRST_DAY: Final = "first_day"
LAST_DAY: Final = "last_day"
LATE_FEE: Final = "late_fee"


def _rule(
    code: str,
    title: Text,
    remedy: Text,
    basis: str,
    *,
    responsible: str = "agent",
    severity: str = "error",
    official: str = "",
    summary: str = "",
    **parameters: Parameter,
) -> Rule:
    rule = Rule(
        code=code,
        title=title,
        remedy=remedy,
        basis=basis,
        responsible=responsible,
        severity=severity,
        kinds=(KIND,),
        valid_from=SINCE,
        official=official,
        summary=summary,
        parameters=parameters,
    )
    return RULES.add(rule)


TAX_RULES: Final = (
    _rule(
        constants.SINGLE_LIMIT,
        (
            "完税价格超过单次交易限值且订单下不止一件商品，不适用零售进口税收政策",
            "Above the limit of one purchase with more than one article: not a retail import",
        ),
        (
            "请减少商品，或按一般贸易申报。",
            "Take fewer goods, or declare general trade.",
        ),
        f"{LIMITS} 第一、二条；{REDUCTION}",
        official="-621005",
        summary="Retail imports up to the limit bear `duty_rate` and `share` of the other taxes.",
        limit=Parameter("5000", ("单次交易限值", "limit of one purchase"), unit="CNY"),
        duty_rate=Parameter("0", ("限值以内的关税税率", "duty rate inside the limits")),
        share=Parameter(
            "0.7",
            ("限值以内增值税、消费税的征收比例", "share of VAT and consumption tax inside"),
        ),
        measures=Parameter(
            "030 032 033 035 036 047 060 061 062 063 067 070 071 072 073 074 075 076 077 078 079 "
            "080 081 083 084 085 086 088 089 095 096 097 098 099 101 110 111 112 115 116 147 148 "
            "149",
            ("不按件计数的计量单位", "units that measure and do not count articles"),
            kind="codes",
            unverified=True,
        ),
    ),
    _rule(
        constants.YEARLY_LIMIT,
        (
            "超过个人年度交易限值（按本平台所知），海关将不予放行",
            "Above the person's yearly limit as known here: customs would refuse it",
        ),
        (
            "年度额度以海关记录为准，请订购人在海关额度查询页面核对；超过限值的请按一般贸易申报。",
            "Customs keeps the true quota: the buyer can look it up there. Above the limit declare "
            "general trade.",
        ),
        f"{LIMITS} 第一、二条",
        responsible="buyer",
        severity="warning",
        official="-621018",
        limit=Parameter("26000", ("个人年度交易限值", "limit of a person's year"), unit="CNY"),
        reservation_days=Parameter(
            "60",
            ("未放行的占用保留天数", "days after which a reservation without release expires"),
            "integer",
            "days",
            unverified=True,
        ),
    ),
    _rule(
        constants.TAXED_IN_FULL,
        (
            "单件商品超过单次交易限值，按货物税率全额征税",
            "A single article above the limit of one purchase is taxed in full",
        ),
        (
            "可以申报，金额计入年度额度；请告知订购人税款增加。",
            "It may be declared and counts into the year; tell the buyer about the higher taxes.",
        ),
        f"{LIMITS} 第二条",
        severity="warning",
    ),
    _rule(
        constants.USED_NOT_KNOWN,
        (
            "未提供订购人本年度已用额度，仅就本单金额判断年度限值",
            "What the buyer has used of the year is not given: only this purchase was judged",
        ),
        (
            "请订购人在海关额度查询页面核对剩余额度。",
            "Let the buyer look up at customs what is left.",
        ),
        f"{LIMITS} 第一条",
        responsible="buyer",
        severity="warning",
    ),
    _rule(
        constants.RATE_MISSING,
        (
            "本平台未导入该商品的{element}，税款无法计算",
            "The {element} of these goods is not loaded here: the tax cannot be computed",
        ),
        (
            "请导入该商品编码当日有效的税率（import_rates）；本平台不使用默认税率。",
            "Import the rate that is in force for the HS code (import_rates); no default is used.",
        ),
        "关税法；增值税法；消费税暂行条例",
        responsible="portal",
    ),
    _rule(
        constants.QUANTITY_MISSING,
        (
            "缺少以{element}计的数量，消费税无法计算",
            "The quantity in {element} is missing: the consumption tax cannot be computed",
        ),
        (
            "请填写该计量单位的数量（法定数量或规格含量）。",
            "Give the quantity in that unit (statutory quantity or content).",
        ),
        "消费税暂行条例",
    ),
    _rule(
        constants.NO_TREATMENT,
        (
            "税收待遇表中没有该监管方式、纳税人与单证的规定",
            "The table of treatments says nothing of this mode, taxpayer and document",
        ),
        (
            "请核对监管方式、纳税人类型和单证类型。",
            "Check mode, taxpayer and document.",
        ),
        SUPERVISION,
    ),
    _rule(
        constants.NO_GUARANTEE,
        (
            "本平台没有该担保企业的担保账户，无法核对税款担保",
            "No guarantee account of this guarantor is known here: the tax cannot be secured",
        ),
        (
            "担保以海关记录为准；请担保企业在本平台登记担保账户。",
            "Customs keeps the true guarantee; let the guarantor enter its account here.",
        ),
        f"{SUPERVISION}；{GUARANTEE}",
        severity="warning",
    ),
    _rule(
        constants.GUARANTEE_SHORT,
        (
            "税款担保余额不足（按本平台所知），海关将不予放行",
            "The guarantee does not suffice as known here: customs would refuse it",
        ),
        (
            "请担保企业补充担保，或等待已缴税款释放额度。",
            "Let the guarantor add to it, or wait until paid taxes release some of it.",
        ),
        f"{SUPERVISION}；{GUARANTEE} 第十四条",
        severity="warning",
        low_share=Parameter(
            "0.2",
            ("低于该比例时提醒担保企业", "share of the guarantee below which its owner is told"),
            unverified=True,
        ),
    ),
    _rule(
        constants.GUARANTEE_OVER,
        ("税款担保不在有效期内（按本平台所知）", "The guarantee is out of date as known here"),
        (
            "请担保企业向海关续办担保，并在本平台更新有效期。",
            "Let the guarantor renew it at customs and enter the new date here.",
        ),
        f"{SUPERVISION}；{GUARANTEE}",
        severity="warning",
    ),
    _rule(
        constants.BILL_OVERDUE,
        ("税单已过缴纳期限", "The tax bill is overdue"),
        (
            "请尽快缴纳；自期限届满次日起按日加收滞纳金。",
            "Pay at once: a late fee is charged for every day after the last.",
        ),
        f"{SUPERVISION}；关税法 第四十三条",
        severity="warning",
        first_day=Parameter(
            "31", ("放行后第几日起缴纳", "first day of payment after release"), "integer", "days"
        ),
        last_day=Parameter(
            "45", ("放行后第几日止缴纳", "last day of payment after release"), "integer", "days"
        ),
        late_fee=Parameter("0.0005", ("滞纳金日比例", "late fee a day as a share of the tax")),
    ),
)
"""Every rule of this app; importing the module enters them in the register."""
