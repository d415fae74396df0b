"""The vocabulary of the names, against which a misspelt word is corrected."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F


class NameWordManager(models.Manager):
    """Counting, which needs no exact order but must not lose a word."""

    def count_in(self, words: Iterable[str]) -> None:
        """Count one more name for each single word of ``words``. Call it under the lock of the register's head."""
        words = {word for word in words if "_" not in word}
        known = set(self.filter(word__in=words).values_list("word", flat=True))
        self.filter(word__in=known).update(names=F("names") + 1)
        self.bulk_create(self.model(word=word, names=1) for word in sorted(words - known))


class NameWord(models.Model):
    """A folded word, and in how many names, present and former, it stands. A rare word finds a name faster."""

    word = models.CharField(max_length=200, primary_key=True)
    names = models.PositiveIntegerField()

    objects = NameWordManager()

    def __str__(self) -> str:
        return f"{self.word}: {self.names}"
