"""The vocabulary of the names, against which a misspelt word is corrected."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F


class NameWordManager(models.Manager):
    """Counting, which needs no exact order but must not lose a word."""

    def count_in(self, words: Iterable[str]) -> None:
        """Count one more name for each of ``words``. Call it under the lock of the register's head."""
        words = set(words)
        known = set(self.filter(word__in=words).values_list("word", flat=True))
        self.filter(word__in=known).update(names=F("names") + 1)
        self.bulk_create(self.model(word=word, is_pair="_" in word, names=1) for word in sorted(words - known))

    def single(self) -> dict[str, int]:
        """Return the single words, each with the number of its names."""
        return dict(self.filter(is_pair=False).values_list("word", "names"))

    def counts_of(self, words: Iterable[str]) -> dict[str, int]:
        """Return those of ``words``, or pairs of neighbours, that stand in names, each with how many."""
        return dict(self.filter(word__in=set(words)).values_list("word", "names"))


class NameWord(models.Model):
    """A folded word or a pair of neighbours, and in how many names, present and former, it stands.

    What is rare finds a name faster; a pair that stands in no name tells where a slip was made.
    """

    word = models.CharField(max_length=401, primary_key=True)
    is_pair = models.BooleanField()
    names = models.PositiveIntegerField()

    objects = NameWordManager()

    class Meta:
        indexes = [models.Index(fields=["word"], condition=models.Q(is_pair=False), name="single_words")]

    def __str__(self) -> str:
        return f"{self.word}: {self.names}"
