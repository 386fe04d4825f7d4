# What R says about the data sets in FOLDER/people.csv, one number a row, into FOLDER/expected.csv.
#
#   Rscript reference.R FOLDER
#
# People have: set, stratum, group, entry (empty: from the beginning), exit, cause (0: censored), x, y, weight.
# Each row of the result names a set, an estimator, its arguments, and the number with 13 digits.

suppressPackageStartupMessages(library(survival))
folder <- commandArgs(trailingOnly = TRUE)[1]
people <- read.csv(file.path(folder, "people.csv"))
results <- list()
put <- function(set, what, at, value) {
  shown <- ifelse(is.na(value), "NA", sprintf("%.13g", value))
  results[[length(results) + 1]] <<- data.frame(set, what, at, value = shown)
}

kinds <- c("log-log", "log", "plain")
for (set in unique(people$set)) {
  d <- people[people$set == set, ]
  delayed <- any(!is.na(d$entry))
  # Nobody leaves before day 0, so an entry at -1 is none.
  d$entry[is.na(d$entry)] <- -1
  d$event <- as.integer(d$cause > 0)

  for (kind in kinds) {
    fit <- survfit(Surv(entry, exit, event) ~ 1, data = d, conf.type = kind)
    falls <- fit$n.event > 0
    put(set, "survival", fit$time[falls], fit$surv[falls])
    put(set, "at risk", fit$time[falls], fit$n.risk[falls])
    put(set, "survival error", fit$time[falls], (fit$surv * fit$std.err)[falls])
    put(set, paste("lower", kind), fit$time[falls], fit$lower[falls])
    put(set, paste("upper", kind), fit$time[falls], fit$upper[falls])
    # A limit may rise again late in the curve, and then R's quantiles of it are not those of its first passage.
    falling <- function(limit) ifelse(is.na(limit), NA, cummin(ifelse(is.na(limit), Inf, limit)))
    fit$lower <- falling(fit$lower)
    fit$upper <- falling(fit$upper)
    q <- quantile(fit, c(0.25, 0.5, 0.75))
    put(set, "quantile", c(25, 50, 75), q$quantile)
    put(set, paste("quantile lower", kind), c(25, 50, 75), q$lower)
    put(set, paste("quantile upper", kind), c(25, 50, 75), q$upper)
  }
  fit <- survfit(Surv(entry, exit, event) ~ 1, data = d, weights = weight)
  falls <- fit$n.event > 0
  put(set, "weighted survival", fit$time[falls], fit$surv[falls])

  d$state <- factor(d$cause, levels = 0:2)
  d$id <- seq_len(nrow(d))
  fit <- survfit(Surv(entry, exit, state) ~ 1, data = d, id = id)
  falls <- rowSums(fit$n.event) > 0
  for (cause in 1:2) {
    column <- cause + 1
    put(set, paste("incidence", cause), fit$time[falls], fit$pstate[falls, column])
    # With delayed entry the infinitesimal jackknife and the delta method are two different estimates.
    if (!delayed) put(set, paste("incidence error", cause), fit$time[falls], fit$std.err[falls, column])
  }

  if (!delayed) {
    fit <- survfit(Surv(exit, event) ~ 1, data = d)
    for (tau in c(10, 20, 35)) {
      # R has no mean up to a time before anybody leaves.
      if (tau < min(fit$time)) next
      table <- summary(fit, rmean = tau)$table
      put(set, "rmst", tau, table[[grep("^\\*?rmean$", names(table))]])
      put(set, "rmst error", tau, table[[grep("se\\(rmean\\)$", names(table))]])
    }
    put(set, "follow-up", 50, quantile(survfit(Surv(exit, 1 - event) ~ 1, data = d), 0.5)$quantile)
    test <- survdiff(Surv(exit, event) ~ group, data = d)
    put(set, "log-rank expected", seq_along(test$exp), test$exp)
    put(set, "log-rank", 0, test$chisq)
    test <- survdiff(Surv(exit, event) ~ group + strata(stratum), data = d)
    put(set, "stratified log-rank", 0, test$chisq)
  }

  cox <- function(name, fit) {
    put(set, paste(name, "coefficient"), seq_along(coef(fit)) - 1, coef(fit))
    naive <- if (is.null(fit$naive.var)) fit$var else fit$naive.var
    put(set, paste(name, "error"), seq_along(coef(fit)) - 1, sqrt(diag(naive)))
    if (!is.null(fit$naive.var)) put(set, paste(name, "robust"), seq_along(coef(fit)) - 1, sqrt(diag(fit$var)))
    put(set, paste(name, "likelihood"), 0:1, fit$loglik)
    put(set, paste(name, "score"), 0, fit$score)
  }
  exact <- coxph.control(eps = 1e-11, iter.max = 60)
  cox("efron", coxph(Surv(entry, exit, event) ~ x + y, data = d, cluster = id, control = exact))
  cox("breslow", coxph(Surv(entry, exit, event) ~ x + y, data = d, ties = "breslow", cluster = id, control = exact))
  cox("stratified", coxph(Surv(entry, exit, event) ~ x + y + strata(stratum), data = d, cluster = id, control = exact))
  cox("weighted", coxph(Surv(entry, exit, event) ~ x + y, data = d, weights = weight, cluster = id, control = exact))

  put(set, "mean", 0, mean(d$x))
  put(set, "sd", 0, sd(d$x))
  put(set, "weighted mean", 0, weighted.mean(d$x, d$weight))
  put(set, "weighted sd", 0, sqrt(cov.wt(cbind(d$x), d$weight / sum(d$weight))$cov[1, 1]))
  put(set, "x step", c(25, 50, 75), quantile(d$x, c(0.25, 0.5, 0.75), type = 2))
  put(set, "x linear", c(25, 50, 75), quantile(d$x, c(0.25, 0.5, 0.75), type = 7))
  # Person-time does not know the entry at -1.
  time <- sum(d$exit - pmax(d$entry, 0))
  rate <- poisson.test(sum(d$event), time / 36525)
  put(set, "rate", 0:2, c(rate$estimate, rate$conf.int))
  share <- binom.test(sum(d$event), nrow(d))
  put(set, "proportion", 1:2, share$conf.int)
}

p <- c(1e-300, 1e-20, 1e-5, 0.025, 0.075, 0.2, 0.5, 0.77, 0.975, 0.99999)
put("-", "normal quantile", p, qnorm(p))
for (df in c(1, 2, 3, 10, 57, 2000)) {
  x <- c(0.001, 0.5, 1, 3.84, 12, 70, 1900, 2100)
  put("-", paste("chi-square tail", df), x, pchisq(x, df, lower.tail = FALSE))
  q <- c(0.0005, 0.025, 0.5, 0.975, 0.9995)
  put("-", paste("chi-square quantile", df), q, qchisq(q, df))
}
for (a in c(1, 4, 250)) for (b in c(0.5, 2, 90)) {
  q <- c(0.005, 0.025, 0.5, 0.975)
  put("-", paste("beta quantile", a, b), q, qbeta(q, a, b))
}

results <- unique(do.call(rbind, results))
write.csv(results, file.path(folder, "expected.csv"), row.names = FALSE, quote = FALSE)
cat(R.version.string, ", survival ", as.character(packageVersion("survival")), "\n", sep = "")
