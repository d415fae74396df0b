"""Staff are posted to offices; those who are there already work for every office there is, as they did until now."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def post_everybody(apps, schema_editor):
    """Post each member of staff to each unit with a code and a letterhead."""
    Unit, Posting = apps.get_model("groups", "Unit"), apps.get_model("groups", "Posting")
    User = apps.get_model(settings.AUTH_USER_MODEL)
    using = schema_editor.connection.alias
    offices = list(Unit.objects.using(using).filter(code__isnull=False, letterheads__isnull=False).distinct())
    staff = User.objects.using(using).filter(is_staff=True)
    Posting.objects.using(using).bulk_create(
        Posting(user_id=user.pk, authority_id=office.pk) for user in staff for office in offices
    )


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0008_saved_filter"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="groups.unit",
                        verbose_name="cơ quan",
                    ),
                ),
            ],
            options={
                "verbose_name": "nơi làm việc",
                "verbose_name_plural": "nơi làm việc",
                "ordering": ["authority"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "authority"),
                        name="posting_once",
                        violation_error_message="Tài khoản này đã làm việc cho cơ quan ấy.",
                    )
                ],
            },
        ),
        migrations.RunPython(post_everybody, migrations.RunPython.noop),
    ]
