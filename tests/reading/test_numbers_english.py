"""Quantities in English: own sentences, each with what must be read of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from habeas.reading.document import document
from habeas.reading.model import Quantity
from habeas.reading.numbers import quantities

MARKS = {"count": "", "percent": "%", "money": "$", "times": "x", "fraction": "/"}


def shown(one: Quantity) -> str:
    """Return a quantity in short: ``>=261``, ``~30%``, ``65..70``, ``USD 6000000``."""
    unit = MARKS[one.form] if one.form != "money" else f" {one.currency}"
    sign = {"exact": "", "approx": "~", "at_least": ">=", "at_most": "<=", "range": ""}[one.qualifier]
    figure = one.high if one.low is None else one.low
    figures = plain(figure) if one.stated is not None else f"{plain(one.low)}..{plain(one.high)}"
    return f"{sign}{figures}{unit}{'*' if one.base is not None else ''}"


def plain(value: Decimal | None) -> str:
    """Return a number without an exponent."""
    return "none" if value is None else f"{value.normalize():f}"


def read(text: str) -> list[str]:
    """Return what is read of an English text."""
    return [shown(one) for one in quantities(document(text, lang="en"))]


CASES = [
    # digits and groups
    ("The jail held 412 prisoners.", "412"),
    ("The jail held 1,234 prisoners.", "1234"),
    ("The service counted 1,234,567 visits.", "1234567"),
    ("Inmates each had 2.4 square metres.", "2.4"),
    ("The wing measures 1,204.55 square metres.", "1204.55"),
    ("The prison was built for 1500 inmates.", "1500"),
    ("It held 2000 inmates.", "2000"),
    ("There were 0.8 doctors for every thousand.", "0.8 1000"),
    ("The country holds 11\u2009204 prisoners.", "11204"),
    ("The country holds 11\u00a0204 prisoners.", "11204"),
    ("The country holds 11 204 prisoners.", "11204"),
    ("The country holds 11'204 prisoners.", "11204"),
    ("India held 5,54,034 prisoners.", "554034"),
    ("India held 5.5 lakh prisoners.", "550000"),
    ("The register listed 12,34 names.", ""),
    ("The register listed 1,2345 names.", ""),
    ("They moved 8.204 inmates, and 3,417 stayed.", "8204 3417"),
    ("The area is 1.234 square metres.", "1.234"),
    ("In cell block A, 1.234 prisoners sleep on the floor.", "1234"),
    # number words
    ("Forty-six women died.", "46"),
    ("Two hundred and five men were moved.", "205"),
    ("One thousand two hundred guards walked out.", "1200"),
    ("Twelve prisoners escaped.", "12"),
    ("A hundred cells were empty.", "100"),
    ("A dozen guards were charged.", "12"),
    ("Half a dozen guards were charged.", "6"),
    ("Two dozen guards were charged.", "24"),
    ("Half a million people were stopped.", "500000"),
    ("It killed one and injured nine.", "1 9"),
    ("One prisoner died.", "1"),
    ("No one was told.", ""),
    ("One of the largest prisons is closed.", ""),
    ("One of the detainees died.", "1"),
    ("They spoke to one another.", ""),
    ("Eighty-five thousand people were held.", "85000"),
    ("Two and a half million people live there.", "2500000"),
    ("There were seventy detainees in a room.", "70"),
    ("Nineteen of them were children.", "19"),
    # scales
    ("It cost 1.2 million dollars.", "1200000 USD"),
    ("The prison population stands at 1.9 million.", "1900000"),
    ("Officials spoke of 40k detainees.", "40000"),
    ("It holds 20 thousand people.", "20000"),
    ("The budget is $3.4bn.", "3400000000 USD"),
    ("The contract is worth $6m.", "6000000 USD"),
    ("The contract is worth £45 million.", "45000000 GBP"),
    ("The bill rose to €1.3 billion.", "1300000000 EUR"),
    # vague
    ("Hundreds were moved on Sunday.", "~200..999"),
    ("Dozens of inmates were hurt.", "~24..99"),
    ("Thousands fled.", "~2000..9999"),
    ("Tens of thousands of people were jailed.", "~20000..99999"),
    ("Hundreds of thousands were stopped.", "~200000..999999"),
    ("Several hundred men were flown out.", "~200..999"),
    ("A few thousand were released.", "~2000..9999"),
    ("Scores of prisoners fell ill.", "~40..99"),
    # ranges
    ("Each cell holds 65 to 70 prisoners.", "65..70"),
    ("Each cell holds 65-70 prisoners.", "65..70"),
    ("Each cell holds 65–70 prisoners.", "65..70"),
    ("Each cell holds between 65 and 70 prisoners.", "65..70"),
    ("Between 10,000 and 20,000 are inside.", "10000..20000"),
    ("From 10 to 20 percent fell ill.", "10..20%"),
    ("Between 30% and 40% had a lawyer.", "30..40%"),
    ("Some 10-20 thousand were held.", "10000..20000"),
    ("It will cost $5 million to $6 million.", "5000000..6000000 USD"),
    ("It will cost between $5 and $6 million.", "5000000..6000000 USD"),
    ("Two or three men share a bed.", "2..3"),
    ("The number fell from 377,980 in December to 281,613 by March.", "377980 281613"),
    ("The population rose from 36,000 to 110,000.", "36000 110000"),
    ("Numbers increased steadily from 410 to 560.", "410 560"),
    ("The court voted 5-4 against it.", ""),
    ("The ratio of guards to prisoners is 1 to 40.", "1 40"),
    # bounds before
    ("At least 261 people died.", ">=261"),
    ("More than 70 detainees died.", ">=70"),
    ("Over 300 people were held.", ">=300"),
    ("No fewer than 18 died.", ">=18"),
    ("Upwards of 900 were freed.", ">=900"),
    ("Well over 900 were freed.", ">=900"),
    ("Arrests exceeded 75,000.", ">=75000"),
    ("The number topped 9,000.", ">=9000"),
    ("It can house up to 40,000 inmates.", "<=40000"),
    ("As many as 120 men share a yard.", "<=120"),
    ("No more than 30 visits are allowed.", "<=30"),
    ("Fewer than 50 have a lawyer.", "<=50"),
    ("Less than 10 percent have a lawyer.", "<=10%"),
    ("A maximum of 16 may sleep there.", "<=16"),
    ("About 80 men sleep there.", "~80"),
    ("Nearly 400 died.", "~400"),
    ("Almost 400 died.", "~400"),
    ("Roughly 20,500 were held.", "~20500"),
    ("Some 40 guards resigned.", "~40"),
    ("Close to 400 died.", "~400"),
    ("An estimated 3,000 are missing.", "~3000"),
    ("At least some 40 died.", ">=40"),
    ("Only 12,000 were moved.", "12000"),
    ("Just 12 were moved.", "12"),
    ("Just over 900 were moved.", ">=900"),
    ("Just under 900 were moved.", "~900"),
    ("More than half of the detainees are ill.", ">=50/"),
    ("He served over 12 months.", ">=12"),
    # bounds after
    ("It holds 900 people or more.", ">=900"),
    ("It holds 900-plus people.", ">=900"),
    ("It holds 900+ people.", ">=900"),
    ("There were 40 or so guards.", "~40"),
    ("It held 60 people at most.", "<=60"),
    # per cent, fractions, multiples
    ("The jails ran at 350 percent of capacity.", "350%"),
    ("The jails ran at 350 per cent of capacity.", "350%"),
    ("The jails ran at 121.5% of capacity.", "121.5%"),
    ("The share rose by 3 percentage points.", ""),
    ("A third of prisoners have not been tried.", "33.333/"),
    ("One third of the prisoners are awaiting trial.", "33.333/"),
    ("Two-thirds of prisoners have not been tried.", "66.667/"),
    ("Two thirds of prisoners have not been tried.", "66.667/"),
    ("Nearly three quarters were untried.", "~75/"),
    ("Half of them were ill.", "50/"),
    ("Almost half the inmates were ill.", "~50/"),
    ("One in five prisoners is a woman.", "20/"),
    ("Nine out of ten have no lawyer.", "90/"),
    ("One in every three was ill.", "33.333/"),
    ("1 in 10 had been beaten.", "10/"),
    ("Of every ten bodies, four bore bruises.", "40/"),
    ("It was at four times its capacity.", "4x"),
    ("It held twice its capacity.", "2x"),
    ("It held double the number allowed.", "2x"),
    ("It held 4.5 times the approved number.", "4.5x"),
    ("There was a five-fold increase.", "5x"),
    ("The law has been used only three times.", "3"),
    ("He was beaten twice a day.", ""),
    ("This is more than double the 36,000 inmates of before.", ">=72000* 36000"),
    ("That is nearly three times the 500 reported.", "~1500* 500"),
    ("For a year and a half nobody came.", ""),
    ("In the first half of 2023 nobody came.", ""),
    # money
    ("Washington will pay $6 million.", "6000000 USD"),
    ("The state pays US$ 14.50 a day.", "14.5 USD"),
    ("It cost R$ 2,000 a month.", "2000 BRL"),
    ("The fine was 300 euros.", "300 EUR"),
    ("Police seized 45,000 Mexican pesos.", "45000 MXN"),
    ("The bail was 2,000 pesos.", "2000 None"),
    ("South African wardens asked for R15 million.", "15000000 ZAR"),
    ("Guatemalan audits found Q14.6 million.", "14600000 GTQ"),
    ("More than $200 million a year was spent.", ">=200000000 USD"),
    # what is no quantity
    ("It opened in 2023.", ""),
    ("On March 26, 2023, it held 300 people.", "300"),
    ("On March 26, 46 women were killed.", "46"),
    ("The riot of 21 June 2022 killed 12.", "12"),
    ("Between March 3 and 5 nobody was freed.", ""),
    ("The fiscal year 2021-22 was worse.", ""),
    ("The Alien Enemies Act of 1798 was used.", ""),
    ("Under Decree 333 and Article 19, they were held.", ""),
    ("Under articles 3, 5 and 7 he was freed.", ""),
    ("Section 235(b) applies to 40 people.", "40"),
    ("Case No. 37 is open.", ""),
    ("See page 14 and footnote 3.", ""),
    ("Title 42 was lifted.", ""),
    ("Members of MS-13 and the 18th Street gang fought.", ""),
    ("Unit 3 was closed.", ""),
    ("He lives at 14 Main Street.", ""),
    ("Highway 5 was blocked.", ""),
    ("Covid-19 killed 14 inmates.", "14"),
    ("An 18th-century law was used.", ""),
    ("It was the 3rd death.", ""),
    ("The guard, aged 34, was charged.", ""),
    ("A 24-year-old prisoner died.", ""),
    ("The man was 34 years old.", ""),
    ("John Doe, 34, died.", ""),
    ("Children under 18 are held too.", ""),
    ("Doors are locked at 10:30 and at 5 p.m.", ""),
    ("Lights are on 24/7.", ""),
    ("Call 555-123-4567 for help.", ""),
    ("Telephone 22334455 is out of order.", ""),
    ("See https://example.org/reports/2023/45 for more.", ""),
    ("The G20 met.", ""),
    ("In H1 2023 arrests fell.", ""),
    ("Nobody was told.[12] It held 90.", "90"),
    ("Nobody was told.12 It held 90.", "90"),
    ("It held 40,000.3 Nobody was told.", "40000"),
    ("It was 30°C inside.", ""),
    # durations are counts
    ("They stay locked in for 23.5 hours a day.", "23.5"),
    ("He was held for 26 hours.", "26"),
    ("Pretrial detention of up to two years is allowed.", "<=2"),
    # places in a text
    ("“40 were hurt,” he said.", "40"),
    ("(45 miles)", "45"),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_english(text: str, wanted: str) -> None:
    assert " ".join(read(text)) == wanted, text
