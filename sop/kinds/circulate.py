"""Making a report known (sosialisasi): a notice to everybody concerned, and who has read it."""

from sop.kinds.distribute import Distribute
from sop.models import Task


class Circulate(Distribute):
    """Reached like a distribution; the notices are the read receipts."""

    name = "circulate"
    title = "Sosialisasikan"
    button = "Sosialisasikan sekarang"
    outcomes = {"done": "Disosialisasikan"}

    def words(self, task: Task) -> str:
        return f"Untuk diketahui: {task.run.sop.name}, {task.run.period.label}."
