"""A look at a reported chat's link names the report; confirmed reports are guarded.

Why raw SQL: see ``0002_guards``. The guards are installed anew after the table of looks has changed, forwards and
backwards alike, for SQLite drops those of a table that it rebuilds; the ones of the reports are new and go with their
table.
"""

import django.db.models.deletion
from django.db import migrations, models

from groups.models import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("groups", "0004_reported_chat")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, install),
        migrations.AddField(
            model_name="secretlook",
            name="report",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="secret_looks",
                to="groups.reportedchat",
                verbose_name="nhóm bị báo",
            ),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
