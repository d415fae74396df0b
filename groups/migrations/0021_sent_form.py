"""Forms of new records that were sent: a new table, nothing else changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0020_name_ended"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.CharField(help_text="The model that the form writes, as groups.person.", max_length=100),
                ),
                ("token", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
                ("written", models.BigIntegerField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sent_forms",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "biểu mẫu đã gửi",
                "verbose_name_plural": "biểu mẫu đã gửi",
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("by", "form", "token"), name="form_sent_once")],
            },
        ),
    ]
