"""A firm's own claims by program: listed, begun, written, handed in, taken back, with papers."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from credit import selectors_cases
from credit.api import claims_schema as schema
from credit.api.clocks import clock_rows
from credit.models import Claim
from credit.rules.supervision import states
from credit.services.supervision import claim_files, claims, claims_by_program
from credit.services.supervision.claims import KINDS, Target
from credit.services.supervision.claims_by_program import Wish
from credit.services.supervision.eligibility import problems_of
from enterprises.api.frame import ClientView, answer, body_of, download, text_of
from enterprises.constants import SCOPE_CLAIMS, SCOPE_READ
from enterprises.services.filing.attaching import refuse_size
from zone_portal.framework.api_lists import (
    PAGING,
    found_or_404,
    keyset,
    page_of,
    refuse_unknown,
)

EVERYTHING: Final = {"status": "all"}
KEY: Final = "Idempotency-Key"
TARGETS: Final = {"record": "record_id", "case": "case_id", "claim": "earlier_id"}
LONGEST_ID: Final = 18


class ClaimsView(ClientView):
    """The caller's own claims with their clocks, and the door for a new one."""

    scopes = {"GET": SCOPE_READ, "POST": SCOPE_CLAIMS}

    @schema.listed
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, PAGING)
        rows = selectors_cases.claims(self.viewer, EVERYTHING, on=localdate()).order_by()
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: [_outline(row) for row in part]))

    @schema.begun
    def post(self, request: Request) -> HttpResponse:
        claim, fresh = claims_by_program.ask(
            wish=_wish(body_of(request)),
            key=request.headers.get(KEY, "").strip(),
            viewer=self.viewer,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(_whole(claim), status=201 if fresh else 200)


class ClaimView(ClientView):
    """One claim; PATCH writes into a draft."""

    scopes = {"GET": SCOPE_READ, "PATCH": SCOPE_CLAIMS}

    @schema.whole
    def get(self, request: Request, pk: int) -> HttpResponse:
        return answer(_whole(_own(self, pk)))

    @schema.written
    def patch(self, request: Request, pk: int) -> HttpResponse:
        row, body = _own(self, pk), body_of(request)
        claims.save_claim(
            claim_id=pk,
            text=text_of(body, "text") if "text" in body else row.text,
            commitment=_flag(body, "commitment", row.commitment),
            viewer=self.viewer,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(_whole(_own(self, pk)))


class ClaimDeedView(ClientView):
    """Something done to a claim without a body; done again it changes nothing."""

    scopes = {"POST": SCOPE_CLAIMS}
    act: Callable[..., Claim]

    def do(self, request: Request, pk: int) -> HttpResponse:
        _own(self, pk)
        claim = type(self).act(
            claim_id=pk, viewer=self.viewer, at=timezone.now(), **self.deed(request)
        )
        return answer(_whole(claim))


class SubmitClaimView(ClaimDeedView):
    """Hands a draft in."""

    act = claims_by_program.hand_in

    @schema.submitted
    def post(self, request: Request, pk: int) -> HttpResponse:
        return self.do(request, pk)


class WithdrawClaimView(ClaimDeedView):
    """Takes a claim back before it is decided."""

    act = claims_by_program.take_back

    @schema.withdrawn
    def post(self, request: Request, pk: int) -> HttpResponse:
        return self.do(request, pk)


class ClaimFilesView(ClientView):
    """The door for one paper of a draft; the same paper twice is kept once."""

    scopes = {"POST": SCOPE_CLAIMS}
    parser_classes = (MultiPartParser,)

    @schema.attached
    def post(self, request: Request, pk: int) -> HttpResponse:
        _own(self, pk)
        file = request.FILES.get("file")
        if file is None:
            raise ValidationError({"file": ["missing"]})
        refuse_size(file.size or 0)
        claim_files.attach(
            claim_id=pk,
            name=file.name or "",
            content=file.read(),
            viewer=self.viewer,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(_whole(_own(self, pk)), status=201)


class ClaimFileView(ClientView):
    """One paper of the caller's claim."""

    scopes = {"GET": SCOPE_READ, "DELETE": SCOPE_CLAIMS}

    @schema.read_file
    def get(self, request: Request, pk: int, file: int) -> HttpResponse:
        self._must_belong(pk, file)
        return download(
            *claim_files.read(
                file_id=file, viewer=self.viewer, at=timezone.now(), **self.deed(request)
            )
        )

    @schema.removed_file
    def delete(self, request: Request, pk: int, file: int) -> HttpResponse:
        self._must_belong(pk, file)
        claim_files.remove(
            file_id=file, viewer=self.viewer, at=timezone.now(), **self.deed(request)
        )
        return answer(_whole(_own(self, pk)))

    def _must_belong(self, pk: int, file: int) -> None:
        if file not in {row.pk for row in selectors_cases.files_of(_own(self, pk))}:
            raise NotFound


def _own(view: ClientView, pk: int) -> Claim:
    row: Claim = found_or_404(selectors_cases.claim_of(view.viewer, pk))
    return row


def _wish(body: dict[str, Any]) -> Wish:
    """:raises ValidationError: with all that is wrong with a body."""
    wrong: dict[str, list[str]] = {}
    kind = text_of(body, "kind")
    if kind not in KINDS:
        wrong["kind"] = [f"one of: {', '.join(KINDS)}"]
    named = [name for name in TARGETS if body.get(name) is not None]
    number = text_of(body, named[0]) if len(named) == 1 else ""
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID):
        wrong[named[0] if named else "record"] = [f"the id of one of: {', '.join(TARGETS)}"]
    for name in ("commitment", "submit"):
        if not isinstance(body.get(name, False), bool):
            wrong[name] = ["true or false"]
    if wrong:
        raise ValidationError(wrong)
    return Wish(
        kind=kind,
        target=Target(**{TARGETS[named[0]]: int(number)}),
        text=text_of(body, "text"),
        commitment=_flag(body, "commitment"),
        submit=_flag(body, "submit"),
    )


def _flag(body: dict[str, Any], name: str, otherwise: bool = False) -> bool:
    value = body.get(name, otherwise)
    if not isinstance(value, bool):
        raise ValidationError({name: ["true or false"]})
    return value


def _outline(row: Claim) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "number": row.number,
        "kind": row.kind,
        "status": row.status,
        "record": str(row.record_id) if row.record_id else None,
        "case": str(row.case_id) if row.case_id else None,
        "claim": str(row.earlier_id) if row.earlier_id else None,
        "reasons": row.decision_reasons or None,
        "clocks": clock_rows(selectors_cases.claim_clocks(row, on=localdate())),
    }


def _whole(row: Claim) -> dict[str, Any]:
    """A claim with its text, its papers, and what keeps a draft from being handed in."""
    draft = row.status == states.DRAFT
    problems = problems_of(row, localdate()) if draft else ()
    return {
        **_outline(row),
        "text": row.text,
        "commitment": row.commitment,
        "submitted_at": localtime(row.submitted_at).isoformat() if row.submitted_at else None,
        "files": [
            {
                "id": str(file.pk),
                "name": file.name,
                "media_type": file.media_type,
                "size": file.size,
                "sha256": file.sha256,
            }
            for file in selectors_cases.files_of(row)
        ],
        "problems": [{"field": p.field, "code": p.code, "zh": p.zh, "en": p.en} for p in problems],
    }
