from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dangerous", "0002_drop_column")]
    operations = [migrations.RenameField("thing", "name", "title")]
