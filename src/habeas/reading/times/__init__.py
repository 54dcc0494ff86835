"""Times: every time a text names, and which of them a claim is about.

The conventions, as annotators keep them:

- A *level* (how many are held, places, staff, a rate) is of a point: the day, month or year told in its clause, else in its sentence, else in the
  sentences before, while they go on with the same figures ("Of these, 116 were women"). A time that opens a sentence holds for all of it.
  What is told in the present goes on only with a date of counting that is not long past ("As of May it held 410. It has 300 places"), not with
  "two years ago", a year or the day of an event: that is of the month of publication.
- What inspectors saw is of the day, month or period of their visit, as long as it is told in the past.
- A *count* (deaths, arrests, releases, complaints) is of the period it was counted over, ``start/end``: "since December" runs to the day it
  was said, or to publication; "from January to July" and "so far this year" say both. Where only the end is told ("as of August 22") that day
  stands alone, unless the text has told before when the campaign began. An event's count is of the day of the event, told in the sentences before.
- A *state* (no visits, no water) is of the month of publication, unless its own clause says more or the past it belongs to was just told.
- An *act* (a court's order) is of its day. A *rule* or standard has no time.
- What is said on a day is not of that day: "the ministry said on Monday" makes a level of the month, and ends a count.
- Not the time of a claim: what it is compared with, a law's or a building's year, a plan's date, a dateline, a day that names an event.
- Where the text names no time: the year an annual report is about; in news the month of publication ("2025-03"), or its year for what something costs
  a year. News that tells of an annual report without its year means the year before, as long as that report speaks.
- A month or day without a year is the latest before publication, or goes on with the year told right before it, where that is past; in an annual
  report it is of the report's year. "Two years ago" is a month, more years ago a year; a count of "last week" is of its month. A weekday is the latest on or before
  publication. The answer is as exact as the words: a day, a month or a year.
"""

from habeas.reading.times.choice import as_of
from habeas.reading.times.finder import times

__all__ = ["as_of", "times"]
