"""Export inventory: CEB603, CEB604 (specification 202205)."""

from decimal import Decimal

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record()
class InventoryHead603:
    """CEB603 InventoryHead: export inventory (出口清单).

    guid            C36      M  系统唯一序号  Document id (UUID)
    appType         C1       M  报送类型  Submission type
    appTime         C14      M  报送时间  Submission time
    appStatus       C1       M  报送状态  Business status
    customsCode     C4       M  申报地海关代码  Declaring customs district
    ebpCode         C..18    M  电商平台代码  Platform code
    ebpName         C..100   M  电商平台名称/海外仓名称  Platform name
    orderNo         C..60    M  订单编号/海外仓订仓单编号  Order number
    logisticsCode   C..18    M  物流企业代码  Logistics enterprise code
    logisticsName   C..100   M  物流企业名称  Logistics enterprise name
    logisticsNo     C..32    M  物流运单编号  Waybill number
    copNo           C..30    M  企业唯一编号  Internal number
    preNo           C18      O  电子口岸编号  Pre-entry number
    invtNo          C..20    O  清单编号  Inventory number
    ieFlag          C1       M  进出口标记  Import or export flag
    portCode        C4       M  出口口岸代码  Port customs district
    ieDate          C8       M  出口日期  Import or export date
    statisticsFlag  C1       M  申报业务类型  Declaration type
    agentCode       C..18    M  申报企业代码  Declaring enterprise code
    agentName       C..100   M  申报企业名称  Declaring enterprise name
    ebcCode         C..18    M  收发货人代码  E-commerce enterprise code
    ebcName         C..100   M  收发货人名称  E-commerce enterprise name
    ownerCode       C..18    M  生产销售企业代码  Producer code
    ownerName       C..100   M  生产销售企业名称  Producer name
    iacCode         C..18    O  区内企业代码  Zone enterprise code
    iacName         C..100   O  区内企业名称  Zone enterprise name
    emsNo           C..30    O  账册编号  Account book number
    tradeMode       C4       M  贸易方式  Trade mode
    trafMode        C1       M  运输方式  Transport mode
    trafName        C..100   O  运输工具名称  Means of transport
    voyageNo        C..32    O  航班航次号  Voyage number
    billNo          C..37    O  提运单号  Bill of lading number
    totalPackageNo  C..37    O  总包号  Total package number
    loctNo          C..10    O  监管场所代码  Supervised site code
    licenseNo       C..19    O  许可证号  Licence number
    country         C3       M  运抵国（地区）  Country
    POD             C3..4    M  指运港代码  Port of destination
    freight         N19,5    M  运费  Freight
    fCurrency       C3       M  运费币制  Freight currency
    fFlag           C1       M  运费标志  Freight flag
    insuredFee      N19,5    M  保费  Insurance fee
    iCurrency       C3       M  保费币制  Insurance currency
    iFlag           C1       M  保费标志  Insurance flag
    wrapType        C1       M  包装种类代码  Packaging type
    packNo          N9       M  件数  Packages
    grossWeight     N19,5    M  毛重（公斤）  Gross weight (kg)
    netWeight       N19,5    M  净重（公斤）  Net weight (kg)
    note            C..1000  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    customsCode: str
    ebpCode: str
    ebpName: str
    orderNo: str
    logisticsCode: str
    logisticsName: str
    logisticsNo: str
    copNo: str
    preNo: str | None = None
    invtNo: str | None = None
    ieFlag: str
    portCode: str
    ieDate: str
    statisticsFlag: str
    agentCode: str
    agentName: str
    ebcCode: str
    ebcName: str
    ownerCode: str
    ownerName: str
    iacCode: str | None = None
    iacName: str | None = None
    emsNo: str | None = None
    tradeMode: str
    trafMode: str
    trafName: str | None = None
    voyageNo: str | None = None
    billNo: str | None = None
    totalPackageNo: str | None = None
    loctNo: str | None = None
    licenseNo: str | None = None
    country: str
    POD: str
    freight: Decimal
    fCurrency: str
    fFlag: str
    insuredFee: Decimal
    iCurrency: str
    iFlag: str
    wrapType: str
    packNo: int
    grossWeight: Decimal
    netWeight: Decimal
    note: str | None = None


@record(is_line=True)
class InventoryLine603:
    """CEB603 InventoryList: line of export inventory (出口清单).

    gnum          N5       M  商品序号  Line number
    itemNo        C..20    M  企业商品货号  Article number (SKU)
    itemRecordNo  C..30    O  账册备案料号  Account book item number
    itemName      C..250   O  企业商品名称  Article name
    gcode         C10      M  商品编码  HS code
    gname         C..250   M  商品名称  Goods name
    gmodel        C..250   M  规格型号  Specification and model
    barCode       C..50    M  条形码  Bar code
    country       C3       M  目的国（地区）代码  Country
    currency      C3       M  币制  Currency
    qty           N19,5    M  申报数量  Quantity
    qty1          N19,5    M  法定数量  First statutory quantity
    qty2          N19,5    O  第二数量  Second statutory quantity
    unit          C3       M  申报计量单位  Unit
    unit1         C3       M  法定计量单位  First statutory unit
    unit2         C..3     O  第二计量单位  Second statutory unit
    price         N19,5    M  单价  Unit price
    totalPrice    N19,5    M  总价  Line total
    note          C..1000  O  备注  Remark
    """

    gnum: int
    itemNo: str
    itemRecordNo: str | None = None
    itemName: str | None = None
    gcode: str
    gname: str
    gmodel: str
    barCode: str
    country: str
    currency: str
    qty: Decimal
    qty1: Decimal
    qty2: Decimal | None = None
    unit: str
    unit1: str
    unit2: str | None = None
    price: Decimal
    totalPrice: Decimal
    note: str | None = None


CEB603 = enter(
    Kind(
        code="CEB603",
        wrapper="Inventory",
        head=InventoryHead603,
        noun="inventory",
        direction="export",
        zh="出口清单",
        en="Export inventory",
        head_element="InventoryHead",
        list_element="InventoryList",
        line=InventoryLine603,
        max_lines=100,
        key=("agentCode", "copNo"),
        receipt="CEB604",
    )
)


@record(filled=False)
class InventoryReturn604:
    """CEB604 InventoryReturn: receipt for an export inventory (出口清单回执).

    guid            C36      M  系统唯一序号  Document id (UUID)
    agentCode       C..18    M  申报企业代码  Declaring enterprise code
    copNo           C..30    M  企业唯一编号  Internal number
    preNo           C18      M  电子口岸编号  Pre-entry number
    invtNo          C..20    M  清单编号  Inventory number
    ebcCode         C..18    M  收发货人代码  E-commerce enterprise code
    ebpCode         C..18    M  电商平台代码  Platform code
    orderNo         C..60    M  订单编号  Order number
    statisticsFlag  C1       M  申报业务类型  Declaration type
    returnStatus    C..10    M  回执状态  Receipt status
    returnTime      C17      M  回执时间  Receipt time
    returnInfo      C..1000  M  回执信息  Receipt text
    """

    guid: str
    agentCode: str
    copNo: str
    preNo: str
    invtNo: str
    ebcCode: str
    ebpCode: str
    orderNo: str
    statisticsFlag: str
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB604 = enter(
    Kind(
        code="CEB604",
        wrapper="InventoryReturn",
        head=InventoryReturn604,
        noun="receipt",
        direction="export",
        zh="出口清单回执",
        en="Receipt for an export inventory",
        answers="CEB603",
    )
)
