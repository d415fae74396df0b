"""What "public", "official", "ended" mean, said once. Pages, PDF, feeds and the API all ask here."""

import datetime as dt
from functools import reduce
from operator import and_

from django.db import models
from django.db.models import Q

from ..domain import status
from ..domain.abbreviations import expansions
from ..domain.codes import code_prefix
from ..domain.dates import Precision
from ..domain.keyboard import retyped
from ..domain.text import fold, squash


def _groups_of(rows: models.QuerySet, few: int) -> list[int] | models.QuerySet:
    """Return the keys of the groups of ``rows``: read now where ``few`` allows for so many, else to be asked for."""
    keys = rows.order_by().values_list("group", flat=True)
    if not few:
        return keys
    read = list(keys[: few + 1])
    return read if len(read) <= few else keys


class WorkGroupQuerySet(models.QuerySet):
    """Questions that many rooms ask about groups."""

    def public(self):
        """Groups that the public may know of; a draft or a proposal is as if it did not exist."""
        return self.filter(status__in=status.PUBLIC)

    def official(self):
        """Groups on the attached list today."""
        return self.filter(status__in=status.OFFICIAL)

    def ended(self):
        """Dissolved and merged groups."""
        return self.filter(status__in=status.ENDED)

    def matching(self, text: str):
        """Groups whose code, present or former name holds every word of ``text``, whatever its diacritics.

        Abbreviations are read in every sense they have. What an unswitched keyboard left behind is undone only where
        nothing is found otherwise.
        """
        return self.filter(self._condition(text)) if fold(text) else self

    def matching_or_led_by(self, text: str):
        """Groups that :meth:`matching` finds, and those whose present people bear a name with every word."""
        return self.filter(self.condition_of_search(text)) if fold(text) else self

    def condition_of_search(self, text: str, few: int = 0) -> Q:
        """Return what :meth:`matching_or_led_by` asks of a group, ``text`` having a word at least.

        What other tables add is read at once where it is no more than ``few`` groups, for a condition that is asked
        more than once.
        """
        by_person = Q(ended_on__isnull=True)
        for word in fold(text).split():
            by_person &= Q(person__name_key__contains=word)
        people = self.model._meta.get_field("administrators").related_model.objects.filter(by_person)
        return self.model.objects.all()._condition(text, few) | Q(pk__in=_groups_of(people, few))

    def _condition(self, text: str, few: int = 0) -> Q:
        condition = self._holding(expansions(text), text, few)
        meant = retyped(text)
        return condition if meant is None or self.filter(condition).exists() else self._holding([meant], meant, few)

    def _holding(self, keys: list[str], text: str, few: int) -> Q:
        squashed = squash(text)
        hit, former = Q(name_squash__contains=squashed), Q(pk__in=())
        for key in keys:
            if key != squashed:  # a single word: the name without spaces holds it too
                hit |= reduce(and_, (Q(name_key__contains=word) for word in key.split()))
            former |= reduce(and_, (Q(key__contains=word) for word in key.split()))
        if beginning := code_prefix(text):
            hit |= Q(code__startswith=beginning)
        # Each table is read once by itself: joined, the two cost several times as much. The present name is the
        # group's own; and the cheap question comes first, for SQLite asks in the order of the words.
        names = self.model._meta.get_field("names").related_model.objects.filter(ended_on__isnull=False)
        return hit | Q(pk__in=_groups_of(names.filter(former), few))

    def unconfirmed_since(self, day: dt.date):
        """Official groups that nobody has confirmed since ``day``."""
        return self.official().filter(Q(last_confirmed_on__isnull=True) | Q(last_confirmed_on__lt=day))


class DatedQuerySet(models.QuerySet):
    """Rows that begin and end."""

    def current(self):
        """Rows that have not ended."""
        return self.filter(ended_on__isnull=True)


class InviteLinkQuerySet(DatedQuerySet):
    """Links of groups."""

    def taken(self):
        """Links that are recorded for a group, or were official once; that of a declined proposal is free again."""
        return self.filter(Q(ended_on__isnull=True) | Q(started_on__isnull=False))


class LetterheadQuerySet(models.QuerySet):
    """Dated identities of an authority."""

    def in_force(self, authority, day: dt.date):
        """Return the letterhead of ``authority`` on ``day``, or None: the latest that had begun by then."""
        return self.filter(authority=authority, valid_from__lte=day).order_by("-valid_from").first()


class RegisterEventQuerySet(models.QuerySet):
    """Reads of the log; order always comes from the number, never from a clock."""

    def effective_by(self, day: dt.date):
        """Events whose effect had begun by the end of ``day``."""
        return self.filter(effective_on__lte=day)

    def about(self, group):
        """Events of a group, and those of others that name it (a group merged into it)."""
        return self.filter(Q(group=group) | Q(related_group=group))


class DocumentQuerySet(models.QuerySet):
    """Documents that acts rest on."""

    def matching(self, text: str):
        """Documents whose number, symbol or subject holds every word of ``text``, whatever its diacritics."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_key__contains=word)
        return found

    def of_day_or_unknown(self, day: dt.date):
        """Documents issued by ``day``, or at an unknown time."""
        return self.filter(Q(issued_on__lte=day) | Q(issued_precision=Precision.NONE))


class ReportedChatQuerySet(models.QuerySet):
    """Reports that the office has confirmed."""

    def standing(self):
        """Reports that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class PublicationQuerySet(models.QuerySet):
    """Published lists."""

    def unsigned(self):
        """Lists, each the last of its office, for which no signed copy was put back."""
        newer = self.model.objects.filter(authority=models.OuterRef("authority"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(newer), signed_copies__isnull=True)

    def latest_of(self, authority):
        """Return the last list that ``authority`` published, or None."""
        return self.filter(authority=authority).order_by("-number").first()

    def light(self):
        """Without the rows: for pages that only name the lists."""
        return self.defer("content")
