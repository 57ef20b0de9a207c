"""The receipts of a submission as CEB messages: one kind each, at most 100 receipts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import ceil

import zstandard

from declarations.messages.catalogue import KINDS
from declarations.messages.kinds import MAX_DOCUMENTS
from declarations.messages.receipts import build_receipts, format_refusal
from declarations.models import RawMessage, Submission
from declarations.receipt_facts import UNREADABLE, Receipt, ceb_record, message_guid, refusal_text
from zone_portal.framework.vault import vault


def by_kind(receipts: Iterable[Receipt]) -> dict[str, list[Receipt]]:
    """The receipts under their kinds, kinds in numeric order."""
    found: dict[str, list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        found[receipt.kind].append(receipt)
    return dict(sorted(found.items()))


def pages_of(receipts: Sequence[Receipt], kind: str) -> int:
    """How many messages the receipts of one kind fill; a CEB900 holds one."""
    return ceil(len(receipts) / (1 if kind == UNREADABLE else MAX_DOCUMENTS))


def receipt_message(
    submission: Submission, kind: str, receipts: Sequence[Receipt], page: int
) -> bytes:
    """The CEB message of page ``page`` (from 1) of the receipts of one kind."""
    guid = message_guid(submission.id, kind, page)
    if kind == UNREADABLE:
        receipt = receipts[page - 1]
        return format_refusal(
            b"", guid=guid, at=receipt.at, info=receipt.info, status=receipt.status
        )
    part = receipts[(page - 1) * MAX_DOCUMENTS : page * MAX_DOCUMENTS]
    return build_receipts(KINDS[kind], [ceb_record(receipt) for receipt in part], guid=guid)


def refusal_message(submission: Submission, *, quote: bool) -> bytes:
    """CEB900 for a message that could not be read; ``quote`` gives back what was sent.

    The original holds personal data in the clear, so only the program that sent it gets it.
    """
    refusal: Mapping[str, object] = submission.refusal or {}
    kind = next(iter(submission.kinds), "")
    return format_refusal(
        original_of(submission.id) if quote else b"",
        guid=message_guid(submission.id, UNREADABLE),
        at=submission.received_at,
        info=refusal_text(refusal, "zh") or str(refusal.get("code", "")),
        message_type=f"{kind}Message" if kind else "Unknown",
    )


def original_of(submission_id: int) -> bytes:
    """A message as it came; it holds personal data in the clear."""
    raw = RawMessage.objects.get(submission_id=submission_id)
    packed = vault().open(raw.body, submission_id.to_bytes(8, "big"))
    return zstandard.ZstdDecompressor().decompress(packed)
