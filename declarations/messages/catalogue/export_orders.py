"""Export order: CEB303, CEB304 (specification 202205)."""

from decimal import Decimal

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record()
class OrderHead303:
    """CEB303 OrderHead: export order (出口电子订单).

    guid        C36      M  系统唯一序号  Document id (UUID)
    appType     C1       M  报送类型  Submission type
    appTime     C14      M  报送时间  Submission time
    appStatus   C1       M  报送状态  Business status
    orderType   C1       M  订单类型  Order type
    orderNo     C..60    M  电商订单/海外仓订仓单编号  Order number
    ebpCode     C..18    M  电商平台代码  Platform code
    ebpName     C..100   M  电商平台/海外仓名称  Platform name
    ebcCode     C..18    M  电商企业代码  E-commerce enterprise code
    ebcName     C..100   M  电商企业名称  E-commerce enterprise name
    goodsValue  N19,5    M  商品金额  Goods value
    freight     N19,5    M  运杂费  Freight
    currency    C3       M  币制  Currency
    note        C..1000  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    orderType: str
    orderNo: str
    ebpCode: str
    ebpName: str
    ebcCode: str
    ebcName: str
    goodsValue: Decimal
    freight: Decimal
    currency: str
    note: str | None = None


@record(is_line=True)
class OrderLine303:
    """CEB303 OrderList: line of export order (出口电子订单).

    gnum          N5       M  序号  Line number
    itemNo        C..30    M  企业商品货号  Article number (SKU)
    itemName      C..250   M  企业商品名称  Article name
    itemDescribe  C..1000  O  企业商品描述  Article description
    barCode       C..50    O  条形码  Bar code
    unit          C3       M  计量单位  Unit
    currency      C3       M  币制  Currency
    qty           N19,5    M  数量  Quantity
    price         N19,5    M  单价  Unit price
    totalPrice    N19,5    M  总价  Line total
    note          C..1000  O  备注  Remark
    """

    gnum: int
    itemNo: str
    itemName: str
    itemDescribe: str | None = None
    barCode: str | None = None
    unit: str
    currency: str
    qty: Decimal
    price: Decimal
    totalPrice: Decimal
    note: str | None = None


CEB303 = enter(
    Kind(
        code="CEB303",
        wrapper="Order",
        head=OrderHead303,
        noun="order",
        direction="export",
        zh="出口电子订单",
        en="Export order",
        head_element="OrderHead",
        list_element="OrderList",
        line=OrderLine303,
        max_lines=100,
        key=("ebcCode", "orderNo"),
        receipt="CEB304",
    )
)


@record(filled=False)
class OrderReturn304:
    """CEB304 OrderReturn: receipt for an export order (出口订单回执).

    guid          C36      M  系统唯一序号  Document id (UUID)
    ebpCode       C..18    M  电商平台代码  Platform code
    ebcCode       C..18    M  电商企业代码  E-commerce enterprise code
    orderNo       C..60    M  电商订单/海外仓订仓单编号  Order number
    returnStatus  C..10    M  回执状态  Receipt status
    returnTime    C17      M  回执时间  Receipt time
    returnInfo    C..1000  M  回执信息  Receipt text
    """

    guid: str
    ebpCode: str
    ebcCode: str
    orderNo: str
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB304 = enter(
    Kind(
        code="CEB304",
        wrapper="OrderReturn",
        head=OrderReturn304,
        noun="receipt",
        direction="export",
        zh="出口订单回执",
        en="Receipt for an export order",
        answers="CEB303",
    )
)
