# Log-linear models with the choice made anew in every bootstrap draw.
#   Rscript loglinear.R TABLE.csv sparse|step|bic DRAWS
here <- dirname(sub("--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "telling.R"))
rows <- histories(given[1])
draws <- as.integer(given[3])
package <- if (given[2] == "sparse") "SparseMSE" else "MultipleSystemsEstimation"
suppressPackageStartupMessages(library(package, character.only = TRUE))
levels <- c(0.025, 0.975)
run <- timed(function() suppressWarnings(switch(given[2],
  sparse = estimatepopulation(as.matrix(rows), nboot = draws, alpha = levels),
  step = estimate_population_stepwise(rows, nboot = draws, alpha = levels),
  bic = estimate_population_bic(rows, nboot = draws, alpha = levels, maxorder = 2)
)))
found <- run$found
bounds <- found$BCaquantiles
if (is.matrix(bounds)) bounds <- bounds[nrow(bounds), ]
cat(json(list(
  package = paste(package, packageVersion(package)), seconds = run$seconds, point = as.numeric(found$popest)[1], bounds = as.list(as.numeric(bounds))
)), "\n")
