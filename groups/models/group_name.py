"""The names an official group bears and bore."""

from django.db import models
from django.db.models import Q

from ..domain.abbreviations import index_words, name_key, spelled_out
from ..domain.text import fold
from .constraints import in_order
from .name_index import WordsField
from .querysets import DatedQuerySet


class GroupName(models.Model):
    """A name from its first to its last official day; the present name has no end. Names of proposals are not kept."""

    group = models.ForeignKey("groups.WorkGroup", on_delete=models.CASCADE, related_name="names")
    name = models.CharField("tên", max_length=200)
    # What is typed is compared with these: the folded key; the same with abbreviations written out and one spelling
    # for words that have two; that again without spaces, in which equal names meet.
    key = models.CharField(max_length=400, editable=False, db_index=True)
    spelled = models.CharField(max_length=2000, editable=False)
    squash = models.CharField(max_length=2000, editable=False, db_index=True)
    words = WordsField(editable=False)
    started_on = models.DateField("từ ngày")
    ended_on = models.DateField("đến ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "tên của nhóm"
        verbose_name_plural = "tên của nhóm"
        ordering = ["group", "-started_on", "-pk"]
        # Few names are former ones; a search reads them all (querysets.py).
        indexes = [models.Index(fields=["key", "group"], condition=Q(ended_on__isnull=False), name="name_ended")]
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(ended_on__isnull=True), name="name_one_current"),
            in_order("name_dates_in_order", "started_on", "ended_on"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.compute_keys()
        super().save(**kwargs)

    def compute_keys(self) -> None:
        """Compute the stored keys from the name; a bulk load, which skips ``save()``, calls this itself."""
        self.key = fold(self.name)
        # All of these are made of the folded key, which is cheaper to fold again than the name.
        self.words, self.spelled, self.squash = index_words(self.key), spelled_out(self.key), name_key(self.key)

    @property
    def started_text(self) -> str:
        """Its first official day, as a screen shows it."""
        return self.group.day_text(self.started_on)

    @property
    def ended_text(self) -> str:
        """Its last day, as a screen shows it; empty for the present name."""
        return self.group.day_text(self.ended_on) if self.ended_on else ""
