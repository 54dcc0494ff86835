"""The record of each person: every field of Article 17(3), the time line, the clocks, and the questions that are left."""
