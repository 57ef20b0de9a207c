"""The law of taxes: findings, limits, periods and shares as dated settings."""
