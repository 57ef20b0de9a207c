"""Documents gathered into messages as each firm's system sends them, and the answers checked."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from declarations.management.posting import Answer, Door
from declarations.messages.catalogue import KINDS
from declarations.messages.xml_writer import Signer, build_message
from declarations.simulation.actors import XML, format_of
from declarations.simulation.deal import Firm
from declarations.simulation.play import ACCEPTED, DUPLICATE, UNREADABLE, Play, Step

MOST_XML = 100
MOST_NDJSON = 500
XML_TYPE, NDJSON_TYPE = "application/xml", "application/x-ndjson"

Box = tuple[str, str]
"""Sender and, for XML, the message kind."""


@dataclass
class Mail:
    """The post of all firms.

    ``most`` limits the documents of a message (0: the format's own limit). ``inventories`` maps
    plays to the ids of their kept inventories; ``differences`` tells where the portal said
    something else than the script.
    """

    doors: Mapping[str, Door]
    firms: Mapping[str, Firm]
    signer: Signer
    form: str
    most: int = 0
    messages: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    inventories: dict[int, str] = field(default_factory=dict)
    _boxes: dict[Box, list[tuple[Play, Step]]] = field(default_factory=lambda: defaultdict(list))

    def put(self, play: Play, step: Step) -> None:
        """Put a document into its firm's box; a full box is sent."""
        form = format_of(step.sender, self.form)
        box = (step.sender, step.document["type"] if form == XML else "")
        if step.verdict == UNREADABLE:
            self._send_cut_off(play, step)
            return
        waiting = self._boxes[box]
        waiting.append((play, step))
        limit = MOST_XML if box[1] else MOST_NDJSON
        if len(waiting) >= (min(self.most, limit) or limit):
            self._send(box)

    def send_all(self) -> None:
        """Empty every box."""
        for box in list(self._boxes):
            self._send(box)

    def _send(self, box: Box) -> None:
        posted = self._boxes.pop(box, [])
        if not posted:
            return
        sender, kind = box
        documents = [step.document for _, step in posted]
        body = self._xml(kind, documents, sender) if kind else ndjson_of(documents)
        answer = self.doors[sender].post(body, XML_TYPE if kind else NDJSON_TYPE)
        self.messages += 1
        if answer.status != HTTPStatus.OK:
            self._differ(posted[0][0], f"{sender} was answered {answer.status}: {answer.content}")
            return
        told = answer.content["documents"]
        for (play, step), said in zip(posted, told, strict=True):
            self._check(play, step, said, answer)

    def _send_cut_off(self, play: Play, step: Step) -> None:
        whole = self._xml(step.document["type"], [step.document], step.sender)
        answer = self.doors[step.sender].post(whole[: len(whole) * 2 // 3], XML_TYPE)
        self.messages += 1
        self.verdicts[UNREADABLE] += 1
        if answer.status != HTTPStatus.BAD_REQUEST:
            self._differ(play, f"a message cut off was answered {answer.status}, not 400")

    def _check(self, play: Play, step: Step, said: Mapping[str, Any], answer: Answer) -> None:
        verdict, codes = said["verdict"], {finding["code"] for finding in said["findings"]}
        self.verdicts[verdict] += 1
        if step.noun == "inventory" and verdict in {ACCEPTED, DUPLICATE} and "id" in said:
            self.inventories[play.number] = said["id"]
        # A message that had to be sent again may have arrived the first time.
        expected = {step.verdict, DUPLICATE} if answer.repeated else {step.verdict}
        if verdict not in expected or not step.codes <= codes:
            wanted = f"{step.verdict} {sorted(step.codes) or ''}"
            self._differ(play, f"{step.noun}: expected {wanted}, was {verdict} {sorted(codes)}")

    def _xml(self, kind: str, documents: list[Any], sender: str) -> bytes:
        """A CEB message of one firm; inventories carry a signature, as the schema demands."""
        found, firm = KINDS[kind], self.firms[sender]
        return build_message(
            found,
            documents,
            guid=documents[0][found.json_head]["guid"],
            transfer={
                "copCode": firm.code,
                "copName": firm.name,
                "dxpMode": "DXP",
                "dxpId": "DXPENT0000000001",
            },
            signer=self.signer if found.noun == "inventory" else None,
        )

    def _differ(self, play: Play, text: str) -> None:
        self.differences.append(f"{play.fault or 'no fault'} #{play.number}: {text}")


def ndjson_of(documents: Iterable[Any]) -> bytes:
    """One document a line."""
    lines = (json.dumps(d, ensure_ascii=False, separators=(",", ":")) for d in documents)
    return "\n".join(lines).encode() + b"\n"
