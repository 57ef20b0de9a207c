"""Export inventory cancellation: CEB605, CEB606 (specification 202205)."""

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record()
class CancellationHead605:
    """CEB605 InvtCancel: export inventory cancellation (出口撤销申请单).

    guid         C36      M  系统唯一序号  Document id (UUID)
    appType      C1       M  报送类型  Submission type
    appTime      C14      M  报送时间  Submission time
    appStatus    C1       M  报送状态  Business status
    customsCode  C4       M  申报地海关代码  Declaring customs district
    copNo        C..30    M  企业唯一编号  Internal number
    preNo        C18      O  电子口岸编号  Pre-entry number
    invtNo       C..20    M  原清单编号  Inventory number
    reason       C..1000  M  撤单原因  Reason
    agentCode    C..18    M  申报企业代码  Declaring enterprise code
    agentName    C..100   M  申报企业名称  Declaring enterprise name
    ebcCode      C..18    M  收发货人代码  E-commerce enterprise code
    ebcName      C..100   M  收发货人名称  E-commerce enterprise name
    note         C..1000  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    customsCode: str
    copNo: str
    preNo: str | None = None
    invtNo: str
    reason: str
    agentCode: str
    agentName: str
    ebcCode: str
    ebcName: str
    note: str | None = None


CEB605 = enter(
    Kind(
        code="CEB605",
        wrapper="InvtCancel",
        head=CancellationHead605,
        noun="paper",
        direction="export",
        zh="出口撤销申请单",
        en="Export inventory cancellation",
        key=("agentCode", "copNo"),
        receipt="CEB606",
    )
)


@record(filled=False)
class CancellationReturn606:
    """CEB606 InvtCancelReturn: receipt for an export inventory cancellation (出口撤销申请单回执).

    guid          C36      M  系统唯一序号  Document id (UUID)
    agentCode     C..18    M  申报企业代码  Declaring enterprise code
    copNo         C..30    M  企业唯一编号  Internal number
    preNo         C18      M  电子口岸编号  Pre-entry number
    invtNo        C..20    M  原清单编号  Inventory number
    returnStatus  C..10    M  回执状态  Receipt status
    returnTime    C17      M  回执时间  Receipt time
    returnInfo    C..1000  M  回执信息  Receipt text
    """

    guid: str
    agentCode: str
    copNo: str
    preNo: str
    invtNo: str
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB606 = enter(
    Kind(
        code="CEB606",
        wrapper="InvtCancelReturn",
        head=CancellationReturn606,
        noun="receipt",
        direction="export",
        zh="出口撤销申请单回执",
        en="Receipt for an export inventory cancellation",
        answers="CEB605",
    )
)
