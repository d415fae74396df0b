from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            "Thing", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=20))]
        ),
        migrations.AddField("thing", "note", models.TextField(null=True)),  # noqa: DJ001  what is harmless to a database is tried, not taste
    ]
