# Latent classes with LCMCR: draws of the total, a chain a process.
#   Rscript latent.R TABLE.csv SEED CLASSES BURN SAMPLES THINNING
here <- dirname(sub("--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "telling.R"))
suppressPackageStartupMessages(library(LCMCR))
rows <- histories(given[1])
asked <- as.integer(given[2:6])
rows[seq_len(ncol(rows) - 1)] <- lapply(rows[seq_len(ncol(rows) - 1)], factor, levels = c(0, 1))
names(rows)[ncol(rows)] <- "Freq"
run <- timed(function() {
  sampler <- lcmCR(
    captures = rows, tabular = TRUE, in_list_label = "1", not_in_list_label = "0", K = asked[2], a_alpha = 0.25, b_alpha = 0.25,
    buffer_size = asked[4], thinning = asked[5], seed = asked[1], verbose = FALSE
  )
  lcmCR_PostSampl(sampler, burnin = asked[3], samples = asked[4], thinning = asked[5], output = FALSE)
})
cat(json(list(
  package = paste("LCMCR", packageVersion("LCMCR")), seconds = run$seconds, draws = as.list(as.numeric(run$found))
)), "\n")
