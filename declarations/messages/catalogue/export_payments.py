"""Export receipt of payment: CEB403, CEB404 (specification 202205)."""

from decimal import Decimal

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record()
class PaymentHead403:
    """CEB403 Receipts: export receipt of payment (收款单).

    guid            C36      M  系统唯一序号  Document id (UUID)
    appType         C1       M  报送类型  Submission type
    appTime         C14      M  报送时间  Submission time
    appStatus       C1       M  报送状态  Business status
    ebpCode         C..18    M  电商平台代码  Platform code
    ebpName         C..100   M  电商平台/海外仓名称  Platform name
    ebcCode         C..18    M  电商企业代码  E-commerce enterprise code
    ebcName         C..100   M  电商企业名称  E-commerce enterprise name
    orderNo         C..60    M  电商订单/海外仓订仓单编号  Order number
    payCode         C..18    O  支付企业代码  Payment enterprise code
    payName         C..100   M  支付企业名称  Payment enterprise name
    payNo           C..60    O  支付交易编号  Payment transaction number
    charge          N19,5    M  收款金额  Amount received
    currency        C3       M  币制  Currency
    accountingDate  C14      M  到账时间  Time of arrival of the money
    note            C..1000  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    ebpCode: str
    ebpName: str
    ebcCode: str
    ebcName: str
    orderNo: str
    payCode: str | None = None
    payName: str
    payNo: str | None = None
    charge: Decimal
    currency: str
    accountingDate: str
    note: str | None = None


CEB403 = enter(
    Kind(
        code="CEB403",
        wrapper="Receipts",
        head=PaymentHead403,
        noun="payment",
        direction="export",
        zh="收款单",
        en="Export receipt of payment",
        key=("ebcCode", "orderNo", "payNo"),
        receipt="CEB404",
    )
)


@record(filled=False)
class ReceiptsReturn404:
    """CEB404 ReceiptsReturn: receipt for a receipt of payment (收款单回执).

    guid          C36      M  系统唯一序号  Document id (UUID)
    ebcCode       C..18    M  电商企业代码  E-commerce enterprise code
    orderNo       C..60    M  电商订单/海外仓订仓单编号  Order number
    payNo         C..60    O  支付交易编号  Payment transaction number
    returnStatus  C..10    M  回执状态  Receipt status
    returnTime    C17      M  回执时间  Receipt time
    returnInfo    C..1000  M  回执信息  Receipt text
    """

    guid: str
    ebcCode: str
    orderNo: str
    payNo: str | None = None
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB404 = enter(
    Kind(
        code="CEB404",
        wrapper="ReceiptsReturn",
        head=ReceiptsReturn404,
        noun="receipt",
        direction="export",
        zh="收款单回执",
        en="Receipt for a receipt of payment",
        answers="CEB403",
    )
)
