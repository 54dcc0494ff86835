# A table that comes with a package, as CSV.
#   Rscript table.R PACKAGE NAME TO.csv
here <- dirname(sub("--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "telling.R"))
data(list = given[2], package = given[1])
rows <- as.data.frame(get(given[2]))
names(rows)[ncol(rows)] <- "count"
write.csv(rows, given[3], row.names = FALSE)
