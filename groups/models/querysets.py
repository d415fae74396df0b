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
        if not fold(text):
            return self
        found = self._holding(expansions(text), text)
        meant = retyped(text)
        return found if meant is None or found.exists() else self._holding([meant], meant)

    def matching_or_led_by(self, text: str):
        """Groups that :meth:`matching` finds, and those whose present people bear a name with every word."""
        words = fold(text).split()
        if not words:
            return self
        by_person = Q(administrators__ended_on__isnull=True)
        for word in words:
            by_person &= Q(administrators__person__name_key__contains=word)
        found, led = self.model.objects.matching(text), self.model.objects.filter(by_person)
        return self.filter(Q(pk__in=found.values("pk")) | Q(pk__in=led.values("pk")))

    def _holding(self, keys: list[str], text: str):
        hit, former = Q(name_squash__contains=squash(text)), Q(pk__in=())
        for key in keys:
            hit |= reduce(and_, (Q(name_key__contains=word) for word in key.split()))
            former |= reduce(and_, (Q(key__contains=word) for word in key.split()))
        if beginning := code_prefix(text):
            hit |= Q(code__startswith=beginning)
        # Each table is read once by itself: joined, the two cost several times as much.
        names = self.model._meta.get_field("names").related_model.objects.filter(former)
        return self.filter(hit | Q(pk__in=names.values("group")))

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
