// What `sendcast goal` was asked to do, checked.

#include "app/goal/goal_options.hpp"

#include <fmt/format.h>

#include <cmath>

#include "app/goal/target_text.hpp"
#include "app/user_error.hpp"
#include "models/measures.hpp"
#include "models/structure.hpp"
#include "sim/config_files.hpp"
#include "sim/parse_number.hpp"

namespace app {
namespace {

constexpr unsigned most_parts = 100;
constexpr double finest = 1e-6;  // of the range: what bisection has some use for

std::optional<double> plain_number(const std::string& text) {
  const auto value = sim::parse_number<double>(text);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

double probability(std::string text) {
  double scale = 1;
  if (text.ends_with('%')) {
    scale = 100;
    text.erase(text.find_last_not_of(" %") + 1);
  }
  const auto value = plain_number(text);
  if (!value || !(*value > 0) || !(*value <= scale))
    throw UserError(
        fmt::format("--probability {}: write a chance above 0 and up to 1, for example 0.8 or 80%", text));
  return *value / scale;
}

unsigned parts(const std::string& text) {
  const auto value = plain_number(text);
  if (!value || *value != std::floor(*value) || *value < 1 || *value > most_parts)
    throw UserError(fmt::format("--scan {}: write a whole number from 1 to {}", text, most_parts));
  return static_cast<unsigned>(*value);
}

double tolerance(const std::string& text, double range) {
  if (text.empty()) return range / 100;
  const auto value = plain_number(text);
  if (!value || !(*value >= finest * range))
    throw UserError(fmt::format("--tolerance {}: write by how much the dose may be out, {} or more", text,
                                finest * range));
  return *value;
}

/// The fewest years for which the configuration is sound and has the target's period: a longer run begins
/// with the shorter one, so what comes after the period is not simulated.
std::int64_t years_needed(const ConfigChoice& choice, const sim::Config& config, const Goal& target,
                          sim::ConfigFiles& files) {
  std::int64_t enough = config.integer("years");
  for (std::int64_t low = 1; low < enough;) {
    const std::int64_t middle = low + (enough - low) / 2;
    ConfigChoice shorter = choice;
    shorter.settings.push_back(fmt::format("years={}", middle));
    const auto loaded = load(shorter, files);
    bool has = false;
    if (loaded.config) {
      const models::Structure structure(*loaded.config);
      const models::Measures measures(structure);
      has = find_goal(target, measures.layout(), loaded.config->text("area"), "", [](std::string_view) {
              return sim::Origin{};
            }).goal.has_value();
    }
    if (has)
      enough = middle;
    else
      low = middle + 1;
  }
  return enough;
}

}  // namespace

ConfigChoice at_dose(const ConfigChoice& choice, const Lever& lever, double dose) {
  ConfigChoice out = choice;
  for (auto& setting : lever.settings(dose)) out.settings.push_back(std::move(setting));
  return out;
}

GoalRead goal_options(const GoalWords& words) {
  GoalRead read;
  GoalOptions o;
  RunWords run = words.run;
  if (!run.out) run.out = default_folder(run.choice).string() + "-goal";
  o.run = run_options(run);
  o.question.probability = probability(words.probability);
  o.question.parts = parts(words.parts);

  sim::ConfigFiles files;
  auto base = load(o.run.choice, files);
  if (!base.config) return {{}, std::move(base.faults)};
  o.notes = std::move(base.notes);
  const models::Structure structure(*base.config);
  const models::Measures measures(structure);
  const auto lever = lever_of(words.lever, *base.config, read.faults);
  const auto target = target_of(words.target, *base.config, measures.layout(), read.faults);
  if (lever) {
    o.lever = *lever;
    o.question.from = lever->from;
    o.question.to = lever->to;
    o.question.tolerance = tolerance(words.tolerance, std::abs(lever->to - lever->from));
    for (const double dose : {lever->from, lever->to}) {
      auto end = load(at_dose(o.run.choice, *lever, dose), files);
      lever->own_faults(end.faults);
      read.faults.insert(read.faults.end(), end.faults.begin(), end.faults.end());
    }
  }
  if (!read.faults.empty()) {
    sim::sort_faults(read.faults);
    return read;
  }
  o.target = *target;
  const auto years = years_needed(at_dose(o.run.choice, o.lever, o.lever.to), *base.config, o.target, files);
  if (years < base.config->integer("years")) o.run.choice.settings.push_back(fmt::format("years={}", years));
  read.options = std::move(o);
  return read;
}

std::string goal_command(const GoalWords& words, const GoalOptions& o) {
  std::string text = "sendcast goal " + shell_word(words.run.choice.config.string());
  for (const auto& scenario : words.run.choice.scenarios)
    text += " --scenario " + shell_word(scenario.string());
  for (const auto& setting : words.run.choice.settings) text += " --set " + shell_word(setting);
  text += " --lever " + shell_word(o.lever.name);
  if (!o.lever.how.empty()) text += fmt::format(" --how {} --start {}", o.lever.how, o.lever.start);
  text += fmt::format(" --from {} --to {}", o.question.from, o.question.to);
  text += " --target " + shell_word(words.target);
  text += fmt::format(" --probability {} --tolerance {} --scan {} -n {} --seed {}", o.question.probability,
                      o.question.tolerance, o.question.parts, o.run.replicates, o.run.seed);
  if (o.run.design != sim::Design::sobol) text += fmt::format(" --design {}", sim::name_of(o.run.design));
  return text;
}

}  // namespace app
