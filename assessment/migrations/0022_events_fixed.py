from django.db import migrations

# SQLite has no such trigger: Django copies a table there to change it, and would lose the trigger without a word, and
# empties tables with DELETE. `manage.py verify_events` tells on both. TRUNCATE is for the owner of the tables alone.
FIX = """
CREATE FUNCTION assessment_event_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What happened is written once and not taken back (assessment_event).';
END
$$;
CREATE TRIGGER assessment_event_is_fixed BEFORE UPDATE OR DELETE ON assessment_event
    FOR EACH ROW EXECUTE FUNCTION assessment_event_is_fixed();
"""
RELEASE = """
DROP TRIGGER assessment_event_is_fixed ON assessment_event;
DROP FUNCTION assessment_event_is_fixed();
"""


def fix(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FIX)


def release(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(RELEASE)


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0021_mandates'),
    ]

    operations = [
        migrations.RunPython(fix, release),
    ]
