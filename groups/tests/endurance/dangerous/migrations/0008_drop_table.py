from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dangerous", "0007_unique")]
    operations = [migrations.DeleteModel("Thing")]
