"""Import order: CEB311, CEB312 (specification 202205)."""

from decimal import Decimal

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record()
class OrderHead311:
    """CEB311 OrderHead: import order (电子订单).

    guid                C36      M  系统唯一序号  Document id (UUID)
    appType             C1       M  报送类型  Submission type
    appTime             C14      M  报送时间  Submission time
    appStatus           C..3     M  业务状态  Business status
    orderType           C1       M  订单类型  Order type
    orderNo             C..60    M  订单编号  Order number
    ebpCode             C..18    M  电商平台代码  Platform code
    ebpName             C..100   M  电商平台名称  Platform name
    ebcCode             C..18    M  电商企业代码  E-commerce enterprise code
    ebcName             C..100   M  电商企业名称  E-commerce enterprise name
    goodsValue          N19,5    M  商品价格  Goods value
    freight             N19,5    M  运杂费  Freight
    discount            N19,5    M  非现金抵扣金额  Non-cash deduction
    taxTotal            N19,5    M  代扣税款  Tax collected
    acturalPaid         N19,5    M  实际支付金额  Amount actually paid
    currency            C3       M  币制  Currency
    buyerRegNo          C..60    M  订购人注册号  Buyer account
    buyerName           C..60    M  订购人姓名  Buyer name
    buyerTelephone      C..30    M  订购人电话  Buyer telephone
    buyerIdType         C1       M  订购人证件类型  Buyer id type
    buyerIdNumber       C..60    M  订购人证件号码  Buyer id number
    payCode             C..18    O  支付企业代码  Payment enterprise code
    payName             C..100   O  支付企业名称  Payment enterprise name
    payTransactionId    C..60    O  支付交易编号  Payment transaction number
    batchNumbers        C..100   O  商品批次号  Goods batch number
    consignee           C..100   M  收货人姓名  Consignee
    consigneeTelephone  C..50    M  收货人电话  Consignee telephone
    consigneeAddress    C..200   M  收货地址  Consignee address
    consigneeDistrict   C6       O  收货地址行政区划代码  District code of the address
    note                C..1000  O  备注  Remark
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
    discount: Decimal
    taxTotal: Decimal
    acturalPaid: Decimal
    currency: str
    buyerRegNo: str
    buyerName: str
    buyerTelephone: str
    buyerIdType: str
    buyerIdNumber: str
    payCode: str | None = None
    payName: str | None = None
    payTransactionId: str | None = None
    batchNumbers: str | None = None
    consignee: str
    consigneeTelephone: str
    consigneeAddress: str
    consigneeDistrict: str | None = None
    note: str | None = None


@record(is_line=True)
class OrderLine311:
    """CEB311 OrderList: line of import order (电子订单).

    gnum          N10      M  商品序号  Line number
    itemNo        C..30    O  企业商品货号  Article number (SKU)
    itemName      C..250   M  企业商品名称  Article name
    gmodel        C..510   M  商品规格型号  Specification and model
    itemDescribe  C..1000  O  企业商品描述  Article description
    barCode       C..50    O  条形码  Bar code
    unit          C3       M  单位  Unit
    qty           N19,5    M  数量  Quantity
    price         N19,5    M  单价  Unit price
    totalPrice    N19,5    M  总价  Line total
    currency      C3       M  币制  Currency
    country       C3       M  原产国  Country
    note          C..1000  O  备注  Remark
    """

    gnum: int
    itemNo: str | None = None
    itemName: str
    gmodel: str
    itemDescribe: str | None = None
    barCode: str | None = None
    unit: str
    qty: Decimal
    price: Decimal
    totalPrice: Decimal
    currency: str
    country: str
    note: str | None = None


CEB311 = enter(
    Kind(
        code="CEB311",
        wrapper="Order",
        head=OrderHead311,
        noun="order",
        direction="import",
        zh="电子订单",
        en="Import order",
        head_element="OrderHead",
        list_element="OrderList",
        line=OrderLine311,
        max_lines=99,
        key=("ebpCode", "orderNo"),
        receipt="CEB312",
    )
)


@record(filled=False)
class OrderReturn312:
    """CEB312 OrderReturn: receipt for an import order (订单回执).

    guid          C36      M  系统唯一序号  Document id (UUID)
    ebpCode       C..18    M  电商平台代码  Platform code
    ebcCode       C..18    M  电商企业代码  E-commerce enterprise code
    orderNo       C..60    M  订单编号  Order number
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


CEB312 = enter(
    Kind(
        code="CEB312",
        wrapper="OrderReturn",
        head=OrderReturn312,
        noun="receipt",
        direction="import",
        zh="订单回执",
        en="Receipt for an import order",
        answers="CEB311",
    )
)
