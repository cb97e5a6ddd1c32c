// The command `voi` from its options to its files.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "app/voi/place_choice.hpp"
#include "app/voi/voi.hpp"
#include "sim/output_folder.hpp"
#include "sim/threads.hpp"

namespace app {
namespace {

constexpr std::uint32_t usual_samples[] = {50, 200};  // of shares, where nobody asks for others
constexpr std::size_t usual_sampled = 3;              // assumptions
constexpr double worth_sampling = 0.01;               // of what all are worth

Benefits of_runs(const Objective& objective, const std::vector<PairedRun>& runs) {
  Benefits out;
  for (const auto& r : runs) {
    out.letters.push_back(r.letter);
    out.names.push_back(r.name);
    out.values.push_back(objective.benefit(*r.run));
  }
  return out;
}

/// Assumptions of all runs, each once, as its first run draws it.
std::vector<AssumptionSource> sources_of(const std::vector<PairedRun>& runs) {
  std::vector<AssumptionSource> out;
  for (const auto& r : runs)
    for (std::size_t i = 0; i < r.run->assumptions().size(); ++i) {
      const auto& a = r.run->assumptions()[i];
      if (std::any_of(out.begin(), out.end(), [&](const auto& s) { return s.name == a.name; })) continue;
      out.push_back({a.name, a.unit, r.run->draws()[i]});
    }
  return out;
}

class Valuer {
 public:
  Valuer(const PreparedDraws& draws, const sim::Choice& choice, double uses)
      : draws_(draws), choice_(choice), increments_(choice.increments()), uses_(uses) {
    if (draws.rows.size() >= needed_together())
      terms_.emplace(draws.assumptions, increments_, choice.scramble());
  }

  /// Replicates that it takes to say what groups are worth.
  std::size_t needed_together() const { return sim::rows_for_joint_terms(draws_.assumptions.size()); }
  Worth joint(std::string kind, std::string name, const std::vector<std::size_t>& members) const {
    if (!terms_) return {std::move(kind), std::move(name), "", members.size(), 0, {NAN, NAN}, {NAN, NAN}};
    return worth(std::move(kind), std::move(name), "", members.size(),
                 sim::value_of_information(terms_->regression(members), choice_));
  }
  Worth single(std::size_t i) const {
    return worth("assumption", draws_.named[i].name, std::string(models::name_of(draws_.named[i].group)), 1,
                 sim::value_of_information(draws_.assumptions[i].regression(), choice_));
  }
  /// `u`: uniforms of the sample's own, by replicate of the run.
  Worth sample(std::size_t i, const sim::Sample& sample, const std::vector<double>& u) const {
    const auto& x = draws_.assumptions[i];
    const sim::PreparedAssumption results(sim::sample_results(x.draws(), sample, u), choice_.scramble());
    auto out = worth("sample", draws_.named[i].name, std::string(models::name_of(draws_.named[i].group)), 1,
                     sim::value_of_sample(x, results, choice_));
    out.observations = sample.observations;
    return out;
  }

