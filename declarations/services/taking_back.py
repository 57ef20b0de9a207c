"""Taking a paper back before it goes to customs: what is changed or deleted must not go out."""

from declarations.models import Dispatch, Paper, PaperCourse
from declarations.services.paper_course import OPEN

WAITING = "waiting"


def take_back(paper_id: int) -> bool:
    """Whether a paper may be changed or deleted, in the transaction that does so.

    What waits for the gateway is taken back. A paper whose message is on its way at this moment is
    locked by the sender, and nobody waits here for somebody else's network: customs has it.
    """
    # Who spreads papers for the gateway locks them too: either the course is begun by now, or the
    # paper is spread as it is after this.
    list(Paper.objects.select_for_update(no_key=True).filter(id=paper_id).values_list("id"))
    course = PaperCourse.objects.select_for_update().filter(paper_id=paper_id).first()
    if course is None:
        return True
    if course.status not in OPEN:
        return False
    waiting = Dispatch.objects.filter(document_id=paper_id, status=WAITING)
    free = list(waiting.select_for_update(skip_locked=True).values_list("id", flat=True))
    if waiting.exclude(id__in=free).exists():
        return False
    Dispatch.objects.filter(id__in=free).delete()
    return True
