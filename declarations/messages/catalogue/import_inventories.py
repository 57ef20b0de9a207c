"""Import inventory: CEB621, CEB622 (specification 202205)."""

from decimal import Decimal

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record()
class InventoryHead621:
    """CEB621 InventoryHead: import inventory (进口清单).

    guid              C36      M  系统唯一序号  Document id (UUID)
    appType           C1       M  报送类型  Submission type
    appTime           C14      M  报送时间  Submission time
    appStatus         C..3     M  业务状态  Business status
    orderNo           C..60    M  订单编号  Order number
    ebpCode           C..18    M  电商平台代码  Platform code
    ebpName           C..100   M  电商平台名称  Platform name
    ebcCode           C..18    M  电商企业代码  E-commerce enterprise code
    ebcName           C..100   M  电商企业名称  E-commerce enterprise name
    logisticsNo       C..60    M  物流运单编号  Waybill number
    logisticsCode     C..18    M  物流企业代码  Logistics enterprise code
    logisticsName     C..100   M  物流企业名称  Logistics enterprise name
    copNo             C..20    O  企业内部编号  Internal number
    preNo             C..18    O  预录入编号  Pre-entry number
    assureCode        C..30    M  担保企业编号  Guarantor code
    emsNo             C..30    O  账册编号  Account book number
    invtNo            C..18    O  清单编号  Inventory number
    ieFlag            C1       M  进出口标记  Import or export flag
    declTime          C8       M  申报日期  Declaration date
    customsCode       C4       M  申报海关代码  Declaring customs district
    portCode          C4       M  口岸海关代码  Port customs district
    ieDate            C8       O  进口日期  Import or export date
    buyerIdType       C1       M  订购人证件类型  Buyer id type
    buyerIdNumber     C..60    M  订购人证件号码  Buyer id number
    buyerName         C..60    M  订购人姓名  Buyer name
    buyerTelephone    C..30    M  订购人电话  Buyer telephone
    consigneeAddress  C..200   M  收件地址  Consignee address
    agentCode         C..18    M  申报企业代码  Declaring enterprise code
    agentName         C..100   M  申报企业名称  Declaring enterprise name
    areaCode          C..18    O  区内企业代码  Zone enterprise code
    areaName          C..100   O  区内企业名称  Zone enterprise name
    tradeMode         C4       M  贸易方式  Trade mode
    trafMode          C1       M  运输方式  Transport mode
    trafNo            C..100   O  运输工具编号  Means of transport
    voyageNo          C..32    O  航班航次号  Voyage number
    billNo            C..37    O  提运单号  Bill of lading number
    loctNo            C..10    O  监管场所代码  Supervised site code
    licenseNo         C..19    O  许可证件号  Licence number
    country           C3       M  起运国（地区）  Country
    freight           N19,5    M  运费  Freight
    insuredFee        N19,5    M  保费  Insurance fee
    currency          C3       M  币制  Currency
    wrapType          C1       O  包装种类代码  Packaging type
    packNo            N9       M  件数  Packages
    grossWeight       N19,5    M  毛重（公斤）  Gross weight (kg)
    netWeight         N19,5    M  净重（公斤）  Net weight (kg)
    note              C..1000  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
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
    assureCode: str
    emsNo: str | None = None
    invtNo: str | None = None
    ieFlag: str
    declTime: str
    customsCode: str
    portCode: str
    ieDate: str | None = None
    buyerIdType: str
    buyerIdNumber: str
    buyerName: str
    buyerTelephone: str
    consigneeAddress: str
    agentCode: str
    agentName: str
    areaCode: str | None = None
    areaName: str | None = None
    tradeMode: str
    trafMode: str
    trafNo: str | None = None
    voyageNo: str | None = None
    billNo: str | None = None
    loctNo: str | None = None
    licenseNo: str | None = None
    country: str
    freight: Decimal
    insuredFee: Decimal
    currency: str
    wrapType: str | None = None
    packNo: int
    grossWeight: Decimal
    netWeight: Decimal
    note: str | None = None


@record(is_line=True)
class InventoryLine621:
    """CEB621 InventoryList: line of import inventory (进口清单).

    gnum          N10      M  序号  Line number
    itemRecordNo  C..30    O  账册备案料号  Account book item number
    itemNo        C..20    O  企业商品货号  Article number (SKU)
    itemName      C..250   O  企业商品品名  Article name
    gcode         C10      M  商品编码  HS code
    gname         C..250   M  商品名称  Goods name
    gmodel        C..510   M  商品规格型号  Specification and model
    barCode       C..50    O  条码  Bar code
    country       C3       M  原产国（地区）  Country
    tradeCountry  C..3     O  贸易国  Trading country
    currency      C3       M  币制  Currency
    qty           N19,5    M  数量  Quantity
    unit          C3       M  计量单位  Unit
    qty1          N19,5    M  法定数量  First statutory quantity
    unit1         C3       M  法定计量单位  First statutory unit
    qty2          N19,5    O  第二数量  Second statutory quantity
    unit2         C3       O  第二计量单位  Second statutory unit
    price         N19,5    M  单价  Unit price
    totalPrice    N19,5    M  总价  Line total
    note          C..1000  O  备注  Remark
    """

    gnum: int
    itemRecordNo: str | None = None
    itemNo: str | None = None
    itemName: str | None = None
    gcode: str
    gname: str
    gmodel: str
    barCode: str | None = None
    country: str
    tradeCountry: str | None = None
    currency: str
    qty: Decimal
    unit: str
    qty1: Decimal
    unit1: str
    qty2: Decimal | None = None
    unit2: str | None = None
    price: Decimal
    totalPrice: Decimal
    note: str | None = None


CEB621 = enter(
    Kind(
        code="CEB621",
        wrapper="Inventory",
        head=InventoryHead621,
        noun="inventory",
        direction="import",
        zh="进口清单",
        en="Import inventory",
        head_element="InventoryHead",
        list_element="InventoryList",
        line=InventoryLine621,
        max_lines=99,
        key=("agentCode", "copNo"),
        receipt="CEB622",
    )
)


@record(filled=False)
class InventoryReturn622:
    """CEB622 InventoryReturn: receipt for an import inventory (进口清单回执).

    guid          C36      M  系统唯一序号  Document id (UUID)
    customsCode   C4       O  申报海关代码  Declaring customs district
    ebpCode       C..18    O  电商平台代码  Platform code
    ebcCode       C..18    O  电商企业代码  E-commerce enterprise code
    agentCode     C..18    O  申报企业代码  Declaring enterprise code
    copNo         C..20    M  企业内部编号  Internal number
    preNo         C18      M  预录入编号  Pre-entry number
    invtNo        C18      O  清单编号  Inventory number
    returnStatus  C..10    M  回执状态  Receipt status
    returnTime    C17      M  回执时间  Receipt time
    returnInfo    C..1000  M  回执信息  Receipt text
    """

    guid: str
    customsCode: str | None = None
    ebpCode: str | None = None
    ebcCode: str | None = None
    agentCode: str | None = None
    copNo: str
    preNo: str
    invtNo: str | None = None
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB622 = enter(
    Kind(
        code="CEB622",
        wrapper="InventoryReturn",
        head=InventoryReturn622,
        noun="receipt",
        direction="import",
        zh="进口清单回执",
        en="Receipt for an import inventory",
        answers="CEB621",
    )
)
