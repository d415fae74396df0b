"""The page of the list of groups: what Django does for each row and each question, done once for all."""

from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet

from ..models import WorkGroup

#: So many groups that a search found are named to the database by their keys, and so many of former names or people.
_FEW, _BESIDE = 1_000, 5_000
# Stands in an address where a row's number will; no sign of it is escaped.
_ROW = "-row-"


class GroupList(ChangeList):
    """Where the list is filtered, the link of each row brings the filters back; it is made once, not looked up anew.

    Django resolves each link to learn whether the filters belong to it, twice a row where two columns are links: half
    of the time of a filtered page.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        link = super().url_for_result(self.model(pk=_ROW))
        link = add_preserved_filters({"preserved_filters": self.preserved_filters, "opts": self.opts}, link)
        self._before, _, self._after = link.partition(_ROW)
        self.preserved_filters = ""  # they are in the link

    def url_for_result(self, result):
        return f"{self._before}{result.pk}{self._after}"


def searched(groups: QuerySet[WorkGroup], text: str) -> QuerySet[WorkGroup]:
    """Return those of ``groups`` that a search for ``text``, which has a word at least, finds.

    Django counts the result and then reads a page of it. A small result is looked for only once; a large one is tried
    row by row, in the order of the page until that is full, and not gathered before.
    """
    condition = WorkGroup.objects.condition_of_search(text, few=_BESIDE)
    few = list(groups.filter(condition).order_by().values_list("pk", flat=True)[: _FEW + 1])
    return groups.filter(Q(pk__in=few) if len(few) <= _FEW else condition)
