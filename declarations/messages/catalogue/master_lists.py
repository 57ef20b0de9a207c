"""Master waybill list: CEB607, CEB608 (specification 202205)."""

from decimal import Decimal

from declarations.messages.kinds import UNBOUNDED, Kind, enter
from declarations.messages.record import record


@record()
class MasterHead607:
    """CEB607 WayBillHead: master waybill list (清单总分单).

    guid            C36      M  系统唯一序号  Document id (UUID)
    appType         C1       M  报送类型  Submission type
    appTime         C14      M  报送时间  Submission time
    appStatus       C1       M  报送状态  Business status
    customsCode     C4       M  申报地海关代码  Declaring customs district
    copNo           C..30    M  企业唯一编号  Internal number
    preNo           C18      O  电子口岸编号  Pre-entry number
    agentCode       C..18    M  申报企业代码  Declaring enterprise code
    agentName       C..100   M  申报企业名称  Declaring enterprise name
    loctNo          C..10    O  监管场所代码  Supervised site code
    trafMode        C1       M  运输方式  Transport mode
    trafName        C..100   M  运输工具名称  Means of transport
    voyageNo        C..32    M  航班航次号  Voyage number
    billNo          C..37    M  提运单号  Bill of lading number
    domesticTrafNo  C..100   O  境内运输工具编号  Domestic vehicle
    grossWeight     N19,5    M  毛重（公斤）  Gross weight (kg)
    logisticsCode   C..18    M  物流企业代码  Logistics enterprise code
    logisticsName   C..100   M  物流企业名称  Logistics enterprise name
    msgCount        N9       M  报文总数  Number of messages
    msgSeqNo        N9       M  报文序号  Number of this message
    note            C..1000  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    customsCode: str
    copNo: str
    preNo: str | None = None
    agentCode: str
    agentName: str
    loctNo: str | None = None
    trafMode: str
    trafName: str
    voyageNo: str
    billNo: str
    domesticTrafNo: str | None = None
    grossWeight: Decimal
    logisticsCode: str
    logisticsName: str
    msgCount: int
    msgSeqNo: int
    note: str | None = None


@record(is_line=True)
class MasterLine607:
    """CEB607 WayBillList: line of master waybill list (清单总分单).

    gnum            N5       M  序号  Line number
    totalPackageNo  C..60    O  总包号  Total package number
    logisticsNo     C..32    M  物流运单编号  Waybill number
    invtNo          C..20    O  出口清单编号  Inventory number
    note            C..1000  O  备注  Remark
    """

    gnum: int
    totalPackageNo: str | None = None
    logisticsNo: str
    invtNo: str | None = None
    note: str | None = None


CEB607 = enter(
    Kind(
        code="CEB607",
        wrapper="WayBill",
        head=MasterHead607,
        noun="paper",
        direction="export",
        zh="清单总分单",
        en="Master waybill list",
        head_element="WayBillHead",
        list_element="WayBillList",
        line=MasterLine607,
        max_lines=UNBOUNDED,
        key=("agentCode", "copNo", "msgSeqNo"),
        receipt="CEB608",
    )
)


@record(filled=False)
class MasterReturn608:
    """CEB608 WayBillReturn: receipt for a master waybill list (清单总分单回执).

    guid           C36      M  系统唯一序号  Document id (UUID)
    agentCode      C..18    M  申报企业代码  Declaring enterprise code
    logisticsCode  C..18    M  物流企业代码  Logistics enterprise code
    copNo          C..30    M  企业唯一编号  Internal number
    preNo          C18      M  电子口岸编号  Pre-entry number
    billNo         C..37    M  提运单号  Bill of lading number
    msgSeqNo       N9       M  报文序号  Number of this message
    returnStatus   C..10    M  回执状态  Receipt status
    returnTime     C17      M  回执时间  Receipt time
    returnInfo     C..1000  M  回执信息  Receipt text
    """

    guid: str
    agentCode: str
    logisticsCode: str
    copNo: str
    preNo: str
    billNo: str
    msgSeqNo: int
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB608 = enter(
    Kind(
        code="CEB608",
        wrapper="WayBillReturn",
        head=MasterReturn608,
        noun="receipt",
        direction="export",
        zh="清单总分单回执",
        en="Receipt for a master waybill list",
        answers="CEB607",
    )
)
