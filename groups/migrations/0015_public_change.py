"""Count what the public sees and no event tells of (``groups.models.public_changes``).

Why raw SQL: a count that every program keeps, the shell included, is a trigger's. Reverse: the triggers are dropped
with the table they write to. The vendor is asked at run time.
"""

from django.db import migrations, models

from groups.models import guards, public_changes


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    for statement in public_changes.drops(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("groups", "0014_open_directives")]
    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="public_change_is_single")],
            },
        ),
        migrations.RunPython(install, remove),
    ]
