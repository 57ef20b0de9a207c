import django.db.models.deletion
from django.db import migrations, models

from zone_portal.framework.append_only import refuse_changes


class Migration(migrations.Migration):
    """The frame of a survey is kept; strata may be merged, surveys called off."""

    dependencies = [
        ('statistics_app', '0014_package_editions'),
    ]

    operations = [
        migrations.AddField(
            model_name='survey',
            name='merges',
            field=models.JSONField(default=dict, verbose_name='合并的层'),
        ),
        migrations.CreateModel(
            name='SurveyFrame',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('units', models.JSONField(verbose_name='各层单位')),
                ('digest', models.CharField(max_length=64, verbose_name='指纹')),
                ('survey', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='kept_frame', to='statistics_app.survey', verbose_name='抽样调查')),
            ],
            options={
                'verbose_name': '抽样框',
                'verbose_name_plural': '抽样框',
                'db_table': 'statistics_survey_frame',
            },
        ),
        refuse_changes("statistics_survey_frame"),
        migrations.RemoveConstraint(model_name='survey', name='statistics_survey_status'),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ('draft', 'drawn', 'closed', 'called_off'))), name='statistics_survey_status'),
        ),
    ]
