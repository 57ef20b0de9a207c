"""Who moves money and goods: payment, logistics, express, post, brokers."""

from typing import Final

from enterprises.rules.forms.kinds.declaring import KindForm, licence
from enterprises.rules.forms.shape import Field, Section, Tick

SUPERVISION: Final = "海关总署公告2018年第194号"
POSTAL_LAW: Final = "邮政法第五十一条"
EXPRESS_SUPERVISION: Final = "海关对进出境快件监管办法"
BROKERS: Final = "报关单位备案管理规定（海关总署令第253号）"

PAYMENT: Final = KindForm(
    "payment",
    Section(
        "payment",
        "支付企业",
        "Payment enterprise",
        (
            Field(
                "payment_type",
                "机构类型",
                "Type of institution",
                "choice",
                required=True,
                basis=SUPERVISION,
                choices=(("bank", "银行", "Bank"), ("nonbank", "非银行支付机构", "Non-bank")),
            ),
            *licence(
                "payment_licence",
                "金融许可证或支付业务许可证",
                "finance or payment licence",
                SUPERVISION,
            ),
            Field(
                "payment_scope",
                "许可业务含互联网支付",
                "The licence covers internet payment",
                "choice",
                required=True,
                only_if=("payment_type", "nonbank"),
                choices=(("yes", "是", "Yes"),),
                basis=SUPERVISION,
            ),
            Field(
                "original_data",
                "可向海关实时提供支付原始数据",
                "Gives customs the original payment data at once",
                "yes_no",
                required=True,
                basis="海关总署公告2018年第165号、第179号",
            ),
        ),
        kind="payment",
        basis=SUPERVISION,
        tick=(
            Tick(
                "payment_licence_valid",
                "许可证在有效期内且业务范围包含互联网支付",
                "The licence is valid and covers internet payment",
                SUPERVISION,
                stage="fx",
                section="payment",
            ),
        ),
    ),
    stages=("fx",),
)

_COURIER = licence("courier_licence", "快递业务经营许可证", "express delivery licence", POSTAL_LAW)
_COURIER_TICK = Tick(
    "courier_licence_valid",
    "快递业务经营许可证有效且地域范围相符",
    "The express licence is valid for the area",
    POSTAL_LAW,
    stage="post",
    section="logistics",
)

LOGISTICS: Final = KindForm(
    "logistics",
    Section(
        "logistics",
        "物流企业",
        "Logistics enterprise",
        (
            *_COURIER,
            Field(
                "direct_purchase",
                "承运直购进口包裹",
                "Carries direct-purchase imports",
                "yes_no",
                required=True,
                basis=SUPERVISION,
            ),
            Field(
                "courier_registration",
                "邮政企业或进出境快件运营人海关登记证明",
                "Customs registration as post or express operator",
                "file",
                required=True,
                only_if=("direct_purchase", "yes"),
                basis=SUPERVISION,
            ),
            Field(
                "tracking_interface", "物流轨迹接口地址", "Address of the tracking interface", "url"
            ),
        ),
        kind="logistics",
        basis=SUPERVISION,
        tick=(_COURIER_TICK,),
    ),
    stages=("post",),
    receivers=("post",),
)

EXPRESS: Final = KindForm(
    "express",
    Section(
        "express",
        "快件运营人",
        "Express operator",
        (
            *licence(
                "express_registration",
                "进出境快件运营人登记证书",
                "registration as express operator",
                EXPRESS_SUPERVISION,
            ),
            Field(
                "express_site",
                "快件监管场所",
                "Supervised site used",
                "text",
                required=True,
                max_length=100,
                departments=frozenset({"customs", "post", "police"}),
            ),
            Field(
                "real_name_rules",
                "实名收寄制度",
                "Rules on real-name sending",
                "file",
                required=True,
                basis="快递暂行条例第二十二条",
                departments=frozenset({"post", "police", "customs"}),
            ),
        ),
        kind="express",
        basis=EXPRESS_SUPERVISION,
        tick=(
            Tick(
                "express_registered",
                "海关登记有效，监管场所相符",
                "Registered with customs for that site",
                EXPRESS_SUPERVISION,
                stage="customs",
                section="express",
            ),
        ),
    ),
    stages=("customs",),
    receivers=("post", "police"),
)

POSTAL: Final = KindForm(
    "postal",
    Section(
        "postal",
        "邮政企业",
        "Postal enterprise",
        (
            Field(
                "exchange_office",
                "国际邮件互换局（交换站）",
                "International exchange office",
                "text",
                required=True,
                max_length=100,
                basis="邮政法",
            ),
            Field(
                "postal_authorisation",
                "邮政企业授权或委托文件",
                "Authorisation",
                "file",
                required=True,
                basis="邮政法",
            ),
        ),
        kind="postal",
        basis="邮政法；" + SUPERVISION,
        tick=(
            Tick(
                "postal_authorised",
                "邮政企业身份及业务授权属实",
                "It is a postal enterprise and authorised",
                "邮政法",
                stage="post",
                section="postal",
            ),
        ),
    ),
    stages=("post",),
    receivers=("post",),
)

BROKER: Final = KindForm(
    "broker",
    Section(
        "broker",
        "报关企业",
        "Customs broker",
        (
            Field(
                "broker_filing_date",
                "报关单位备案日期",
                "Day of filing with customs",
                "date",
                required=True,
                not_after="today",
                basis=BROKERS,
            ),
            Field(
                "broker_filing",
                "报关单位备案证明",
                "Proof of filing with customs",
                "file",
                required=True,
                basis=BROKERS,
            ),
            Field(
                "broker_staff",
                "报关人员人数",
                "Number of declaration staff",
                "number",
                required=True,
                max_length=6,
                basis=BROKERS,
            ),
            Field(
                "broker_commitment",
                "对委托真实性合理审查的承诺",
                "Undertaking to examine entrustments",
                "file",
                required=True,
                basis="关税法第五十五条",
            ),
        ),
        kind="broker",
        basis=BROKERS,
        tick=(
            Tick(
                "broker_filed",
                "报关单位备案有效",
                "The broker is filed with customs",
                BROKERS,
                stage="customs",
                section="broker",
            ),
        ),
    ),
    stages=("customs",),
)

KINDS: Final = (PAYMENT, LOGISTICS, EXPRESS, POSTAL, BROKER)