 private:
  Worth worth(std::string kind, std::string name, std::string group, std::size_t assumptions,
              sim::LeftOut values) const {
    for (double& v : values) v *= uses_;
    Worth out{std::move(kind), std::move(name), std::move(group), assumptions, 0, sim::jackknife(values), {}};
    out.interval = sim::interval_of(out.value, 0, std::numeric_limits<double>::infinity());
    // That no part of the run would choose otherwise bounds nothing.
    if (out.value.value == 0 && out.value.mcse == 0) out.interval = {NAN, NAN};
    return out;
  }
  const PreparedDraws& draws_;
  const sim::Choice& choice_;
  std::vector<std::span<const double>> increments_;
  std::optional<sim::JointTerms> terms_;
  double uses_;
};

bool more_worth(const Worth& a, const Worth& b) { return a.value.value > b.value.value; }

bool is_share(const std::vector<double>& draws) {
  return std::all_of(draws.begin(), draws.end(), [](double p) { return p >= 0 && p <= 1; });
}

std::size_t position_of(const PreparedDraws& draws, const std::string& name) {
  const auto found =
      std::find_if(draws.named.begin(), draws.named.end(), [&](const auto& a) { return a.name == name; });
  return static_cast<std::size_t>(found - draws.named.begin());
}

/// The largest single worth where that of all is not known.
double worth_of_all(const VoiSummary& s) {
  if (std::isfinite(s.all.value.value)) return s.all.value.value;
  return s.singles.empty() ? 0 : s.singles.front().value.value;
}

/// What was asked for; or shares among the most valuable, each observed in a few and in many cases.
std::vector<SampleQuestion> sample_questions(const VoiOptions& o, const PreparedDraws& draws,
                                             const VoiSummary& s) {
  if (!o.samples.empty()) return o.samples;
  std::vector<SampleQuestion> out;
  std::size_t taken = 0;
  for (const auto& w : s.singles) {
    const auto i = position_of(draws, w.name);
    if (draws.named[i].unit != "share" || !is_share(draws.assumptions[i].draws()) ||
        !(w.value.value > worth_sampling * worth_of_all(s)) || w.name.ends_with(".draw"))
      continue;
    for (const auto n : usual_samples) out.push_back({w.name, {sim::Observed::share, n, 0}});
    if (++taken == usual_sampled) break;
  }
  return out;
}

void value_samples(const VoiOptions& o, const std::vector<PairedRun>& runs, const PreparedDraws& draws,
                   const Valuer& valuer, VoiSummary& s) {
  const auto& info = runs.front().run->info();
  for (const auto& q : sample_questions(o, draws, s)) {
    const auto i = position_of(draws, q.assumption);
    if (i == draws.named.size()) {
      bool known = false;
      for (const auto& r : runs)
        for (const auto& a : r.run->assumptions()) known = known || a.name == q.assumption;
      if (!known) runs.front().run->draws(q.assumption);  // which says what is near
      throw UserError(folded_fault(
          fmt::format("--observe {}: it is the same in every replicate: nothing to find out", q.assumption)));
    }
    if (q.sample.as == sim::Observed::share && !is_share(draws.assumptions[i].draws()))
      throw UserError(folded_fault(
          fmt::format("--observe {0}={1}: it is no share; write {0}={1}:SD with the standard deviation of "
                      "one observation",
                      q.assumption, q.sample.observations)));
    std::vector<double> u;
    const auto hash = sim::name_hash64("sample of " + q.assumption);
    for (const auto r : draws.rows.kept)
      u.push_back(sim::design_point(sim::Design::sobol, info.seed, hash, info.first + r, info.planned));
    s.samples.push_back(valuer.sample(i, q.sample, u));
  }
}

void set_choice(const Benefits& benefits, const sim::Choice& choice, VoiSummary& s) {
  s.best = choice.best();
  for (std::size_t d = 0; d < choice.options(); ++d) {
    auto sorted = choice.increment(d);
    std::sort(sorted.begin(), sorted.end());
    s.choice.push_back({benefits.letters[d], benefits.names[d], choice.against_best(d),
                        sim::sorted_quantile(sorted, 0.1), sim::sorted_quantile(sorted, 0.9),
                        choice.chance_best(d)});
  }
}

void write(const VoiOptions& o, const std::vector<PairedRun>& runs, const std::string& command,
           VoiSummary& s) {
  sim::OutputFolder folder(o.out, "voi");
  const auto tables = voi_tables(s);
  if (o.places)
    if (auto why = put_into_store(*runs.front().run, tables); !why.empty()) s.notes.push_back(std::move(why));
  s.folder = o.out;
  s.files = {"voi.csv", "choice.csv", "voi.json", "manifest.json"};
  sim::write_text(folder.path() / s.files[0], csv_text(tables[1]));
  sim::write_text(folder.path() / s.files[1], csv_text(tables[0]));
  sim::write_text(folder.path() / s.files[2], voi_json(s));
  sim::Execution execution = sim::execution_here(static_cast<unsigned>(sim::thread_count(o.threads)));
  execution.seconds = s.seconds;
  std::vector<sim::ComparedManifest> compared;
  compared.reserve(runs.size());
  for (const auto& r : runs)
    compared.push_back({r.letter, r.name, r.run->folder().string(), r.run->info().config_digest});
  sim::write_text(folder.path() / s.files[3],
                  sim::manifest_json(sim::ComparisonManifest{runs.front().run->info(), compared, s.files,
                                                             command, execution}));
  folder.commit();
}

}  // namespace

VoiSummary voi_run(const VoiOptions& o, const std::string& command) {
  const auto began = std::chrono::steady_clock::now();
  const auto runs = paired_runs(o.runs);
  const StoredRun& first = *runs.front().run;
  if (o.places && runs.size() > 1) throw UserError("--places: is a choice within one run; name one");
  if (!o.places && runs.size() < 2)
    throw UserError(folded_fault(
        fmt::format("{}: one run is no choice; name two or more in pairs, a comparison, or ask for --places",
                    runs.front().word)));
  VoiSummary s;
  s.area = first.area();
  s.take(first.info());
  s.shown = o.shown;
  s.uses = sim::discounted_uses(o.decisions, o.years, o.objective.discount);
  Benefits benefits;
  if (o.places) {
    benefits = of_places(first, *o.places, s.objective);
    s.unit = "pounds";
  } else {
    const Objective objective(o.objective, runs);
    benefits = of_runs(objective, runs);
    s.objective = objective.text();
    s.money = objective.money();
    s.unit = std::string(sim::to_string(objective.metric().unit));
  }
  const std::vector<std::span<const double>> samples(benefits.values.begin(), benefits.values.end());
  auto rows = sim::usable_rows(samples, first.info().first);
  if (const auto few = sim::too_few(rows); !few.empty())
    throw UserError(
        folded_fault(fmt::format("{}: {} to say what information is worth", first.folder().string(), few)));
  std::vector<std::vector<double>> usable;
  for (const auto& v : benefits.values) usable.push_back(rows.of(v));
  const sim::Choice choice(std::move(usable), rows.scramble);
  set_choice(benefits, choice, s);
  const auto same = [&](std::size_t d) {
    const auto& v = choice.increment(d);
    return std::all_of(v.begin(), v.end(), [&](double x) { return x == v.front(); });
  };
  bool certain = true;
  for (std::size_t d = 0; d < choice.options(); ++d) certain = certain && same(d);
  if (certain)
    throw UserError(folded_fault(
        fmt::format("{}: the options differ by the same in every replicate: nothing that could be "
                    "found out would change the choice",
                    first.folder().string())));
  const auto draws = prepare_draws(sources_of(runs), std::move(rows), o.threads);
  if (draws.assumptions.empty())
    throw UserError(folded_fault(
        fmt::format("{}: draws no assumption; there is nothing to find out", first.folder().string())));
  const Valuer valuer(draws, choice, s.uses);
  s.all = valuer.joint("all", "all_assumptions", draws.all());
  for (const auto g : models::assumption_groups)
    if (const auto members = draws.of(g); !members.empty())
      s.groups.push_back(valuer.joint("group", std::string(models::name_of(g)), members));
  s.singles.resize(draws.assumptions.size());
  for_each_index(s.singles.size(), o.threads, [&](std::size_t i) { s.singles[i] = valuer.single(i); });
  std::stable_sort(s.groups.begin(), s.groups.end(), more_worth);
  std::stable_sort(s.singles.begin(), s.singles.end(), more_worth);
  value_samples(o, runs, draws, valuer, s);
  if (draws.rows.size() < valuer.needed_together())
    s.notes.push_back(fmt::format(
        "{} replicates do not tell what {} assumptions are worth together; that takes {}, four for each",
        draws.rows.size(), draws.assumptions.size(), valuer.needed_together()));
  if (draws.rows.size() < first.replicates())
    s.notes.push_back(fmt::format("{} of {} replicates have the figure in all runs", draws.rows.size(),
                                  first.replicates()));
  s.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  write(o, runs, command, s);
  return s;
}

}  // namespace app
