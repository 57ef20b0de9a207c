"""The deeds of a case as its page sends them: id, version, cleaned values, to the domain."""

from collections.abc import Mapping
from typing import Any

from risk.services.cases import assessing, handling, reviewing
from risk.services.cases.handling import Outcome
from risk.services.joint import asking, delivering, packages

Who = dict[str, Any]


def confirm(who: Who, pk: int, version: int, _values: Mapping[str, Any]) -> None:
    assessing.confirm_red(case_id=pk, version=version, **who)


def refuse(who: Who, pk: int, version: int, values: Mapping[str, Any]) -> None:
    assessing.refuse_red(case_id=pk, version=version, reasons=values["red_reasons"], **who)


def assess(who: Who, pk: int, version: int, values: Mapping[str, Any]) -> None:
    assessing.assess(case_id=pk, version=version, level=values["level"], note=values["note"], **who)


def issue(who: Who, pk: int, version: int, _values: Mapping[str, Any]) -> None:
    assessing.issue(case_id=pk, version=version, **who)


def dismiss(who: Who, pk: int, version: int, values: Mapping[str, Any]) -> None:
    assessing.dismiss(case_id=pk, version=version, reasons=values["reasons"], **who)


def assign(who: Who, pk: int, version: int, values: Mapping[str, Any]) -> None:
    handling.assign(case_id=pk, version=version, **values, **who)


def begin(who: Who, pk: int, version: int, _values: Mapping[str, Any]) -> None:
    handling.begin(case_id=pk, version=version, **who)


def handle(who: Who, pk: int, version: int, values: Mapping[str, Any]) -> None:
    handling.handle(case_id=pk, version=version, outcome=Outcome(**values), **who)


def review(who: Who, pk: int, version: int, values: Mapping[str, Any]) -> None:
    reviewing.review(
        case_id=pk, version=version, verdict=values["verdict"], note=values["review"], **who
    )


def close(who: Who, pk: int, version: int, _values: Mapping[str, Any]) -> None:
    reviewing.close(case_id=pk, version=version, **who)


def back(who: Who, pk: int, version: int, values: Mapping[str, Any]) -> None:
    reviewing.send_back(case_id=pk, version=version, reasons=values["back_reasons"], **who)


def ask(who: Who, pk: int, version: int, values: Mapping[str, Any]) -> None:
    question = asking.Question(
        values["question"], values["department"], values["zone"], values["fields_told"]
    )
    asking.ask(case_id=pk, version=version, question=question, **who)


def resend(who: Who, pk: int, version: int, _values: Mapping[str, Any]) -> None:
    delivering.send_again(case_id=pk, version=version, **who)


def hand_over(who: Who, pk: int, version: int, values: Mapping[str, Any]) -> None:
    packages.hand_over(
        case_id=pk,
        version=version,
        department=values["department"],
        reason=values["package_reason"],
        **who,
    )
