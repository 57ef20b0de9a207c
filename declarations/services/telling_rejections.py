"""Telling firms what customs refused: who must act, and the declarants who wait for it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from declarations import gateway
from declarations.codebook.official_codes import INFOS, known_codes
from declarations.messages.catalogue import KINDS
from declarations.models import CustomsReceipt, Inventory, Task
from declarations.states import REJECTED
from enterprises.models import Enterprise
from enterprises.services.notices import notify_members
from zone_portal.kernel.rules import Text

ROLES: Final = ("administrator", "declarant")
OURS, OTHERS = "customs_refused_ours", "customs_refused"
LIST: Final = "/tasks/?whose=ours&state=unfinished"
DECLARATIONS: Final = "/declarations/?customs=100"
LONGEST: Final = 120
"""Characters of customs' own words in a notice; the page has them all."""


def tell_rejections(tasks: Sequence[Task], *, at: datetime) -> None:
    """Tell each firm once what it has to do, and once what it waits for; in the transaction that
    opens the tasks."""
    if not tasks:
        return
    inventories: Any = Inventory.objects.in_bulk({task.inventory_id for task in tasks})
    receipts = CustomsReceipt.objects.in_bulk([task.receipt_id for task in tasks])
    firms = dict(
        Enterprise.objects.filter(id__in={task.enterprise_id for task in tasks}).values_list(
            "id", "name"
        )
    )
    ours: dict[int, list[Task]] = defaultdict(list)
    others: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        ours[task.enterprise_id].append(task)
        inventory = inventories.get(task.inventory_id)
        for firm in inventory.owners if inventory is not None else ():
            if firm != task.enterprise_id:
                others[firm].append(task)
    for firm, own in sorted(ours.items()):
        zh, en = _one(own[0], inventories, receipts) if len(own) == 1 else _many(own)
        ask = ("请贵企业处理。", "It is your turn.")
        link = f"/declarations/{own[0].inventory_id}/" if len(own) == 1 else LIST
        _notify(firm, OURS, (zh + ask[0], en + ask[1]), link, at)
    for firm, waited in sorted(others.items()):
        names = "、".join(dict.fromkeys(firms.get(task.enterprise_id, "") for task in waited))
        zh, en = _one(waited[0], inventories, receipts) if len(waited) == 1 else _many(waited)
        link = f"/declarations/{waited[0].inventory_id}/" if len(waited) == 1 else DECLARATIONS
        _notify(firm, OTHERS, (f"{zh}由{names}处理。", f"{en}{names} must act."), link, at)


def _notify(firm: int, kind: str, words: Text, link: str, at: datetime) -> None:
    zh, en = words
    notify_members(firm, ROLES, kind=kind, zh=zh[:300], en=en[:400], at=at, link=link)


def _one(task: Task, inventories: Any, receipts: Any) -> Text:
    """What customs refused, with its code and its words; a code nobody knows is said as such."""
    inventory, receipt = inventories.get(task.inventory_id), receipts.get(task.receipt_id)
    number = (inventory.cop_no or inventory.order_no) if inventory is not None else ""
    said = receipt.return_info[:LONGEST] if receipt is not None else ""
    behind = ("（海关模拟器）", " (simulator)") if gateway.is_simulated() else ("", "")
    of = ("", "")
    answered = KINDS.get(KINDS[receipt.kind].answers) if receipt is not None else None
    if answered is not None and answered.noun != "inventory":
        of = (f"所附{answered.zh}", f"{answered.en} of ")
    unknown = ("", "")
    if not _is_known(task.code):
        unknown = (
            f"代码 {task.code} 在本平台代码表中没有含义。",
            f"The tables here have no meaning for code {task.code}. ",
        )
    return (
        f"海关退单{behind[0]}：清单 {number}{of[0]}，代码 {task.code}。{said} {unknown[0]}",
        f"Customs refused{behind[1]} {of[1]}inventory {number}, code {task.code}. "
        f"{said} {unknown[1]}",
    )


def _many(tasks: Sequence[Task]) -> Text:
    count = len({task.inventory_id for task in tasks})
    codes = list(dict.fromkeys(task.code for task in tasks))
    listed = ", ".join(codes[:5]) + ("…" if len(codes) > 5 else "")
    behind = ("（海关模拟器）", " (simulator)") if gateway.is_simulated() else ("", "")
    return (
        f"海关退单{behind[0]}：{count} 份清单，代码 {listed}。",
        f"Customs refused{behind[1]} {count} inventories, codes {listed}. ",
    )


def _is_known(code: str) -> bool:
    return code == REJECTED or code in INFOS or code in known_codes()
