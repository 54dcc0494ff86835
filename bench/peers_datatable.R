# Stays, midnight census and movements with data.table, as a good analyst would write them.
#   Rscript bench/peers_datatable.R STINTS.csv TO FIRST_DAY LAST_DAY UNTIL
suppressPackageStartupMessages(library(data.table))
setDTthreads(2)
given <- commandArgs(trailingOnly = TRUE)
to <- given[2]
dir.create(to, showWarnings = FALSE, recursive = TRUE)
first_day <- as.IDate(given[3])
last_day <- as.IDate(given[4])
until <- as.POSIXct(given[5], format = "%Y-%m-%dT%H:%M:%S", tz = "UTC")

columns <- c("person", "place", "stay_in", "stint_in", "stint_out", "release_reason")
rows <- fread(given[1], select = columns, tz = "UTC", na.strings = "")
setorder(rows, person, stint_in, stint_out, na.last = TRUE)

stays <- rows[, .(
  started = stint_in[1L], ended = stint_out[.N], n_stints = .N, n_places = uniqueN(place),
  first_place = place[1L], last_place = place[.N], release_reason = release_reason[.N]
), by = .(person, stay_in)]
fwrite(stays, file.path(to, "stays.csv"))

went <- fifelse(is.na(rows$stint_out), until, rows$stint_out)
spans <- data.table(place = rows$place, came = pmax(as.IDate(rows$stint_in), first_day), went = as.IDate(went))
spans <- spans[went > came]
changes <- rbind(spans[, .(n = .N), by = .(place, day = came)], spans[, .(n = -.N), by = .(place, day = went)])
changes <- changes[, .(n = sum(n)), by = .(place, day)]
grid <- CJ(place = unique(rows$place), day = seq(first_day, last_day, by = 1L))
grid[changes, on = .(place, day), n := i.n]
grid[is.na(n), n := 0L]
census <- grid[, .(day, midnight = cumsum(n)), by = place]
fwrite(census, file.path(to, "census.csv"))

rows[, `:=`(from_place = shift(place), left = shift(stint_out)), by = .(person, stay_in)]
movements <- rows[!is.na(from_place), .(
  n = .N, median_minutes = median(as.numeric(difftime(stint_in, left, units = "mins")))
), by = .(from_place, to_place = place)]
fwrite(movements, file.path(to, "movements.csv"))
