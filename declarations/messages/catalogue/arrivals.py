"""Arrival at the supervised site: CEB507, CEB508 (specification 202205)."""

from declarations.messages.kinds import UNBOUNDED, Kind, enter
from declarations.messages.record import record


@record()
class ArrivalHead507:
    """CEB507 ArrivalHead: arrival (运抵单).

    guid            C36      M  系统唯一序号  Document id (UUID)
    appType         C1       M  报送类型  Submission type
    appTime         C14      M  报送时间  Submission time
    appStatus       C1       M  报送状态  Business status
    customsCode     C4       M  申报地海关代码  Declaring customs district
    copNo           C..30    M  企业唯一编号  Internal number
    preNo           C18      O  电子口岸编号  Pre-entry number
    operatorCode    C..18    M  监管场所经营人代码  Site operator code
    operatorName    C..100   M  监管场所经营人名称  Site operator name
    loctNo          C..10    O  监管场所代码  Supervised site code
    ieFlag          C1       M  进出口标记  Import or export flag
    trafMode        C1       M  运输方式  Transport mode
    billNo          C..37    O  提运单号  Bill of lading number
    domesticTrafNo  C..100   M  境内运输工具编号  Domestic vehicle
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
    operatorCode: str
    operatorName: str
    loctNo: str | None = None
    ieFlag: str
    trafMode: str
    billNo: str | None = None
    domesticTrafNo: str
    logisticsCode: str
    logisticsName: str
    msgCount: int
    msgSeqNo: int
    note: str | None = None


@record(is_line=True)
class ArrivalLine507:
    """CEB507 ArrivalList: line of arrival (运抵单).

    gnum            N5       M  序号  Line number
    logisticsNo     C..32    M  物流运单编号  Waybill number
    totalPackageNo  C..37    O  总包号  Total package number
    note            C..1000  O  备注  Remark
    """

    gnum: int
    logisticsNo: str
    totalPackageNo: str | None = None
    note: str | None = None


CEB507 = enter(
    Kind(
        code="CEB507",
        wrapper="Arrival",
        head=ArrivalHead507,
        noun="paper",
        direction="export",
        zh="运抵单",
        en="Arrival",
        head_element="ArrivalHead",
        list_element="ArrivalList",
        line=ArrivalLine507,
        min_lines=0,
        max_lines=UNBOUNDED,
        key=("logisticsCode", "copNo", "msgSeqNo"),
        receipt="CEB508",
    )
)


@record(filled=False)
class ArrivalReturn508:
    """CEB508 ArrivalReturn: receipt for an arrival (运抵单回执).

    guid           C36      M  系统唯一序号  Document id (UUID)
    operatorCode   C..18    M  监管场所经营人代码  Site operator code
    logisticsCode  C..18    M  物流企业代码  Logistics enterprise code
    preNo          C18      M  电子口岸编号  Pre-entry number
    copNo          C..30    M  企业唯一编号  Internal number
    billNo         C..37    M  提运单号  Bill of lading number
    msgSeqNo       N9       M  报文序号  Number of this message
    returnStatus   C..10    M  回执状态  Receipt status
    returnTime     C17      M  回执时间  Receipt time
    returnInfo     C..1000  M  回执信息  Receipt text
    """

    guid: str
    operatorCode: str
    logisticsCode: str
    preNo: str
    copNo: str
    billNo: str
    msgSeqNo: int
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB508 = enter(
    Kind(
        code="CEB508",
        wrapper="ArrivalReturn",
        head=ArrivalReturn508,
        noun="receipt",
        direction="export",
        zh="运抵单回执",
        en="Receipt for an arrival",
        answers="CEB507",
    )
)
