from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dangerous", "0003_rename_column")]
    operations = [migrations.AddField("thing", "size", models.IntegerField(default=1))]
