"""A unit ends under a document, and may have a successor. The guards are off meanwhile: SQLite rebuilds the table."""

import django.db.models.deletion
from django.db import migrations, models

from groups.models import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0018_entrance"),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="unit",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="units_ended",
                to="groups.document",
                verbose_name="văn bản giải thể, sáp nhập",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="ended_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="giải thể, sáp nhập ngày"),
        ),
        migrations.AddField(
            model_name="unit",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="groups.unit",
                verbose_name="sáp nhập vào",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor__isnull", True),
                    models.Q(("ended_on__isnull", False), models.Q(("successor", models.F("pk")), _negated=True)),
                    _connector="OR",
                ),
                name="unit_successor_of_ended",
                violation_error_message="Chỉ đơn vị đã kết thúc mới sáp nhập vào đơn vị khác, không vào chính nó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_by__isnull", True), ("ended_on__isnull", True)),
                    models.Q(("ended_by__isnull", False), ("ended_on__isnull", False)),
                    _connector="OR",
                ),
                name="unit_ended_by_document",
            ),
        ),
        migrations.RunPython(install, remove),
    ]
