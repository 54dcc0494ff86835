"""The words of the March 2026 release: headers as published, and the values of each column with their shares."""

from __future__ import annotations

from typing import Final

COLUMNS: Final = (
    "Stay Book In Date Time", "Book In Date Time", "Detention Facility", "Book Out Date Time", "Stay Book Out Date Time",
    "Detention Release Reason", "Stay Book Out Date", "Stay Release Reason", "Religion", "Gender", "Marital Status", "Ethnicity",
    "Birth Country", "Citizenship Country", "Entry Status", "Known Terrorist Yes No", "Suspected Gang Yes No", "MSC Charge",
    "MSC Sentence Days", "MSC Sentence Months", "MSC Sentence Years", "MSC Charge Code", "Aggravated Felon Yes No",
    "Offense INA 236C Yes No", "Case INA 236C Yes No", "Bond Posted Date", "Bond Posted Amount", "Case Status", "Case Category",
    "Final Order Yes No", "Final Order Date", "Case Threat Level", "Detainee Classification", "Final Charge", "Departed Date",
    "Departure Country", "Initial Bond Set Amount", "Initial Bond Set Date", "Detention Facility Code", "Birth Date", "Birth Year",
    "Book In Criminality", "Race", "Entry Date", "Apprehension Final Program", "MSC Charge Date", "MSC Conviction Date",
    "MSC Criminal Charge Status", "MSC Criminal Charge Status Code", "MSC Crime Class", "Book In Site", "Book In AOR",
    "Anonymized Identifier",
)  # fmt: skip

# Counts of November 2023 to February 2025; the first is the move from one place to the next.
FINAL_REASONS: Final = (
    ("Transferred", 386_645), ("Removed", 193_947), ("Paroled", 41_920), ("Order of recognizance", 23_834),
    ("Paroled - Fear Found", 20_799), ("Bonded Out - IJ", 9_856), ("Paroled - Humanitarian", 9_454),
    ("U.S. Marshals or other agency (explain in Detention Comments)", 8_549), ("Order of supervision", 5_980),
    ("Processing Disposition Changed Locally", 5_203), ("Order of Recognizance - Humanitarian", 3_640),
    ("Bonded Out - Field Office", 2_618), ("Order of Supervision - No SLRRFF", 2_015), ("Relief Granted by IJ", 1_565),
    ("Proceedings Terminated", 1_333), ("Voluntary departure", 1_093), ("Paroled - Public Benefit", 928),
    ("Order of Supervision - Humanitarian", 876), ("Voluntary Return", 330), ("Order of Supervision - Re-Release", 151),
    ("Withdrawal", 102), ("Died", 17), ("Escaped", 11), ("Title 42 Return", 2),
)  # fmt: skip

