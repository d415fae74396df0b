from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dangerous", "0005_change_type")]
    operations = [migrations.AddIndex("thing", models.Index(fields=["title"], name="thing_title"))]
