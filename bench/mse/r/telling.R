# What the scripts beside this one share: tables, processor time, memory, and JSON, without a package for any of them.
.libPaths(c(strsplit(Sys.getenv("HABEAS_R_LIBS"), .Platform$path.sep)[[1]], .libPaths()))
given <- commandArgs(trailingOnly = TRUE)

# A table of capture histories: columns of 0 and 1, then how many persons.
histories <- function(path) {
  rows <- read.csv(path, check.names = FALSE)
  cbind(rows[names(rows) != "count"], count = rows$count)
}

# Seconds of processor time that a job takes, in process, and what it gives.
timed <- function(job) {
  gc()
  before <- proc.time()
  found <- job()
  used <- proc.time() - before
  list(seconds = used[[1]] + used[[2]], found = found)
}

# Megabytes that the process holds (VmRSS) or held at most (VmHWM) since `forget`; NA where the system does not say.
megabytes <- function(which) {
  if (!file.exists("/proc/self/status")) return(NA)
  line <- grep(paste0("^", which, ":"), readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) / 1024
}
forget <- function() if (file.exists("/proc/self/clear_refs")) cat("5", file = "/proc/self/clear_refs")

json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) {
    parts <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(parts, collapse = ","), "]"))
    return(paste0("{", paste0("\"", names(x), "\":", parts, collapse = ","), "}"))
  }
  parts <- if (is.character(x)) paste0("\"", x, "\"") else ifelse(is.finite(x), sprintf("%.17g", x), "null")
  if (length(x) == 1) parts else paste0("[", paste(parts, collapse = ","), "]")
}
