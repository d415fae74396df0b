from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dangerous", "0004_must_be_filled")]
    operations = [migrations.AlterField("thing", "size", models.BigIntegerField(default=1))]
