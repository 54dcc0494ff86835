# Decomposable graphs with dga: weights of every candidate for the number missing, by table.
#   Rscript graphs.R CELLS MISSING TIMES posterior|time
# CELLS: a line a table, 2^k counts separated by commas, the cell of a history at the place of its bit mask; MISSING: a line of candidates a table.
here <- dirname(sub("--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "telling.R"))
library(dga)
cells <- lapply(strsplit(readLines(given[1]), ","), as.numeric)
missing <- lapply(strsplit(readLines(given[2]), ","), as.numeric)
lists <- round(log2(length(cells[[1]])))
name <- paste0("graphs", lists)
data(list = name)
graphs <- get(name)
complete <- which(vapply(graphs, function(one) length(one$C) == 1 && length(one$C[[1]]) == lists, TRUE))
weights <- function(at) bma.cr(array(cells[[at]], dim = rep(2, lists)), missing[[at]], 2^-lists, graphs)

invisible(bma.cr(array(cells[[1]], dim = rep(2, lists)), missing[[1]][1:2], 2^-lists, graphs))
held <- megabytes("VmRSS")
forget()
seconds <- numeric()
posterior <- list()
saturated <- numeric()
for (at in seq_along(cells)) {
  best <- Inf
  for (time in seq_len(as.integer(given[3]))) {
    run <- timed(function() weights(at))
    best <- min(best, run$seconds)
  }
  seconds <- c(seconds, best)
  saturated <- c(saturated, sum(run$found[complete, ]))
  if (given[4] == "posterior") posterior[[at]] <- colSums(run$found)
}
cat(json(list(
  package = paste("dga", packageVersion("dga")), seconds = as.list(seconds), saturated = as.list(saturated), posterior = posterior, graphs = length(graphs),
  held = held, peak = megabytes("VmHWM")
)), "\n")
