"""The texts of authorities that the rules rest on, named once."""

IMPORT_SPEC = "海关总署公告2018年第113号 附件"
"""Import messages 311, 411, 511, 621: layout and field notes (specification 202205)."""

EXPORT_SPEC = "海关跨境统一版系统企业对接报文规范（2022年5月）"
"""Export messages 303, 403, 505, 603: layout and field notes."""

EXPORT_MODES = "海关总署公告2021年第47号"
"""9710 and 9810 nationwide."""

RETURNS = "海关总署公告2020年第44号"
"""Returns of cross-border exports."""

SUPERVISION = "海关总署公告2018年第194号"
"""Supervision of retail imports and exports."""

TAX_LIMITS = "财关税〔2018〕49号"
"""Limits of retail imports: 5,000 CNY a purchase, 26,000 CNY a person and year."""

RESIDENT_ID = "GB 11643-1999"
ENTERPRISE_CODE = "GB 32100-2015"

XML = "W3C XML 1.0 §2.2"
"""Which characters a message may hold."""

PORTAL = "综试区线上综合服务平台接口规范"
"""The portal's own interface: what no authority prescribes."""
