"""Summary application: CEB701, CEB702 (specification 202205)."""

from declarations.messages.kinds import UNBOUNDED, Kind, enter
from declarations.messages.record import record


@record()
class SummaryHead701:
    """CEB701 SummaryApplyHead: summary application (汇总申请单).

    guid           C36      M  系统唯一序号  Document id (UUID)
    appType        C1       M  报送类型  Submission type
    appTime        C14      M  报送时间  Submission time
    appStatus      C1       M  报送状态  Business status
    customsCode    C4       M  申报地海关代码  Declaring customs district
    copNo          C..30    M  企业唯一编号  Internal number
    preNo          C..18    O  电子口岸编号  Pre-entry number
    sumNo          C..18    O  汇总申请编号  Summary number
    agentCode      C..18    M  申报单位代码  Declaring enterprise code
    agentName      C..100   M  申报单位名称  Declaring enterprise name
    ebcCode        C..18    M  收发货人代码  E-commerce enterprise code
    ebcName        C..100   M  收发货人名称  E-commerce enterprise name
    declAgentCode  C..18    M  报关单位代码  Customs broker code
    declAgentName  C..100   M  报关单位名称  Customs broker name
    startTime      C14      O  汇总开始时间  Summary from
    endTime        C14      O  汇总结束时间  Summary to
    loctNo         C..10    O  监管场所代码  Supervised site code
    summaryFlag    C1       M  收发货人汇总标志  Way of summarising
    itemNameFlag   C1       M  按商品名汇总标志  Group by article name
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
    sumNo: str | None = None
    agentCode: str
    agentName: str
    ebcCode: str
    ebcName: str
    declAgentCode: str
    declAgentName: str
    startTime: str | None = None
    endTime: str | None = None
    loctNo: str | None = None
    summaryFlag: str
    itemNameFlag: str
    msgCount: int
    msgSeqNo: int
    note: str | None = None


@record(is_line=True)
class SummaryLine701:
    """CEB701 SummaryApplyList: line of summary application (汇总申请单).

    invtNo  C..20  M  清单编号  Inventory number
    """

    invtNo: str


CEB701 = enter(
    Kind(
        code="CEB701",
        wrapper="SummaryApply",
        head=SummaryHead701,
        noun="paper",
        direction="export",
        zh="汇总申请单",
        en="Summary application",
        head_element="SummaryApplyHead",
        list_element="SummaryApplyList",
        line=SummaryLine701,
        min_lines=0,
        max_lines=UNBOUNDED,
        key=("agentCode", "copNo", "msgSeqNo"),
        receipt="CEB702",
    )
)


@record(filled=False)
class SummaryReturn702:
    """CEB702 SummaryReturn: receipt for a summary application (汇总申请单回执).

    guid          C36      M  系统唯一序号  Document id (UUID)
    agentCode     C..18    M  申报企业代码  Declaring enterprise code
    ebcCode       C..18    M  收发货人代码  E-commerce enterprise code
    copNo         C..30    M  企业唯一编号  Internal number
    preNo         C18      M  电子口岸编号  Pre-entry number
    sumNo         C18      O  汇总申请编号  Summary number
    msgSeqNo      N9       M  报文序号  Number of this message
    returnStatus  C..10    M  回执状态  Receipt status
    returnTime    C17      M  回执时间  Receipt time
    returnInfo    C..1000  M  回执信息  Receipt text
    """

    guid: str
    agentCode: str
    ebcCode: str
    copNo: str
    preNo: str
    sumNo: str | None = None
    msgSeqNo: int
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB702 = enter(
    Kind(
        code="CEB702",
        wrapper="SummaryReturn",
        head=SummaryReturn702,
        noun="receipt",
        direction="export",
        zh="汇总申请单回执",
        en="Receipt for a summary application",
        answers="CEB701",
    )
)
