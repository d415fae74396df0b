from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dangerous", "0001_harmless")]
    operations = [migrations.RemoveField("thing", "note")]
