"""Detention statistics: workbooks of published figures, every cell of every sheet a figure, a word, or a problem."""

from habeas.records.failed import Place
from habeas.records.statistics.model import Figure, Period, SheetAccount, SheetFigures, Workbook
from habeas.records.statistics.reader import StatisticsReader
from habeas.records.statistics.workbook import read_workbook

__all__ = ["Figure", "Period", "Place", "SheetAccount", "SheetFigures", "StatisticsReader", "Workbook", "read_workbook"]
