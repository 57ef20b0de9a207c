"""Export return tally: CEB215, CEB216 (specification 202205)."""

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record()
class TallyHead215:
    """CEB215 InvtRefundDetail: export return tally (退运（退货）理货明细单).

    guid           C36     M  系统唯一序号  Document id (UUID)
    appType        C1      M  报送类型  Submission type
    appTime        C14     M  报送时间  Submission time
    appStatus      C1      M  报送状态  Business status
    customsCode    C4      M  关区代码  Declaring customs district
    operatorCode   C..18   M  监管场所经营人代码  Site operator code
    operatorName   C..100  M  监管场所经营人名称  Site operator name
    logisticsCode  C..18   M  物流企业代码  Logistics enterprise code
    logisticsName  C..100  M  物流企业名称  Logistics enterprise name
    logisticsNo    C..80   M  物流运单号  Waybill number
    invtNo         C..20   O  原清单号  Inventory number
    coElNo         C..20   M  企业内部编号  Internal number
    preNo          C..18   O  电子口岸编号  Pre-entry number
    billNo         C..37   M  提运单号  Bill of lading number
    ieFlag         C1      M  进出口标识  Import or export flag
    trafMode       C1      M  运输方式  Transport mode
    trafName       C..100  M  运输工具名称  Means of transport
    voyageNo       C..32   M  航班航次  Voyage number
    location       C..250  O  卸货堆货的仓储位置  Storage place
    note           C..250  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    customsCode: str
    operatorCode: str
    operatorName: str
    logisticsCode: str
    logisticsName: str
    logisticsNo: str
    invtNo: str | None = None
    coElNo: str
    preNo: str | None = None
    billNo: str
    ieFlag: str
    trafMode: str
    trafName: str
    voyageNo: str
    location: str | None = None
    note: str | None = None


CEB215 = enter(
    Kind(
        code="CEB215",
        wrapper="InvtRefundDetail",
        head=TallyHead215,
        noun="paper",
        direction="export",
        zh="退运（退货）理货明细单",
        en="Export return tally",
        key=("operatorCode", "coElNo"),
        receipt="CEB216",
    )
)


@record(filled=False)
class TallyReturn216:
    """CEB216 InvtRefundDetailReturn: receipt for an export return tally (理货明细单回执).

    guid           C36      M  系统唯一序号  Document id (UUID)
    operatorCode   C..18    M  监管场所经营人代码  Site operator code
    logisticsCode  C..18    M  物流企业代码  Logistics enterprise code
    logisticsNo    C..80    M  物流运单号  Waybill number
    coElNo         C..30    M  企业内部编号  Internal number
    preNo          C..18    O  预录入编号  Pre-entry number
    returnStatus   C..10    M  回执状态  Receipt status
    returnTime     C17      M  回执时间  Receipt time
    returnInfo     C..1000  M  回执信息  Receipt text
    """

    guid: str
    operatorCode: str
    logisticsCode: str
    logisticsNo: str
    coElNo: str
    preNo: str | None = None
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB216 = enter(
    Kind(
        code="CEB216",
        wrapper="InvtRefundDetailReturn",
        head=TallyReturn216,
        noun="receipt",
        direction="export",
        zh="退运（退货）理货明细单回执",
        en="Receipt for an export return tally",
        answers="CEB215",
    )
)
