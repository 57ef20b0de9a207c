"""Import waybill: CEB511, CEB512 (specification 202205)."""

from decimal import Decimal

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record()
class WaybillHead511:
    """CEB511 LogisticsHead: import waybill (运单).

    guid                C36      M  系统唯一序号  Document id (UUID)
    appType             C1       M  报送类型  Submission type
    appTime             C14      M  报送时间  Submission time
    appStatus           C..3     M  业务状态  Business status
    logisticsCode       C..18    M  物流企业代码  Logistics enterprise code
    logisticsName       C..100   M  物流企业名称  Logistics enterprise name
    logisticsNo         C..60    M  物流运单编号  Waybill number
    billNo              C..37    O  提运单号  Bill of lading number
    orderNo             C..60    M  订单编号  Order number
    freight             N19,5    O  运费  Freight
    insuredFee          N19,5    O  保价费  Insurance fee
    currency            C3       M  币制  Currency
    weight              N19,5    M  毛重  Gross weight (kg)
    packNo              N9       M  件数  Packages
    goodsInfo           C..200   O  主要货物信息  Goods description
    consignee           C..100   M  收货人姓名  Consignee
    consigneeAddress    C..200   M  收货地址  Consignee address
    consigneeTelephone  C..50    M  收货人电话  Consignee telephone
    note                C..1000  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    logisticsCode: str
    logisticsName: str
    logisticsNo: str
    billNo: str | None = None
    orderNo: str
    freight: Decimal | None = None
    insuredFee: Decimal | None = None
    currency: str
    weight: Decimal
    packNo: int
    goodsInfo: str | None = None
    consignee: str
    consigneeAddress: str
    consigneeTelephone: str
    note: str | None = None


CEB511 = enter(
    Kind(
        code="CEB511",
        wrapper="Logistics",
        head=WaybillHead511,
        noun="waybill",
        direction="import",
        zh="运单",
        en="Import waybill",
        head_element="LogisticsHead",
        key=("logisticsCode", "logisticsNo"),
        receipt="CEB512",
    )
)


@record(filled=False)
class LogisticsReturn512:
    """CEB512 LogisticsReturn: receipt for an import waybill (运单回执).

    guid           C36      M  系统唯一序号  Document id (UUID)
    logisticsCode  C..18    M  物流企业代码  Logistics enterprise code
    logisticsNo    C..60    M  物流运单编号  Waybill number
    returnStatus   C..10    M  回执状态  Receipt status
    returnTime     C17      M  回执时间  Receipt time
    returnInfo     C..1000  M  回执信息  Receipt text
    """

    guid: str
    logisticsCode: str
    logisticsNo: str
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB512 = enter(
    Kind(
        code="CEB512",
        wrapper="LogisticsReturn",
        head=LogisticsReturn512,
        noun="receipt",
        direction="import",
        zh="运单回执",
        en="Receipt for an import waybill",
        answers="CEB511",
    )
)
