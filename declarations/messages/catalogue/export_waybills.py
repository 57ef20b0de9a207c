"""Export waybill: CEB505, CEB506 (specification 202205)."""

from decimal import Decimal

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record()
class WaybillHead505:
    """CEB505 Logistics: export waybill (出口运单).

    guid           C36      M  系统唯一序号  Document id (UUID)
    appType        C1       M  报送类型  Submission type
    appTime        C14      M  报送时间  Submission time
    appStatus      C1       M  报送状态  Business status
    logisticsCode  C..18    M  物流企业代码  Logistics enterprise code
    logisticsName  C..100   M  物流企业名称  Logistics enterprise name
    logisticsNo    C..32    M  物流运单编号  Waybill number
    freight        N19,5    M  运费  Freight
    insuredFee     N19,5    M  保价费  Insurance fee
    currency       C3       M  币制  Currency
    grossWeight    N19,5    M  毛重  Gross weight (kg)
    packNo         N9       M  件数  Packages
    goodsInfo      C..200   M  主要货物信息  Goods description
    ebcCode        C..18    O  电商企业代码  E-commerce enterprise code
    ebcName        C..100   O  电商企业名称  E-commerce enterprise name
    ebcTelephone   C..50    O  电商企业电话  E-commerce enterprise telephone
    note           C..1000  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    logisticsCode: str
    logisticsName: str
    logisticsNo: str
    freight: Decimal
    insuredFee: Decimal
    currency: str
    grossWeight: Decimal
    packNo: int
    goodsInfo: str
    ebcCode: str | None = None
    ebcName: str | None = None
    ebcTelephone: str | None = None
    note: str | None = None


CEB505 = enter(
    Kind(
        code="CEB505",
        wrapper="Logistics",
        head=WaybillHead505,
        noun="waybill",
        direction="export",
        zh="出口运单",
        en="Export waybill",
        key=("logisticsCode", "logisticsNo"),
        receipt="CEB506",
    )
)


@record(filled=False)
class LogisticsReturn506:
    """CEB506 LogisticsReturn: receipt for an export waybill (出口运单回执).

    guid           C36      M  系统唯一序号  Document id (UUID)
    logisticsCode  C..18    M  物流企业代码  Logistics enterprise code
    logisticsNo    C..32    M  物流运单编号  Waybill number
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


CEB506 = enter(
    Kind(
        code="CEB506",
        wrapper="LogisticsReturn",
        head=LogisticsReturn506,
        noun="receipt",
        direction="export",
        zh="出口运单回执",
        en="Receipt for an export waybill",
        answers="CEB505",
    )
)
