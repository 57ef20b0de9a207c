"""What the tests of fields share."""

from typing import Any

from declarations.rules.fields import Examination
from zone_portal.kernel.findings import Evidence


def only(examination: Examination) -> tuple[str, Evidence, dict[str, Any]]:
    """Code, evidence and params of the one finding of a document that could not be read."""
    (finding,) = examination.findings
    (evidence,) = finding.documents
    assert finding.severity == "error"
    return finding.code, evidence, dict(finding.params)
