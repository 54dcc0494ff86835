# The stays step with dplyr as published pipelines do it: grouped summaries, the places of a stay joined into one text.
#   Rscript bench/peers_dplyr.R STINTS.csv TO
suppressPackageStartupMessages(library(dplyr))
given <- commandArgs(trailingOnly = TRUE)
dir.create(given[2], showWarnings = FALSE, recursive = TRUE)
columns <- c("person", "place", "stay_in", "stint_in", "stint_out", "release_reason")
rows <- as_tibble(data.table::fread(given[1], select = columns, tz = "UTC", na.strings = ""))
until <- as.POSIXct("2026-03-10 23:59:59", tz = "UTC")

stays <- rows |>
  arrange(person, stint_in, stint_out) |>
  mutate(length = as.numeric(difftime(coalesce(stint_out, until), stint_in, units = "mins"))) |>
  group_by(person, stay_in) |>
  summarise(
    started = first(stint_in), ended = last(stint_out), n_stints = n(), n_places = n_distinct(place),
    first_place = first(place), last_place = last(place), longest_place = place[which.max(length)],
    places = paste(place, collapse = "; "), release_reason = last(release_reason), .groups = "drop"
  )
data.table::fwrite(stays, file.path(given[2], "stays.csv"))
