"""Import waybill status: CEB513, CEB514 (specification 202205)."""

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record()
class StatusHead513:
    """CEB513 LogisticsStatus: import waybill status (进口运单状态).

    guid             C36      M  系统唯一序号  Document id (UUID)
    appType          C1       M  报送类型  Submission type
    appTime          C14      M  报送时间  Submission time
    appStatus        C..3     M  业务状态  Business status
    logisticsCode    C..18    M  物流企业代码  Logistics enterprise code
    logisticsName    C..100   M  物流企业名称  Logistics enterprise name
    logisticsNo      C..60    M  物流运单编号  Waybill number
    logisticsStatus  C1       M  物流运单状态  Waybill status
    logisticsTime    C14      M  物流状态时间  Time of the status
    note             C..1000  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    logisticsCode: str
    logisticsName: str
    logisticsNo: str
    logisticsStatus: str
    logisticsTime: str
    note: str | None = None


CEB513 = enter(
    Kind(
        code="CEB513",
        wrapper="LogisticsStatus",
        head=StatusHead513,
        noun="paper",
        direction="import",
        zh="进口运单状态",
        en="Import waybill status",
        key=("logisticsCode", "logisticsNo", "logisticsStatus"),
        receipt="CEB514",
    )
)


@record(filled=False)
class StatusReturn514:
    """CEB514 LogisticsStatusReturn: receipt for an import waybill status (进口运单状态回执).

    guid             C36      M  系统唯一序号  Document id (UUID)
    logisticsCode    C..18    M  物流企业代码  Logistics enterprise code
    logisticsNo      C..60    M  物流运单编号  Waybill number
    logisticsStatus  C1       M  物流状态  Waybill status
    returnStatus     C..10    M  回执状态  Receipt status
    returnTime       C17      M  回执时间  Receipt time
    returnInfo       C..1000  M  回执信息  Receipt text
    """

    guid: str
    logisticsCode: str
    logisticsNo: str
    logisticsStatus: str
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB514 = enter(
    Kind(
        code="CEB514",
        wrapper="LogisticsStatusReturn",
        head=StatusReturn514,
        noun="receipt",
        direction="import",
        zh="进口运单状态回执",
        en="Receipt for an import waybill status",
        answers="CEB513",
    )
)
