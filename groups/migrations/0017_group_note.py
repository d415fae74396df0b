"""Notes of the staff on a group, which the database lets nobody edit or delete.

Why raw SQL: the guards are triggers. Reverse: the notes are dropped with their guards, and the others made anew.
"""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import groups.models.group_note
from groups.models import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0013_leaves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Backwards, last of all: the guards of before.
        migrations.RunPython(migrations.RunPython.noop, install),
        migrations.CreateModel(
            name="GroupNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "text",
                    models.TextField(
                        validators=[
                            django.core.validators.MaxLengthValidator(2000),
                            groups.models.group_note.validate_note,
                        ],
                        verbose_name="ghi chú",
                    ),
                ),
                ("at", models.DateTimeField(editable=False, verbose_name="lúc")),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_notes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="groups.workgroup",
                        verbose_name="nhóm",
                    ),
                ),
            ],
            options={
                "verbose_name": "ghi chú về nhóm",
                "verbose_name_plural": "ghi chú về nhóm",
                "ordering": ["-pk"],
                "default_permissions": ("add", "view"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="note_says_something")
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
