"""A number of the portal's own for every inventory, and the indexes to find one by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Entry numbers."""

    dependencies = [
        ('declarations', '0002_guards'),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE declarations_entry_no AS bigint MAXVALUE 999999999 CYCLE;",
            "DROP SEQUENCE declarations_entry_no;",
        ),
        migrations.AddField(
            model_name='documentrevision',
            name='entry_no',
            field=models.CharField(default='', max_length=18, verbose_name='平台预录入编号'),
        ),
        migrations.AddField(
            model_name='inventory',
            name='entry_no',
            field=models.CharField(default='', max_length=18, verbose_name='平台预录入编号'),
        ),
        migrations.AddIndex(
            model_name='inventory',
            index=models.Index(fields=['entry_no'], name='inventory_entry_no'),
        ),
        migrations.AddIndex(
            model_name='inventory',
            index=models.Index(condition=models.Q(('pre_no__isnull', False)), fields=['pre_no'], name='inventory_pre_no'),
        ),
        migrations.AddIndex(
            model_name='inventory',
            index=models.Index(condition=models.Q(('invt_no__isnull', False)), fields=['invt_no'], name='inventory_invt_no'),
        ),
    ]
