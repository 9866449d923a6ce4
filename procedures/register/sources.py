"""文件: the documents that rules refer to, each named once, and the days on which versions change."""

from __future__ import annotations

from datetime import date

CHARTER = "《中国共产主义青年团章程》"
ADMISSION_2023 = "《中国共产主义青年团发展团员工作细则》（中青发〔2023〕13号）"
ADMISSION_2016 = "《中国共产主义青年团发展团员工作细则》（中青办发〔2016〕11号）"
NUMBERS_2016 = "《关于加强新形势下发展团员和团员管理工作的意见》（中青发〔2016〕6号）"
DISCIPLINE_BEFORE = "《中国共产主义青年团纪律处分条例》（2024年修订以前的文本）和《中国共产主义青年团章程》"
DISCIPLINE_2024 = "《中国共产主义青年团纪律处分条例》（2024年）"
BRANCH_WORK = "《中国共产主义青年团支部工作条例》"
REGIME_2017 = "《“三会两制一课”实施细则》（中青发〔2017〕5号）"
MEMBERS_2020 = "《团员教育管理工作条例》（中青发〔2020〕13号）"
CARD_RULES = "《团员证管理暂行条例》"
CIVIL_CODE = "《中华人民共和国民法典》"
DESIGN = "本系统约定"

ADMISSION_SINCE = date(2023, 8, 17)
ADMISSION_FIRST = date(2016, 1, 1)  # rules.md 16: older texts count those present; the exact day is unverified
DISCIPLINE_SINCE = date(2024, 9, 10)
REGIME_SINCE = date(2017, 1, 19)
