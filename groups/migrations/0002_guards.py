"""Install the triggers of ``groups.models.guards``.

Why raw SQL: "append-only", "numbered without gaps" and "only with an event" are rules about how a row changes, which
no constraint of Django can say. Reverse: the triggers are dropped. The vendor is asked at run time.
"""

from django.db import migrations

from groups.models import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