GENDER: Final = (("Male", 0.86), ("Female", 0.1395), ("Unknown", 0.0005))
MARITAL: Final = (
    ("Single", 0.62), ("Married", 0.26), ("Unknown", 0.07), ("Divorced", 0.03), ("Separated", 0.015), ("Widowed", 0.005),
)  # fmt: skip
ETHNICITY: Final = (("Hispanic Origin", 0.6), ("Not of Hispanic Origin", 0.15), ("Unknown", 0.25))
RACE: Final = (
    ("White", 0.83), ("Black", 0.07), ("black", 0.002), ("Asian or Pacific Islander", 0.05),
    ("American Indian or Alaskan Native", 0.004), ("Unknown", 0.044),
)  # fmt: skip
ENTRY: Final = (
    ("EWI", 0.6), ("Not  Applicable", 0.2), ("Visa Overstay", 0.08), ("Parolee", 0.08), ("Lawful Permanent Resident", 0.04),
)  # fmt: skip
COUNTRIES: Final = (
    ("MEXICO", 0.31), ("GUATEMALA", 0.15), ("HONDURAS", 0.11), ("VENEZUELA", 0.08), ("COLOMBIA", 0.05), ("ECUADOR", 0.05),
    ("EL SALVADOR", 0.05), ("NICARAGUA", 0.04), ("INDIA", 0.03), ("PERU", 0.02), ("CUBA", 0.02), ("DOMINICAN REPUBLIC", 0.02),
    ("BRAZIL", 0.02), ("HAITI", 0.01), ("CHINA, PEOPLES REPUBLIC OF", 0.01), ("JAMAICA", 0.005), ("RUSSIA", 0.005),
    ("TURKEY", 0.005), ("SENEGAL", 0.005), ("MAURITANIA", 0.005), ("COTE D'IVOIRE", 0.002), ("UNKNOWN", 0.001),
)  # fmt: skip
_FAITHS: Final = (
    "Catholic", "Christian", "Muslim", "Evangelical", "Protestant", "Hindu", "Sikh", "Jewish", "Buddhist", "Baptist", "Pentecostal",
    "Jehovah Witness", "Mormon", "Lutheran", "Methodist", "Orthodox", "Adventist", "Apostolic", "Rastafarian", "Atheist", "Agnostic",
    "Presbyterian", "Anglican", "Santeria", "Voodoo", "Native American", "Quaker", "Wiccan", "Bahai", "Jain", "Unknown", "Other",
    "Not Specified",
)  # fmt: skip
# 330 spellings of 33 religions.
RELIGIONS: Final = tuple(
    (spelt, weight / (n + 1))
    for n, faith in enumerate(_FAITHS)
    for spelt, weight in zip(
        (
            faith, faith.upper(), faith.lower(), f"{faith} ", f" {faith}", faith[:-1], f"{faith}.", f"{faith}?", f"{faith}s",
            f"{faith}  faith",
        ),
        (60, 20, 5, 2, 1, 1, 1, 1, 1, 1), strict=True,
    )
)  # fmt: skip
CHARGES: Final = (
    (None, 0.62), ("Driving Under Influence Liquor", 0.1), ("Traffic Offense", 0.08), ("Illegal Entry", 0.08), ("Assault", 0.05),
    ("Larceny", 0.03), ("Dangerous Drugs", 0.03), ("Illegal Re-Entry (INA SEC.101(a)(43)(O), 8USC1326 only)", 0.01),
)  # fmt: skip
FELON: Final = (
    ("Not an Aggravated Felon", 0.9), ("Other", 0.07), ("Drugs", 0.02), ("Both (drug and other agg felon convictions)", 0.01),
)  # fmt: skip
THREAT: Final = (("NA", 0.68), ("1", 0.13), ("2", 0.07), ("3", 0.12))
CLASSES: Final = ((None, 0.2), ("Low", 0.45), ("Medium / Low", 0.15), ("Medium / High", 0.1), ("High", 0.1))
CRIMINALITY: Final = (
    ("1 Convicted Criminal", 0.3), ("2 Pending Criminal Charges", 0.24), ("3 Other Immigration Violator", 0.46),
)  # fmt: skip
CRIME_CLASSES: Final = (
    (None, 0.4), ("Not Applicable", 0.2), ("Misdemeanor", 0.2), ("Felony", 0.15), ("Aggravated Felony", 0.02), ("Other", 0.03),
)  # fmt: skip
CHARGE_STATUSES: Final = ((None, 0.6), ("Convicted", 0.3), ("Pending", 0.09), ("Other", 0.01))
CASE_STATUSES: Final = (
    ("ACTIVE", 0.3), ("8-Excluded/Removed - Inadmissibility", 0.3), ("6-Deported/Removed - Deportability", 0.25),
    ("3-Voluntary Departure Confirmed", 0.05), ("A-Proceedings Terminated", 0.03), ("B-Relief Granted", 0.02),
    ("E-Charging Document Canceled by ICE", 0.03), ("0-Withdrawal Permitted - I-275 Issued", 0.01),
    ("5-Title 50 Expulsion", 0.005), ("9-VR Witnessed", 0.004), ("7-Died", 0.001),
)  # fmt: skip
CASE_CATEGORIES: Final = (
    ("[8F] Expedited Removal", 0.35), ("[16] Reinstated Final Order", 0.18), ("[8C] Excludable / Inadmissible", 0.2),
    ("[8G] Expedited Removal - Credible Fear Referral", 0.12), ("[3] Deportable - Administratively Final Order", 0.1),
    ("[2A] Deportable - Under Adjudication by IJ", 0.05),
)  # fmt: skip
FINAL_CHARGES: Final = ((None, 0.3), ("I7A1", 0.3), ("I6A", 0.3), ("R2A1", 0.1))
PROGRAMMES: Final = (
    ("ERO Criminal Alien Program", 0.4), ("Border Patrol", 0.3), ("Fugitive Operations", 0.1), ("287G Program", 0.05),
    ("Inspections - Air", 0.05), ("Alternatives to Detention", 0.1),
)  # fmt: skip
AORS: Final = (
    "Atlanta", "Baltimore", "Boston", "Buffalo", "Chicago", "Dallas", "Denver", "Detroit", "El Paso", "Harlingen", "Houston",
    "Los Angeles", "Miami", "New Orleans", "New York City", "Newark", "Philadelphia", "Phoenix", "Salt Lake City", "San Antonio",
    "San Diego", "San Francisco", "Seattle", "St. Paul", "Washington",
)  # fmt: skip
REDACTIONS: Final = (
    ("(b)(6),(b)(7)(c)", 0.7), ("(b)(6), (b)(7)(c)", 0.1), ("b(6), b(7)C", 0.1), ("(b)(6),(b)(7)(c )", 0.05),
    ("(b)(6)(b)(7)(c)", 0.05),
)  # fmt: skip
