"""Plans that come with the platform, as drafts: the zone confirms and releases them."""

from typing import Final

from risk.rules.plans.definition import ACTION, DAILY, REPORT, Contact, PlanContent, Step

_REPORT_ZH: Final = "时间：\n地点：\n事件：\n损失和影响：\n已采取的措施：\n报告单位和报告人："
_REPORT_EN: Final = (
    "Time:\nPlace:\nWhat happened:\nLoss and effects:\nMeasures taken:\nReporting unit and person:"
)
_DESK: Final = Contact("zone", "综试区办公室", "风险值班岗", "见值班表")
_FIRST: Final = Step(30, "首次报告", "First report", "zone", REPORT)
_DAILY: Final = Step(1440, "每日报告", "Daily report", "zone", DAILY)
_CLOSING: Final = Step(4320, "总结报告", "Closing report", "zone", REPORT)

SHIPPED: Final = (
    PlanContent(
        code="data-security",
        title_zh="数据和网络安全事件应急预案",
        title_en="Response to data and network security incidents",
        areas=("technical",),
        level="orange",
        department="zone",
        conditions_zh="个人信息批量泄露或被篡改，核心服务中断超过两小时，签名密钥可能外泄。",
        conditions_en="Personal data leak or are changed in bulk, core services stop for more than "
        "two hours, or a signing key may be known to others.",
        command_zh="总指挥：综试区办公室负责人；成员：平台运营、公安、海关、银行联络人。",
        command_en="In command: the head of the zone office; with operations, police, customs and "
        "banks.",
        report_zh=_REPORT_ZH,
        report_en=_REPORT_EN,
        contacts=(_DESK, Contact("police", "公安网安", "值班岗", "110")),
        steps=(
            _FIRST,
            Step(60, "隔离受影响的系统和账号", "Isolate systems and accounts", "zone", ACTION),
            Step(120, "吊销并更换相关密钥", "Revoke and change the keys concerned", "zone", ACTION),
            Step(120, "通报公安", "Tell the police", "police", REPORT),
            Step(1440, "告知受影响的个人和企业", "Tell people and firms concerned", "zone", ACTION),
            _DAILY,
            _CLOSING,
        ),
    ),
    PlanContent(
        code="unsafe-goods",
        title_zh="不安全商品和公共安全事件应急预案",
        title_en="Response to unsafe goods and public safety incidents",
        areas=("safety",),
        level="red",
        department="customs",
        conditions_zh="查获危险品、毒品、疫情来源物品，或已售商品造成人身伤害。",
        conditions_en="Dangerous goods, drugs or goods from an epidemic area are found, or goods "
        "already sold have hurt people.",
        command_zh="总指挥：海关负责人；成员：公安、市场监管、邮政、园区联络人。",
        command_en="In command: customs; with police, market supervision, post and parks.",
        report_zh=_REPORT_ZH,
        report_en=_REPORT_EN,
        contacts=(_DESK, Contact("customs", "海关", "监管值班岗", "12360")),
        steps=(
            _FIRST,
            Step(60, "封存同批货物", "Seal the goods of the batch", "customs", ACTION),
            Step(120, "按批次查明去向", "Trace the batch to whom it went", "market", ACTION),
            Step(240, "停止销售并发布召回", "Stop sales and publish the recall", "market", ACTION),
            _DAILY,
            _CLOSING,
        ),
    ),
    PlanContent(
        code="false-trade",
        title_zh="虚假贸易和资金风险应急预案",
        title_en="Response to false trade and money risks",
        areas=("finance", "trade"),
        level="orange",
        department="fx",
        conditions_zh="多家主体同源推单，或资金与货物明显不符且可能外流。",
        conditions_en="Many firms send documents from one source, or money and goods clearly "
        "differ and money may leave.",
        command_zh="总指挥：外汇管理部门负责人；成员：海关、税务、公安、银行联络人。",
        command_en="In command: the exchange administration; with customs, tax, police and banks.",
        report_zh=_REPORT_ZH,
        report_en=_REPORT_EN,
        contacts=(_DESK, Contact("fx", "外汇管理", "值班岗", "见值班表")),
        steps=(
            _FIRST,
            Step(120, "请银行关注相关账户", "Ask banks to watch the accounts", "fx", ACTION),
            Step(
                240, "核对单证、物流和资金", "Compare papers, parcels and money", "customs", ACTION
            ),
            Step(1440, "移送涉嫌犯罪线索", "Hand suspicions of crime over", "police", ACTION),
            _DAILY,
            _CLOSING,
        ),
    ),
)
