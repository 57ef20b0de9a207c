"""Import inventory cancellation: CEB623, CEB624 (specification 202205)."""

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record()
class CancellationHead623:
    """CEB623 InvtCancel: import inventory cancellation (进口撤销申请单).

    guid            C36      M  系统唯一序号  Document id (UUID)
    appType         C1       M  报送类型  Submission type
    appTime         C14      M  报送时间  Submission time
    appStatus       C..3     M  业务状态  Business status
    customsCode     C4       M  申报海关代码  Declaring customs district
    orderNo         C..60    M  订单编号  Order number
    ebpCode         C..18    M  电商平台代码  Platform code
    ebpName         C..100   M  电商平台名称  Platform name
    ebcCode         C..18    M  电商企业代码  E-commerce enterprise code
    ebcName         C..100   M  电商企业名称  E-commerce enterprise name
    logisticsNo     C..60    M  物流运单编号  Waybill number
    logisticsCode   C..18    M  物流企业代码  Logistics enterprise code
    logisticsName   C..100   M  物流企业名称  Logistics enterprise name
    copNo           C..20    O  企业内部编号  Internal number
    preNo           C..18    O  预录入编号  Pre-entry number
    invtNo          C..18    M  清单编号  Inventory number
    buyerIdType     C1       M  订购人证件类型  Buyer id type
    buyerIdNumber   C..60    M  订购人证件号码  Buyer id number
    buyerName       C..60    M  订购人姓名  Buyer name
    buyerTelephone  C..30    M  订购人电话  Buyer telephone
    agentCode       C..18    M  申报企业代码  Declaring enterprise code
    agentName       C..100   M  申报企业名称  Declaring enterprise name
    reason          C..1000  M  撤单原因  Reason
    note            C..1000  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    customsCode: str
    orderNo: str
    ebpCode: str
    ebpName: str
    ebcCode: str
    ebcName: str
    logisticsNo: str
    logisticsCode: str
    logisticsName: str
    copNo: str | None = None
    preNo: str | None = None
    invtNo: str
    buyerIdType: str
    buyerIdNumber: str
    buyerName: str
    buyerTelephone: str
    agentCode: str
    agentName: str
    reason: str
    note: str | None = None


CEB623 = enter(
    Kind(
        code="CEB623",
        wrapper="InvtCancel",
        head=CancellationHead623,
        noun="paper",
        direction="import",
        zh="进口撤销申请单",
        en="Import inventory cancellation",
        key=("agentCode", "copNo"),
        receipt="CEB624",
    )
)


@record(filled=False)
class CancellationReturn624:
    """CEB624 InvtCancelReturn: receipt for an import inventory cancellation (进口撤销申请单回执).

    guid          C36      M  系统唯一序号  Document id (UUID)
    customsCode   C4       O  申报海关代码  Declaring customs district
    agentCode     C..18    O  申报企业代码  Declaring enterprise code
    ebpCode       C..18    O  电商平台代码  Platform code
    ebcCode       C..18    O  电商企业代码  E-commerce enterprise code
    copNo         C..20    M  企业内部编号  Internal number
    preNo         C18      M  预录入编号  Pre-entry number
    invtNo        C18      O  清单编号  Inventory number
    returnStatus  C..10    M  回执状态  Receipt status
    returnTime    C17      M  回执时间  Receipt time
    returnInfo    C..1000  M  回执信息  Receipt text
    """

    guid: str
    customsCode: str | None = None
    agentCode: str | None = None
    ebpCode: str | None = None
    ebcCode: str | None = None
    copNo: str
    preNo: str
    invtNo: str | None = None
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB624 = enter(
    Kind(
        code="CEB624",
        wrapper="InvtCancelReturn",
        head=CancellationReturn624,
        noun="receipt",
        direction="import",
        zh="进口撤销申请单回执",
        en="Receipt for an import inventory cancellation",
        answers="CEB623",
    )
)
