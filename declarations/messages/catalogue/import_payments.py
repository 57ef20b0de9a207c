"""Import payment: CEB411, CEB412 (specification 202205)."""

from decimal import Decimal

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record()
class PaymentHead411:
    """CEB411 PaymentHead: import payment (支付单).

    guid              C36      M  系统唯一序号  Document id (UUID)
    appType           C1       M  报送类型  Submission type
    appTime           C14      M  报送时间  Submission time
    appStatus         C..3     M  业务状态  Business status
    payCode           C..18    M  支付企业代码  Payment enterprise code
    payName           C..100   M  支付企业名称  Payment enterprise name
    payTransactionId  C..60    M  支付交易编号  Payment transaction number
    orderNo           C..60    M  订单编号  Order number
    ebpCode           C..18    M  电商平台代码  Platform code
    ebpName           C..100   M  电商平台名称  Platform name
    payerIdType       C1       M  支付人证件类型  Payer id type
    payerIdNumber     C..60    M  支付人证件号码  Payer id number
    payerName         C..60    M  支付人姓名  Payer name
    telephone         C..60    O  支付人电话  Payer telephone
    amountPaid        N19,5    M  支付金额  Amount paid
    currency          C3       M  支付币制  Currency
    payTime           C14      M  支付时间  Payment time
    note              C..1000  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    payCode: str
    payName: str
    payTransactionId: str
    orderNo: str
    ebpCode: str
    ebpName: str
    payerIdType: str
    payerIdNumber: str
    payerName: str
    telephone: str | None = None
    amountPaid: Decimal
    currency: str
    payTime: str
    note: str | None = None


CEB411 = enter(
    Kind(
        code="CEB411",
        wrapper="Payment",
        head=PaymentHead411,
        noun="payment",
        direction="import",
        zh="支付单",
        en="Import payment",
        head_element="PaymentHead",
        key=("payCode", "payTransactionId"),
        receipt="CEB412",
    )
)


@record(filled=False)
class PaymentReturn412:
    """CEB412 PaymentReturn: receipt for an import payment (支付单回执).

    guid              C36      M  系统唯一序号  Document id (UUID)
    payCode           C..18    M  支付企业代码  Payment enterprise code
    payTransactionId  C..60    M  支付交易编号  Payment transaction number
    returnStatus      C..10    M  回执状态  Receipt status
    returnTime        C17      M  回执时间  Receipt time
    returnInfo        C..1000  M  回执信息  Receipt text
    """

    guid: str
    payCode: str
    payTransactionId: str
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB412 = enter(
    Kind(
        code="CEB412",
        wrapper="PaymentReturn",
        head=PaymentReturn412,
        noun="receipt",
        direction="import",
        zh="支付单回执",
        en="Receipt for an import payment",
        answers="CEB411",
    )
)
