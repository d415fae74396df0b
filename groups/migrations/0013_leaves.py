"""Every event becomes a leaf of a Merkle tree; the head of the log bears the root.

Events that are there already get their leaves and salts now, in the order of their numbers. Why raw SQL: see
``0002_guards``. Backwards the guards are taken off first, for some of them name the new tables, and the earlier ones are
installed again.
"""

from collections import defaultdict

import django.db.models.deletion
from django.db import migrations, models

from groups.domain.merkle import EMPTY_ROOT, Peaks, leaf_hash
from groups.models import guards
from groups.services.leaves import sealed

_BATCH = 1_000


def fill(apps, schema_editor):
    models_of = {name: apps.get_model("groups", name) for name in ("RegisterEvent", "EventLeaf", "EventOpening")}
    held = defaultdict(list)
    for group, key in apps.get_model("groups", "InviteLink").objects.filter(ended_on=None).values_list("group", "key"):
        held[group].append(key)
    peaks, rows = Peaks(), []
    events = models_of["RegisterEvent"].objects.select_related("group", "related_group", "document")
    for event in events.order_by("number").iterator(chunk_size=_BATCH):
        if event.number != peaks.size + 1:
            raise RuntimeError(f"Sổ thiếu sự kiện số {peaks.size + 1}: không thể lập chuỗi chứng thực.")
        # Which links a group held after its earlier acts is not known any more.
        last = event.group.last_event_id == event.number
        leaf, opening, entry = sealed(event, sorted(held[event.group_id]) if last else None)
        leaf.hashes = b"".join(peaks.append(leaf_hash(entry))).hex()
        rows.append((leaf, opening))
        if len(rows) == _BATCH:
            _write(models_of, rows)
    _write(models_of, rows)
    apps.get_model("groups", "RegisterHead").objects.update(root=peaks.root.hex())
    # Foreign keys are looked at now: PostgreSQL makes no trigger on a table that waits for the end of the transaction.
    schema_editor.connection.check_constraints()


def _write(models_of, rows):
    for at, name in enumerate(("EventLeaf", "EventOpening")):
        model = models_of[name]
        names = [field.attname for field in model._meta.concrete_fields]
        model.objects.bulk_create(model(**{name: getattr(row[at], name) for name in names}) for row in rows)
    rows.clear()


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("groups", "0015_public_change")]

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
                ("links", models.CharField(max_length=64)),
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
                ("links", models.CharField(blank=True, default="", max_length=64)),
                ("private", models.CharField(blank=True, default="", max_length=64)),
            ],
            options={"verbose_name": "muối của sổ", "verbose_name_plural": "muối của sổ"},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
