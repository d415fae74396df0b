"""The page of the list of groups: what Django does for each row and each question, done once."""

from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.main import ChangeList

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
