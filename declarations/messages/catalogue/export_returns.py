"""Export return application: CEB213, CEB214 (specification 202205)."""

from decimal import Decimal

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record()
class ReturnHead213:
    """CEB213 InvtRefundHead: export return application (出口退货申请单).

    guid           C36     M  系统唯一序号  Document id (UUID)
    appType        C1      M  报送类型  Submission type
    appTime        C14     M  报送时间  Submission time
    appStatus      C1      M  报送状态  Business status
    customsCode    C4      M  关区代码  Declaring customs district
    loctNo         C..10   O  监管场所代码  Supervised site code
    ebpCode        C..18   M  电商平台代码  Platform code
    ebpName        C..100  M  电商平台名称  Platform name
    ebcCode        C..18   M  电商企业（收发货人）代码  E-commerce enterprise code
    ebcName        C..100  M  电商企业（收发货人）名称  E-commerce enterprise name
    logisticsNo    C..80   M  物流运单号  Waybill number
    logisticsCode  C..18   M  物流企业代码  Logistics enterprise code
    logisticsName  C..100  M  物流企业名称  Logistics enterprise name
    coElNo         C..30   M  企业内部标识  Internal number
    preNo          C..18   O  电子口岸编号  Pre-entry number
    invtNo         C..20   M  原清单号  Inventory number
    tradeMode      C4      O  退货监管方式  Trade mode
    agentCode      C..18   M  申报企业代码  Declaring enterprise code
    agentName      C..100  M  申报企业名称  Declaring enterprise name
    billNo         C..37   M  提运单号  Bill of lading number
    ieFlag         C..1    M  进出口标识  Import or export flag
    trafMode       C..1    M  运输方式  Transport mode
    trafName       C..100  M  运输工具名称  Means of transport
    portCode       C..4    M  进出口岸  Port customs district
    reason         C..500  M  退货原因  Reason
    country        C..3    M  启运国（地区）  Country
    voyageNo       C..32   M  航班航次  Voyage number
    note           C..500  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    customsCode: str
    loctNo: str | None = None
    ebpCode: str
    ebpName: str
    ebcCode: str
    ebcName: str
    logisticsNo: str
    logisticsCode: str
    logisticsName: str
    coElNo: str
    preNo: str | None = None
    invtNo: str
    tradeMode: str | None = None
    agentCode: str
    agentName: str
    billNo: str
    ieFlag: str
    trafMode: str
    trafName: str
    portCode: str
    reason: str
    country: str
    voyageNo: str
    note: str | None = None


@record(is_line=True)
class ReturnLine213:
    """CEB213 InvtRefundList: line of export return application (出口退货申请单).

    gnum    N4      M  商品项号  Line number
    gcode   C..10   M  商品编码  HS code
    gname   C..250  M  商品名称  Goods name
    gmodel  C..250  M  规格型号  Specification and model
    qty     N19,5   M  申报数量  Quantity
    qty1    N19,5   M  法定数量  First statutory quantity
    unit    C3      M  申报计量单位  Unit
    unit1   C3      M  法定计量单位  First statutory unit
    qty2    N19,5   O  法定第二数量  Second statutory quantity
    unit2   C3      O  法定第二计量单位  Second statutory unit
    note    C..500  O  备注  Remark
    """

    gnum: int
    gcode: str
    gname: str
    gmodel: str
    qty: Decimal
    qty1: Decimal
    unit: str
    unit1: str
    qty2: Decimal | None = None
    unit2: str | None = None
    note: str | None = None


CEB213 = enter(
    Kind(
        code="CEB213",
        wrapper="InvtRefund",
        head=ReturnHead213,
        noun="paper",
        direction="export",
        zh="出口退货申请单",
        en="Export return application",
        head_element="InvtRefundHead",
        list_element="InvtRefundList",
        line=ReturnLine213,
        max_lines=100,
        key=("agentCode", "coElNo"),
        receipt="CEB214",
    )
)


@record(filled=False)
class ReturnReturn214:
    """CEB214 RefundReturn: receipt for an export return application (出口退货申请单回执).

    guid          C36      M  系统唯一序号  Document id (UUID)
    ebpCode       C..18    O  电商平台代码  Platform code
    ebcCode       C..18    O  电商企业代码  E-commerce enterprise code
    agentCode     C..18    M  申报企业代码  Declaring enterprise code
    coElNo        C..30    M  企业内部编号  Internal number
    preNo         C..18    O  电子口岸编号  Pre-entry number
    invtNo        C..20    M  清单编号  Inventory number
    returnStatus  C..10    M  回执状态  Receipt status
    returnTime    C17      M  回执时间  Receipt time
    returnInfo    C..1000  M  回执信息  Receipt text
    """

    guid: str
    ebpCode: str | None = None
    ebcCode: str | None = None
    agentCode: str
    coElNo: str
    preNo: str | None = None
    invtNo: str
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB214 = enter(
    Kind(
        code="CEB214",
        wrapper="RefundReturn",
        head=ReturnReturn214,
        noun="receipt",
        direction="export",
        zh="出口退货申请单回执",
        en="Receipt for an export return application",
        answers="CEB213",
    )
)
