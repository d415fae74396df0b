"""The register's log as a Merkle tree: one leaf an event, for ever; and what opens its commitments, which may go."""

from django.db import models

from .register_event import RegisterEvent


class EventLeaf(models.Model):
    """The leaf of one event and every complete subtree that ends with it. Written by the ledger, never changed.

    ``hashes``: hex, 64 digits each, the leaf itself first, then the subtree of two leaves that ends here, of four ...
    (as many as there are). So the subtree of ``2**level`` leaves that ends with event ``n`` is found in row ``n``, and
    an append or a proof reads O(log n) rows. The others are commitments (``domain.canonical``).
    """

    event = models.OneToOneField(
        RegisterEvent, on_delete=models.PROTECT, primary_key=True, db_column="number", related_name="leaf"
    )
    version = models.PositiveSmallIntegerField()
    hashes = models.TextField()
    actor = models.CharField(max_length=64)
    links = models.CharField(max_length=64)
    private = models.CharField(max_length=64)

    class Meta:
        verbose_name = "lá của sổ"
        verbose_name_plural = "lá của sổ"

    def __str__(self) -> str:
        return f"Lá {self.event_id}"

    def subtree(self, level: int) -> bytes:
        """Return the hash of the subtree of ``2**level`` leaves that ends here; level 0 is the leaf."""
        return bytes.fromhex(self.hashes[64 * level : 64 * (level + 1)])


class EventOpening(models.Model):
    """The salts of an event's commitments. Erased, the commitments can be opened no more; the leaf stays as it is."""

    event = models.OneToOneField(
        RegisterEvent, on_delete=models.PROTECT, primary_key=True, db_column="number", related_name="opening"
    )
    actor = models.CharField(max_length=64, blank=True, default="")
    links = models.CharField(max_length=64, blank=True, default="")
    private = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "muối của sổ"
        verbose_name_plural = "muối của sổ"

    def __str__(self) -> str:
        return f"Muối {self.event_id}"
