"""Steps of what people enter by hand: a file of documents, a form."""

from typing import Final

from zone_portal.kernel.transitions import Transitions

WAITING: Final = "waiting"
CHECKING: Final = "checking"
REFUSED: Final = "refused"
CHECKED: Final = "checked"
SENDING: Final = "sending"
SENT: Final = "sent"

JOB: Final = Transitions(
    "entry_job",
    WAITING,
    {
        WAITING: frozenset({CHECKING}),
        CHECKING: frozenset({CHECKED, REFUSED}),
        REFUSED: frozenset(),
        CHECKED: frozenset({SENDING}),
        SENDING: frozenset({SENT}),
        SENT: frozenset(),
    },
)
JOBS: Final = (
    (WAITING, "等待检查"),
    (CHECKING, "正在检查"),
    (REFUSED, "无法读取"),
    (CHECKED, "已检查"),
    (SENDING, "正在报送"),
    (SENT, "已报送"),
)

DRAFT: Final = "draft"
TEMPLATE: Final = "template"
DRAFTS: Final = ((DRAFT, "草稿"), (SENT, "已报送"), (TEMPLATE, "模板"))
