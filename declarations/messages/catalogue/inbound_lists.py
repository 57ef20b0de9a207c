"""Inbound-storage list: CEB711, CEB712 (specification 202205)."""

from declarations.messages.kinds import UNBOUNDED, Kind, enter
from declarations.messages.record import record


@record()
class StorageHead711:
    """CEB711 DeliveryHead: inbound-storage list (入库明细单).

    guid            C36      M  系统唯一序号  Document id (UUID)
    appType         C1       M  报送类型  Submission type
    appTime         C14      M  报送时间  Submission time
    appStatus       C..3     M  业务状态  Business status
    customsCode     C4       M  申报海关代码  Declaring customs district
    copNo           C..20    O  企业内部编号  Internal number
    preNo           C..18    O  预录入编号  Pre-entry number
    rkdNo           C..18    O  入库单编号  Storage list number
    operatorCode    C..18    M  监管场所经营人代码  Site operator code
    operatorName    C..100   M  监管场所经营人名称  Site operator name
    ieFlag          C1       M  进出口标记  Import or export flag
    trafMode        C1       M  运输方式  Transport mode
    trafNo          C..100   M  运输工具编号  Means of transport
    voyageNo        C..32    M  航班航次号  Voyage number
    billNo          C..37    M  提运单号  Bill of lading number
    logisticsCode   C..18    M  物流企业代码  Logistics enterprise code
    logisticsName   C..100   M  物流企业名称  Logistics enterprise name
    unloadLocation  C..100   O  卸货库位  Unloading place
    note            C..1000  O  备注  Remark
    """

    guid: str
    appType: str
    appTime: str
    appStatus: str
    customsCode: str
    copNo: str | None = None
    preNo: str | None = None
    rkdNo: str | None = None
    operatorCode: str
    operatorName: str
    ieFlag: str
    trafMode: str
    trafNo: str
    voyageNo: str
    billNo: str
    logisticsCode: str
    logisticsName: str
    unloadLocation: str | None = None
    note: str | None = None


@record(is_line=True)
class StorageLine711:
    """CEB711 DeliveryList: line of inbound-storage list (入库明细单).

    gnum         N10      M  序号  Line number
    logisticsNo  C..60    M  物流运单编号  Waybill number
    note         C..1000  O  备注  Remark
    """

    gnum: int
    logisticsNo: str
    note: str | None = None


CEB711 = enter(
    Kind(
        code="CEB711",
        wrapper="Delivery",
        head=StorageHead711,
        noun="paper",
        direction="import",
        zh="入库明细单",
        en="Inbound-storage list",
        head_element="DeliveryHead",
        list_element="DeliveryList",
        line=StorageLine711,
        max_lines=UNBOUNDED,
        max_documents=1,
        key=("operatorCode", "copNo"),
        receipt="CEB712",
    )
)


@record(filled=False)
class StorageReturn712:
    """CEB712 DeliveryReturn: receipt for an inbound-storage list (入库明细单回执).

    guid          C36      M  系统唯一序号  Document id (UUID)
    customsCode   C4       O  申报海关代码  Declaring customs district
    operatorCode  C..18    O  监管场所经营人代码  Site operator code
    copNo         C..20    O  企业内部编号  Internal number
    preNo         C..18    O  预录入编号  Pre-entry number
    rkdNo         C..18    O  入库单编号  Storage list number
    returnStatus  C..10    M  回执状态  Receipt status
    returnTime    C17      M  回执时间  Receipt time
    returnInfo    C..1000  M  回执信息  Receipt text
    """

    guid: str
    customsCode: str | None = None
    operatorCode: str | None = None
    copNo: str | None = None
    preNo: str | None = None
    rkdNo: str | None = None
    returnStatus: str
    returnTime: str
    returnInfo: str


CEB712 = enter(
    Kind(
        code="CEB712",
        wrapper="DeliveryReturn",
        head=StorageReturn712,
        noun="receipt",
        direction="import",
        zh="入库明细单回执",
        en="Receipt for an inbound-storage list",
        answers="CEB711",
    )
)
