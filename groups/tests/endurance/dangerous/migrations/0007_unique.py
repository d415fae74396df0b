from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dangerous", "0006_index_with_lock")]
    operations = [migrations.AddConstraint("thing", models.UniqueConstraint(fields=["size"], name="thing_size_once"))]
