from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('statistics_app', '0011_packages'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='run',
            name='statistics_run_state',
        ),
        migrations.AlterField(
            model_name='run',
            name='state',
            field=models.CharField(choices=[('waiting', '排队'), ('running', '进行中'), ('done', '完成'), ('failed', '未完成')], default='running', max_length=8, verbose_name='状态'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed'])), name='statistics_run_state'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('state',), name='statistics_run_asked_once'),
        ),
    ]
