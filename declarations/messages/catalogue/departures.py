"""Departure: CEB509, CEB510 (specification 202205)."""

from declarations.messages.kinds import UNBOUNDED, Kind, enter
from declarations.messages.record import record


@record()
class DepartureHead509:
    """CEB509 DepartureHead: departure (离境单).

    guid           C36      M  系统唯一序号  Document id (UUID)
    appType        C1       M  报送类型  Submission type
    appTime        C14      M  报送时间  Submission time
    appStatus      C1       M  报送状态  Business status
    customsCode    C4       M  申报地海关代码  Declaring customs district
    copNo          C..30    M  企业唯一编号  Internal number
    preNo          C18      O  电子口岸编号  Pre-entry number
    logisticsCode  C..18    M  物流企业代码  Logistics enterprise code
    logisticsName  C..100   M  物流企业名称  Logistics enterprise name
    trafMode       C1       M  运输方式  Transport mode
    trafName       C..100   O  运输工具名称  Means of transport
    voyageNo       C..32    O  航班航次号  Voyage number
    billNo         C..37    O  提运单号  Bill of lading number
    leaveTime      C14      M  离境时间  Time of departure
    msgCount       N9       M  报文总数  Number of messages
    msgSeqNo       N9       M  报文序号  Number of this message
    note           C..1000  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    customsCode: str
    copNo: str
    preNo: str | None = None
    logisticsCode: str
    logisticsName: str
    trafMode: str
    trafName: str | None = None
    voyageNo: str | None = None
    billNo: str | None = None
    leaveTime: str
    msgCount: int
    msgSeqNo: int
    note: str | None = None


@record(is_line=True)
class DepartureLine509:
    """CEB509 DepartureList: line of departure (离境单).

    gnum            N5       M  序号  Line number
    totalPackageNo  C..37    O  总包号  Total package number
    logisticsNo     C..32    M  物流运单编号  Waybill number
    note            C..1000  O  备注  Remark
    """

    gnum: int
    totalPackageNo: str | None = None
    logisticsNo: str
    note: str | None = None


CEB509 = enter(
    Kind(
        code="CEB509",
        wrapper="Departure",
        head=DepartureHead509,
        noun="paper",
        direction="export",
        zh="离境单",
        en="Departure",
        head_element="DepartureHead",
        list_element="DepartureList",
        line=DepartureLine509,
        max_lines=UNBOUNDED,
        key=("logisticsCode", "copNo", "msgSeqNo"),
        receipt="CEB510",
    )
)


@record(filled=False)
class DepartureReturn510:
    """CEB510 DepartureReturn: receipt for a departure (离境单回执).

    guid           C36      M  系统唯一序号  Document id (UUID)
    logisticsCode  C..18    M  物流企业代码  Logistics enterprise code
    copNo          C..30    M  企业唯一编号  Internal number
    preNo          C18      M  电子口岸编号  Pre-entry number
    msgSeqNo       N9       M  报文序号  Number of this message
    returnStatus   C..10    M  回执状态  Receipt status
    returnTime     C17      M  回执时间  Receipt time
    returnInfo     C..1000  M  回执信息  Receipt text
    """

    guid: str
    logisticsCode: str
    copNo: str
    preNo: str
    msgSeqNo: int
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB510 = enter(
    Kind(
        code="CEB510",
        wrapper="DepartureReturn",
        head=DepartureReturn510,
        noun="receipt",
        direction="export",
        zh="离境单回执",
        en="Receipt for a departure",
        answers="CEB509",
    )
)
