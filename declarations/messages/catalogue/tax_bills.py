"""Tax bills, which customs sends: CEB816, CEB818 (specification 202205)."""

from decimal import Decimal

from declarations.messages.kinds import UNBOUNDED, Kind, enter
from declarations.messages.record import record


@record(filled=False)
class TaxHead816:
    """CEB816 TaxHeadRd: electronic tax bill (电子税单).

    guid            C36      M  系统唯一序号  Document id (UUID)
    returnTime      C17      M  回执时间  Receipt time
    invtNo          C..18    M  进境清单编号  Inventory number
    taxNo           C..50    M  电子税单编号  Tax bill number
    customsTax      N19,5    M  应征关税  Customs duty
    valueAddedTax   N19,5    M  应征增值税  Value-added tax
    consumptionTax  N19,5    M  应征消费税  Consumption tax
    status          C1       M  税单状态  Tax bill status
    entDutyNo       C..50    O  缴款书编号  Payment form number
    note            C..1000  O  备注  Remark
    assureCode      C..64    O  担保企业代码  Guarantor code
    ebcCode         C..64    O  电商企业代码  E-commerce enterprise code
    logisticsCode   C..64    O  物流企业代码  Logistics enterprise code
    agentCode       C..18    O  申报单位代码  Declaring enterprise code
    customsCode     C4       O  申报口岸  Declaring customs district
    orderNo         C..60    X  订单编号  Order number
    logisticsNo     C..60    X  物流运单编号  Waybill number
    """

    guid: str
    returnTime: str
    invtNo: str
    taxNo: str
    customsTax: Decimal
    valueAddedTax: Decimal
    consumptionTax: Decimal
    status: str
    entDutyNo: str | None = None
    note: str | None = None
    assureCode: str | None = None
    ebcCode: str | None = None
    logisticsCode: str | None = None
    agentCode: str | None = None
    customsCode: str | None = None
    orderNo: str | None = None
    logisticsNo: str | None = None


@record(is_line=True, filled=False)
class TaxLine816:
    """CEB816 TaxListRd: line of electronic tax bill (电子税单).

    gnum            N10    M  商品项号  Line number
    gcode           C10    M  海关商品编码  HS code
    taxPrice        N19,5  M  完税总价格  Dutiable value
    customsTax      N19,5  M  应征关税  Customs duty
    valueAddedTax   N19,5  M  应征增值税  Value-added tax
    consumptionTax  N19,5  M  应征消费税  Consumption tax
    """

    gnum: int
    gcode: str
    taxPrice: Decimal
    customsTax: Decimal
    valueAddedTax: Decimal
    consumptionTax: Decimal


CEB816 = enter(
    Kind(
        code="CEB816",
        wrapper="Tax",
        head=TaxHead816,
        noun="receipt",
        direction="import",
        zh="电子税单",
        en="Electronic tax bill",
        head_element="TaxHeadRd",
        list_element="TaxListRd",
        line=TaxLine816,
        max_lines=99,
        max_documents=UNBOUNDED,
    )
)


@record(filled=False)
class TaxHead818:
    """CEB818 TaxHeadStatus: change of a tax bill (电子税单状态).

    guid        C36    M  系统唯一序号  Document id (UUID)
    returnTime  C17    M  回执时间  Receipt time
    invtNo      C..18  M  进境清单编号  Inventory number
    taxNo       C..50  M  电子税单编号  Tax bill number
    status      C1     M  税单状态  Tax bill status
    entDutyNo   C..50  O  缴款书编号  Payment form number
    assureCode  C..64  O  担保企业代码  Guarantor code
    """

    guid: str
    returnTime: str
    invtNo: str
    taxNo: str
    status: str
    entDutyNo: str | None = None
    assureCode: str | None = None


CEB818 = enter(
    Kind(
        code="CEB818",
        wrapper="Tax",
        head=TaxHead818,
        noun="receipt",
        direction="import",
        zh="电子税单状态",
        en="Change of a tax bill",
        head_element="TaxHeadStatus",
        max_documents=UNBOUNDED,
    )
)
