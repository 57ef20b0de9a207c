from django.db import migrations, models

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):

    dependencies = [
        ('statistics_app', '0017_own_targets_withdrawn'),
    ]

    operations = [
        migrations.CreateModel(
            name='ToldWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('coverage', models.CharField(max_length=1, verbose_name='口径')),
                ('first_date', models.DateField(verbose_name='期初')),
                ('last_date', models.DateField(verbose_name='期末')),
                ('told_at', models.DateTimeField(verbose_name='取数时间')),
                ('taken', models.BinaryField(verbose_name='所取数据')),
                ('limits', models.JSONField(verbose_name='保密限值')),
                ('lines', models.JSONField(verbose_name='内容')),
                ('hidden', models.JSONField(verbose_name='不公布的数据格')),
            ],
            options={
                'verbose_name': '已报送的周数据',
                'verbose_name_plural': '已报送的周数据',
                'db_table': 'statistics_told_week',
                'indexes': [models.Index(fields=['coverage', 'first_date', '-id'], name='statistics_told_week_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('coverage__in', ['A', 'B', 'C'])), name='statistics_told_week_coverage')],
            },
        ),
        refuse_changes("statistics_told_week"),
    ]
