"""An index of the former names: a search of the desk reads those alone, not every name there is."""

from django.db import migrations, models


class AddIndexBesideWriters(migrations.AddIndex):
    """Add an index while others write (PostgreSQL, ``CREATE INDEX CONCURRENTLY``).

    What an attempt that was cut off has left behind, an index that is never used, is removed first.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.remove_index(model, self.index, concurrently=True)
            schema_editor.add_index(model, self.index, concurrently=True)
        else:
            schema_editor.add_index(model, self.index)


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL builds no index beside writers inside a transaction

    dependencies = [("groups", "0019_phone")]

    operations = [
        AddIndexBesideWriters(
            model_name="groupname",
            index=models.Index(
                fields=["key", "group"], condition=models.Q(("ended_on__isnull", False)), name="name_ended"
            ),
        ),
    ]
