// Checks of this build on this run: identities in every replicate, files against the store, replicates anew.

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "app/interrupt.hpp"
#include "app/report/assurance.hpp"
#include "app/report/report_words.hpp"
#include "models/model.hpp"
#include "sim/config_draws.hpp"
#include "sim/ensemble.hpp"
#include "sim/math_fingerprint.hpp"
#include "sim/output_digests.hpp"
#include "sim/read_file.hpp"
#include "sim/summary.hpp"
#include "sim/summary_csv.hpp"

namespace app {
namespace {

using Whole = std::vector<std::int64_t>;

/// Stored integers of a series at a period; nothing where the run has no draws of it.
std::optional<Whole> stored(const ReportSources& s, const SeriesName& name, std::uint32_t period) {
  const auto series =
      s.store().layout().find_series(name.metric, name.breakdown, name.category, s.run().area());
  if (!series || s.store().layout().is_ratio(*series) || !s.store().has_draws(*series)) return {};
  if (period >= s.run().periods(*series).size()) return {};
  return s.store().column(s.store().layout().column(*series, period));
}

/// In every replicate and period, the categories of a breakdown add up to the total.
RunCheck parts_add_up(const ReportSources& s, const std::string& metric, const std::string& breakdown,
                      const std::string& of, const std::string& words) {
  RunCheck check{words, {}, {}};
  const auto total = s.run().find({of});
  const auto categories = s.run().categories(metric, breakdown);
  if (!total || categories.empty()) {
    check.result = "the run keeps no draws of it";
    return check;
  }
  std::size_t off = 0, looked_at = 0;
  const auto periods = static_cast<std::uint32_t>(s.run().periods(*total).size());
  for (std::uint32_t p = 0; p < periods; ++p) {
    const auto all = stored(s, {of}, p);
    Whole sum(s.run().replicates(), 0);
    bool whole = all.has_value();
    for (const auto& category : categories)
      if (const auto part = stored(s, {metric, breakdown, category}, p))
        std::transform(sum.begin(), sum.end(), part->begin(), sum.begin(), std::plus<>());
      else
        whole = false;
    if (!whole) continue;
    looked_at += sum.size();
    for (std::size_t r = 0; r < sum.size(); ++r) off += sum[r] != (*all)[r];
  }
  if (looked_at == 0) {
    check.result = "the run keeps no draws of it";
    return check;
  }
  check.passed = off == 0;
  check.result = fmt::format("{} sums over {} periods looked at, {} off", looked_at, periods, off);
  return check;
}

/// Spend less income is the position of the year, to the penny in every replicate.
RunCheck ledger(const ReportSources& s) {
  RunCheck check{"Spend less income is the in-year position, to the penny in every replicate", {}, {}};
  const auto series = s.run().find({"in_year_position"});
  std::size_t off = 0, looked_at = 0;
  for (std::uint32_t p = 0; series && p < s.run().periods(*series).size(); ++p) {
    const auto spend = stored(s, {"hnb_spend"}, p), income = stored(s, {"hnb_income"}, p),
               position = stored(s, {"in_year_position"}, p);
    if (!spend || !income || !position) continue;
    looked_at += spend->size();
    for (std::size_t r = 0; r < spend->size(); ++r) off += (*spend)[r] - (*income)[r] != (*position)[r];
  }
  if (looked_at == 0)
    check.result = "the run keeps no draws of it";
  else
    check.passed = off == 0, check.result = fmt::format("{} years looked at, {} off", looked_at, off);
  return check;
}

/// summary.csv as it lies there, line by line against the store.
RunCheck summary_file(const ReportSources& s) {
  RunCheck check{"summary.csv says what the store holds, byte for byte", {}, {}};
  constexpr std::size_t most_bytes = std::size_t{1} << 30;
  const auto read = sim::read_regular_file(s.run().folder() / "summary.csv", most_bytes);
  const auto* text = std::get_if<std::string>(&read);
  if (text == nullptr) {
    check.result = "summary.csv is not beside the run";
    return check;
  }
  std::string expected = std::string(sim::summary_csv_header()) + "\n";
  std::size_t lines = 0;
  for (const auto& line : sim::summarise(s.store())) {
    expected += sim::summary_csv_line(s.store(), line) + "\n";
    ++lines;
  }
  check.passed = expected == *text;
  check.result =
      fmt::format("{} lines made anew{}", lines, *check.passed ? "" : "; they differ from the file");
  return check;
}

/// Files as they lie there, against the digests that the run wrote of them.
RunCheck outputs_unchanged(const ReportSources& s) {
  RunCheck check{"The files of the run are those that it wrote (SHA-256)", {}, {}};
  const auto files = sim::check_outputs(s.run().folder());
  if (!files.known) {
    check.result = "the manifest says nothing of them";
    return check;
  }
  check.passed = files.as_written();
  check.result = fmt::format("{} files looked at", s.run().manifest().digests.size());
  if (!files.changed.empty()) check.result += "; changed: " + listed(files.changed);
  if (!files.missing.empty()) check.result += "; not there: " + listed(files.missing);
  return check;
}

RunCheck inputs_unchanged(const ReportSources& s) {
  RunCheck check{"The input files are those that the run read (SHA-256)", {}, {}};
  const auto& read = s.configs[s.main];
  if (read.config || read.changed) check.passed = !read.changed;
  check.result = read.config ? fmt::format("{} files", s.run().manifest().inputs.size()) : read.why_not;
  return check;
}

/// First, middle and last replicate simulated by this build, every stored figure compared.
RunCheck repeated(const ReportSources& s) {
  RunCheck check{
      "This build simulates the first, the middle and the last replicate as the run holds them", {}, {}};
  const auto* config = s.config();
  const auto& info = s.run().info();
  if (config == nullptr || info.mode != sim::StoreMode::full || info.first != 0) {
    check.result = config == nullptr ? s.configs[s.main].why_not : "the run does not keep every figure";
    return check;
  }
  const models::SendModel model(*config);
  const auto draws =
      sim::assumption_draws(*config, s.configs[s.main].options.design, info.seed, info.planned);
  if (model.layout().columns() != s.store().layout().columns()) {
    check.passed = false;
    check.result = "this build measures other figures";
    return check;
  }
  const std::set<std::uint32_t> chosen{0, info.replicates / 2, info.replicates - 1};
  std::vector<std::vector<std::int64_t>> rows;
  rows.reserve(chosen.size());
  for (const auto r : chosen) rows.push_back(sim::simulate_one(model, draws, info.seed, r, 0, interrupted()));
  std::size_t off = 0;
  for (std::uint32_t c = 0; c < model.layout().columns(); ++c) {
    const auto column = s.store().column(c);
    std::size_t k = 0;
    for (const auto r : chosen) off += rows[k++][c] != column[r];
  }
  check.passed = off == 0;
  check.result = fmt::format("{} figures compared, {} differ", chosen.size() * model.layout().columns(), off);
  return check;
}

RunCheck library(const ReportSources& s) {
  RunCheck check{"The mathematical library of this machine is that of the run", {}, {}, true};
  const auto here = sim::math_fingerprint();
  check.passed = here == s.run().info().fingerprint;
  check.result = fmt::format("here {}, of the run {}", here, s.run().info().fingerprint);
  return check;
}

RunCheck monte_carlo(const ReportSources& s) {
  RunCheck check{"Monte Carlo errors of medians are under a tenth of half the middle 80 %", {}, {}, true};
  std::size_t looked_at = 0, large = 0;
  for (const auto* metric :
       {"ehcp_stock", "independent_share", "hnb_spend", "in_year_position", "cumulative_deficit"})
    if (const auto line = s.line({metric}))
      for (const auto& f : line->figures) {
        if (!(f.p90 > f.p10) || !std::isfinite(f.mcse_p50)) continue;
        ++looked_at;
        large += f.mcse_p50 > 0.1 * (f.p90 - f.p10) / 2;
      }
  if (looked_at == 0) {
    check.result = "the run is too short for Monte Carlo errors";
    return check;
  }
  check.passed = large == 0;
  check.result = fmt::format("{} headline figures looked at, {} have a larger error{}", looked_at, large,
                             large == 0 ? "" : "; more replicates make it smaller");
  return check;
}

}  // namespace

std::vector<RunCheck> run_checks(const ReportSources& s) {
  return {
      inputs_unchanged(s),
      library(s),
      repeated(s),
      outputs_unchanged(s),
      summary_file(s),
      parts_add_up(s, "ehcp_stock", "age_group", "ehcp_stock", "Plans by age group add up to all plans"),
      parts_add_up(s, "ehcp_stock", "need", "ehcp_stock", "Plans by need add up to all plans"),
      parts_add_up(s, "placement_stock", "placement", "ehcp_stock", "Plans by placement add up to all plans"),
      parts_add_up(s, "new_plans", "placement", "new_plans",
                   "New plans by placement add up to all new plans"),
      parts_add_up(s, "hnb_spend", "line", "hnb_spend",
                   "Lines of the ledger add up to the spend, to the penny"),
      parts_add_up(s, "hnb_income", "line", "hnb_income",
                   "Lines of income add up to the income, to the penny"),
      ledger(s),
      monte_carlo(s)};
}

}  // namespace app
