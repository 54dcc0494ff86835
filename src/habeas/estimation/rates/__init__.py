"""Rates: deaths over person-years of the same days, against a reference, over places and over time, each with its exact interval."""

from __future__ import annotations

from habeas.estimation.rates.answer import By, RateRow, RatesAnswer, answer
from habeas.estimation.rates.claims import from_claims, population_rows
from habeas.estimation.rates.excess import Expected, excess, expected_from
from habeas.estimation.rates.exposure import Band, person_years, person_years_of_draws
from habeas.estimation.rates.funnel import Funnel, FunnelPlace, funnel, inflated
from habeas.estimation.rates.periods import Agreement, Days, Figure, agree, year
from habeas.estimation.rates.poisson import garwood
from habeas.estimation.rates.published import Compared, Comparison, PublishedRow, compare_published
from habeas.estimation.rates.rate import PER, Known, agreed_rate, rate, ratio
from habeas.estimation.rates.reading import (
    ReadFigures,
    Reference,
    read_figures,
    read_published,
    read_reference,
    together,
)
from habeas.estimation.rates.standard import direct_rate, gamma_interval, standardised_ratio
from habeas.estimation.rates.stays import mean_stay, median_stay, occupancy

__all__ = [
    "PER",
    "Agreement",
    "Band",
    "By",
    "Compared",
    "Comparison",
    "Days",
    "Expected",
    "Figure",
    "Funnel",
    "FunnelPlace",
    "Known",
    "PublishedRow",
    "RateRow",
    "RatesAnswer",
    "ReadFigures",
    "Reference",
    "agree",
    "agreed_rate",
    "answer",
    "compare_published",
    "direct_rate",
    "excess",
    "expected_from",
    "from_claims",
    "funnel",
    "gamma_interval",
    "garwood",
    "inflated",
    "mean_stay",
    "median_stay",
    "occupancy",
    "person_years",
    "person_years_of_draws",
    "population_rows",
    "rate",
    "ratio",
    "read_figures",
    "read_published",
    "read_reference",
    "standardised_ratio",
    "together",
    "year",
]
