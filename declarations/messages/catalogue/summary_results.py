"""Summary result, which customs sends: CEB792 (specification 202205)."""

from decimal import Decimal

from declarations.messages.kinds import UNBOUNDED, Kind, enter
from declarations.messages.record import record


@record(filled=False)
class ResultHead792:
    """CEB792 SummaryResultHead: summary result (汇总结果单).

    guid           C36      M  系统唯一序号  Document id (UUID)
    customsCode    C4       M  申报地海关代码  Declaring customs district
    sumNo          C18      M  汇总申请编号  Summary number
    opDate         C17      M  汇总处理时间  Time of the summary
    declSeqNo      C18      M  汇总统一编号  Unified summary number
    decTmpNo       C18      O  电子口岸暂存编号  Draft number of the form
    decPreNo       C18      O  电子口岸预录入编号  Pre-entry number of the form
    entryId        C18      O  报关单编号  Declaration form number
    decState       C..3     M  报关单状态  Declaration form status
    agentCode      C..18    M  申报企业代码  Declaring enterprise code
    agentName      C..100   M  申报企业名称  Declaring enterprise name
    ebcCode        C..18    M  收发货人代码  E-commerce enterprise code
    ebcName        C..100   M  收发货人名称  E-commerce enterprise name
    declAgentCode  C..18    M  报关单位代码  Customs broker code
    declAgentName  C..100   M  报关单位名称  Customs broker name
    grossWeight    N19,5    M  毛重（公斤）  Gross weight (kg)
    netWeight      N19,5    M  净重（公斤）  Net weight (kg)
    msgCount       N9       M  报文总数  Number of messages
    msgSeqNo       N9       M  报文序号  Number of this message
    note           C..1000  O  备注  Remark
    """

    guid: str
    customsCode: str
    sumNo: str
    opDate: str
    declSeqNo: str
    decTmpNo: str | None = None
    decPreNo: str | None = None
    entryId: str | None = None
    decState: str
    agentCode: str
    agentName: str
    ebcCode: str
    ebcName: str
    declAgentCode: str
    declAgentName: str
    grossWeight: Decimal
    netWeight: Decimal
    msgCount: int
    msgSeqNo: int
    note: str | None = None


@record(is_line=True, filled=False)
class ResultLine792:
    """CEB792 SummaryResultList: line of summary result (汇总结果单).

    invtNo       C..20  M  清单编号  Inventory number
    logisticsNo  C..32  M  物流运单编号  Waybill number
    gseqno       N5     M  汇总结果单顺序号  Place in the summary
    gnum         N5     M  清单商品项号  Line number
    gcode        C10    M  清单商品编码  HS code
    """

    invtNo: str
    logisticsNo: str
    gseqno: int
    gnum: int
    gcode: str


CEB792 = enter(
    Kind(
        code="CEB792",
        wrapper="SummaryResult",
        head=ResultHead792,
        noun="receipt",
        direction="export",
        zh="汇总结果单",
        en="Summary result",
        head_element="SummaryResultHead",
        list_element="SummaryResultList",
        line=ResultLine792,
        min_lines=0,
        max_lines=UNBOUNDED,
    )
)
