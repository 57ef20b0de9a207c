"""Acceptance rules of waybills (511 import, 505 export)."""

from types import SimpleNamespace

from declarations.messages.catalogue.export_waybills import WaybillHead505
from declarations.messages.catalogue.import_waybills import WaybillHead511
from declarations.rules.forms import is_telephone
from declarations.rules.orders import DIAL
from declarations.rules.registry import Holds, acceptance
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC
from zone_portal.kernel.rules import Parameter


@acceptance(
    "WAY-001",
    "CEB511",
    title=("运单件数不为 {packages}", "The waybill is not for {packages} package"),
    remedy=(
        "进口零售一个运单只对应一个包裹，件数请填 {packages}；多个包裹请分别制作运单。",
        "A retail import waybill is for one parcel: write {packages} and give each further parcel "
        "a waybill of its own.",
    ),
    basis=f"{IMPORT_SPEC} CEB511 packNo",
    packages=Parameter("1", ("每单件数", "packages of a waybill"), kind="integer"),
)
def waybill_is_for_one_package(head: WaybillHead511, param: SimpleNamespace) -> Holds:
    """packNo of an import waybill is 1."""
    return head.packNo == param.packages


@acceptance(
    "WAY-002",
    "CEB511",
    title=("收货人电话不像有效号码", "The consignee's telephone does not look like a number"),
    remedy=DIAL,
    basis=f"{IMPORT_SPEC} CEB511 consigneeTelephone",
    severity="warning",
)
def waybill_telephone_plausible(head: WaybillHead511) -> Holds:
    """The consignee's telephone can be dialled."""
    return is_telephone(head.consigneeTelephone)


@acceptance(
    "WAY-003",
    "CEB505",
    title=("电商企业电话不像有效号码", "The seller's telephone does not look like a number"),
    remedy=(
        "请填写可以拨通的完整号码，没有时省略。",
        "Give a number that can be dialled or leave it out.",
    ),
    basis=f"{EXPORT_SPEC} CEB505 ebcTelephone",
    severity="warning",
)
def seller_telephone_plausible(head: WaybillHead505) -> Holds:
    """The seller's telephone, where given, can be dialled."""
    return not head.ebcTelephone or is_telephone(head.ebcTelephone)
