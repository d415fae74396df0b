"""Every event becomes a leaf of a Merkle tree; the head of the log bears the root.

Events that are there already get their leaves and salts now, in the order of their numbers. Why raw SQL: see
``0002_guards``. Backwards the guards are taken off first, for some of them name the new tables, and the earlier ones are
installed again.
"""

import django.db.models.deletion
from django.db import migrations, models

from groups.domain.merkle import EMPTY_ROOT, Peaks, leaf_hash
from groups.models import guards
from groups.services.leaves import sealed

_BATCH = 1_000


def fill(apps, schema_editor):
    event_model, leaf_model, opening_model, head_model = (
        apps.get_model("groups", name) for name in ("RegisterEvent", "EventLeaf", "EventOpening", "RegisterHead")
    )
    peaks, leaves, openings = Peaks(), [], []

    def write():
        leaf_model.objects.bulk_create(leaves)
        opening_model.objects.bulk_create(openings)
        leaves.clear()
        openings.clear()

    events = event_model.objects.select_related("group", "related_group", "document").order_by("number")
    for event in events.iterator(chunk_size=_BATCH):
        if event.number != peaks.size + 1:
            raise RuntimeError(f"Sổ thiếu sự kiện số {peaks.size + 1}: không thể lập chuỗi chứng thực.")
        leaf, opening, entry = sealed(event)
        hashes = b"".join(peaks.append(leaf_hash(entry))).hex()
        leaves.append(
            leaf_model(
                event_id=event.number, version=leaf.version, hashes=hashes, actor=leaf.actor, private=leaf.private
            )
        )
        openings.append(opening_model(event_id=event.number, actor=opening.actor, private=opening.private))
        if len(leaves) == _BATCH:
            write()
    write()
    head_model.objects.update(root=peaks.root.hex())
    # Foreign keys are looked at now: PostgreSQL makes no trigger on a table that waits for the end of the transaction.
    schema_editor.connection.check_constraints()


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("groups", "0011_outbox")]

    operations = [
        # Backwards, last of all: the guards of before.
        migrations.RunPython(migrations.RunPython.noop, install),
        migrations.AddField(
            model_name="registerhead", name="root", field=models.CharField(default=EMPTY_ROOT.hex(), max_length=64)
        ),
        migrations.CreateModel(
            name="EventLeaf",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        db_column="number",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="leaf",
                        serialize=False,
                        to="groups.registerevent",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("hashes", models.TextField()),
                ("actor", models.CharField(max_length=64)),
                ("private", models.CharField(max_length=64)),
            ],
            options={"verbose_name": "lá của sổ", "verbose_name_plural": "lá của sổ"},
        ),
        migrations.CreateModel(
            name="EventOpening",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        db_column="number",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="opening",
                        serialize=False,
                        to="groups.registerevent",
                    ),
                ),
                ("actor", models.CharField(blank=True, default="", max_length=64)),
                ("private", models.CharField(blank=True, default="", max_length=64)),
            ],
            options={"verbose_name": "muối của sổ", "verbose_name_plural": "muối của sổ"},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
