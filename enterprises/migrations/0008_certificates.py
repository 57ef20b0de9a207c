import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0007_papers_in_mandates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SigningCertificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pem', models.TextField(verbose_name='证书')),
                ('serial', models.CharField(max_length=64, verbose_name='序列号')),
                ('subject', models.CharField(max_length=500, verbose_name='主题')),
                ('issuer', models.CharField(max_length=500, verbose_name='签发者')),
                ('algorithm', models.CharField(choices=[('RSA', 'RSA'), ('SM2', 'SM2')], max_length=4, verbose_name='算法')),
                ('bits', models.PositiveIntegerField(verbose_name='密钥长度')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='指纹')),
                ('valid_from', models.DateTimeField(verbose_name='生效时间')),
                ('valid_to', models.DateTimeField(verbose_name='失效时间')),
                ('registered_at', models.DateTimeField(verbose_name='登记时间')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='到期提醒时间')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='enterprises.enterprise', verbose_name='企业')),
                ('registered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '签名证书',
                'verbose_name_plural': '签名证书',
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('fingerprint',), name='certificate_of_one_enterprise'),
                    models.UniqueConstraint(fields=('enterprise', 'fingerprint'), name='certificate_registered_once'),
                    models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='certificate_period'),
                    models.CheckConstraint(condition=models.Q(('algorithm__in', ['RSA', 'SM2'])), name='certificate_algorithm_known'),
                ],
            },
        ),
    ]
