"""A simulator of identity services: invented answers that depend on the number alone.

For people, the two digits before the last character decide: ``97`` unavailable, ``98`` no match,
``99`` not found, anything else a match where the number is well formed. For a certificate the last
two characters of its serial decide likewise. For an enterprise the serial of its organisation code
decides: ending in ``97`` unavailable, in ``99`` not found, else an invented name.
"""

from typing import Final

from accounts.identity import MATCH, MISMATCH, NOT_FOUND, UNAVAILABLE, RegistryAnswer
from zone_portal.kernel.identifiers import WARNINGS, uscc_problems

BY_DIGITS: Final = {"97": UNAVAILABLE, "98": MISMATCH, "99": NOT_FOUND}


class SimulatedIdentity:
    """Answers like a public-security, certificate and registry service, and says it is none."""

    name = "模拟核查服务 (simulator)"
    simulated = True

    def check_person(self, name: str, number: str) -> str:
        return BY_DIGITS.get(number[15:17], MATCH)

    def check_certificate(self, serial: str, name: str, number: str) -> str:
        known = BY_DIGITS.get(serial[-2:], MATCH)
        return known if known != MATCH else self.check_person(name, number)

    def look_up(self, uscc: str) -> RegistryAnswer:
        if set(uscc_problems(uscc)) - WARNINGS:
            return RegistryAnswer(NOT_FOUND)
        result = BY_DIGITS.get(uscc[14:16], MATCH)
        if result in {UNAVAILABLE, NOT_FOUND}:
            return RegistryAnswer(result)
        return RegistryAnswer(MATCH, f"登记名称模拟{uscc[10:16]}有限公司")
