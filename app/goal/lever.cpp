// The lever: found among the declared parameters, with the range of its doses.

#include "app/goal/lever.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/intervention.hpp"
#include "models/levers/levers.hpp"
#include "models/schema.hpp"
#include "models/structure.hpp"
#include "sim/faults.hpp"
#include "sim/find_param.hpp"
#include "sim/nearest_name.hpp"
#include "sim/parse_number.hpp"
#include "sim/schema.hpp"

namespace app {
namespace {

const std::string own_name = "intervention.goal";  // the intervention that carries out --how

/// Names that might have been meant: all parameters, those of families for the member that is named.
std::vector<std::string> names_like(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& p : models::schema().params) names.push_back(p.name);
  const auto dot = name.find('.'), next = name.find('.', dot + 1);
  const std::string id = name.substr(std::min(dot, name.size() - 1) + 1,
                                     next == std::string::npos ? std::string::npos : next - dot - 1);
  for (const auto& family : models::schema().families)
    for (const auto& p : family.params) names.push_back(family.name + "." + id + "." + p.name);
  return names;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string_view words_for(std::string_view how) {
  if (how == "scale") return "times";
  if (how == "shift") return "plus";
  return how == "gate" ? "held at or below" : "set to";
}

class Reader {
 public:
  Reader(const LeverWords& words, const sim::Config& config, std::vector<sim::Diagnostic>& faults)
      : words_(words), config_(config), faults_(faults) {}

  std::optional<Lever> run() {
    const auto before = faults_.size();
    spec_ = sim::find_param(models::schema(), words_.name);
    if (spec_ == nullptr) {
      const auto near = sim::did_you_mean(words_.name, names_like(words_.name));
      fault("--lever", fmt::format("there is no parameter {}", sim::quote(words_.name)), "",
            near.empty() ? "`sendcast describe parameters` lists them" : near);
      return std::nullopt;
    }
    lever_.name = words_.name;
    lever_.unit = words_.how == "scale" ? "ratio" : spec_->unit;
    check_how();
    check_start();
    const auto from = number("--from", words_.from), to = number("--to", words_.to);
    if (faults_.size() != before) return std::nullopt;
    range(from, to);
    if (faults_.size() != before) return std::nullopt;
    return lever_;
  }

 private:
  void fault(const std::string& option, std::string problem, std::string why, std::string suggestion) {
    faults_.push_back({{option, 0}, std::move(problem), std::move(why), std::move(suggestion)});
  }

  void check_how() {
    lever_.how = words_.how;
    if (words_.how.empty()) {
      if (spec_->axes.empty()) return;
      std::string axes;
      for (const auto& axis : spec_->axes) axes += (axes.empty() ? "" : " and ") + axis;
      fault("--lever", fmt::format("{} has many values", words_.name), "it is by " + axes,
            "say what is done to all of them with --how scale or --how shift, or ask for the dose of an "
            "intervention");
      return;
    }
    std::vector<std::string> known;
    for (const auto& lever : models::levers()) known.emplace_back(lever.name);
    if (std::find(known.begin(), known.end(), words_.how) != known.end()) return;
    const auto near = sim::did_you_mean(words_.how, known);
    fault("--how", fmt::format("there is no lever {}", sim::quote(words_.how)), "",
          near.empty() ? "choose one of " + listed(known) : near);
  }

  void check_start() {
    const auto first = models::Structure(config_).clock[0];
    static constexpr std::string_view seasons[] = {"autumn", "spring", "summer"};
    lever_.start = fmt::format("{}-{}", first.calendar_year, seasons[static_cast<std::size_t>(first.season)]);
    if (words_.start.empty()) return;
    if (words_.how.empty())
      fault("--start", "a number that is changed itself has no start", "",
            "say with --how what is done to it");
    else if (!models::term_number(words_.start))
      fault("--start", fmt::format("{} is no term", sim::quote(words_.start)), "",
            "write for example 2019-autumn");
    lever_.start = words_.start;
  }

  std::optional<double> number(const std::string& option, const std::string& text) {
    if (text.empty()) return std::nullopt;
    if (const auto value = sim::parse_number<double>(text); value && std::isfinite(*value)) return value;
    fault(option, fmt::format("{} is no number", sim::quote(text)), "", "write for example 0.9");
    return std::nullopt;
  }

  /// The number as it is configured, at its mean.
  std::optional<double> present() const {
    for (const auto& a : config_.assumptions())
      if (a.name == lever_.name) return config_.base()[a.cells.front()];
    return std::nullopt;
  }

  bool is_dose() const {
    return lever_.how.empty() && lever_.name.starts_with("intervention.") && lever_.name.ends_with(".dose");
  }

  void range(std::optional<double> from, std::optional<double> to) {
    if (!from) {
      if (is_dose() || lever_.how == "shift") from = 0;
      if (lever_.how == "scale") from = 1;
      if (lever_.how.empty() && !is_dose()) from = present();
      if (!from) return fault("--from", fmt::format("where no action begins is not said"), "", "give --from");
    }
    if (!to && is_dose()) to = spec_->upper;
    if (!to && lever_.how.empty() && *from == spec_->lower && std::isfinite(spec_->upper)) to = spec_->upper;
    if (!to)
      return fault("--to", fmt::format("the largest dose is not said"), fmt::format("no action is {}", *from),
                   "give --to");
    lever_.from = *from;
    lever_.to = *to;
    if (lever_.how != "scale" && lever_.how != "shift")
      for (const auto& [option, value] : {std::pair{"--from", *from}, {"--to", *to}})
        if (value < spec_->lower || value > spec_->upper)
          fault(option, fmt::format("{} cannot be {}", lever_.name, value),
                fmt::format("it lies between {} and {}", spec_->lower, spec_->upper),
                "choose a dose between them");
    if (*from == *to)
      fault("--to", fmt::format("the doses begin and end at {}", *from), "", "give another --from or --to");
  }

  const LeverWords& words_;
  const sim::Config& config_;
  std::vector<sim::Diagnostic>& faults_;
  const sim::ParamSpec* spec_ = nullptr;
  Lever lever_;
};

}  // namespace

std::vector<std::string> Lever::settings(double dose) const {
  if (how.empty()) {
    std::vector<std::string> out{fmt::format("{}={}", name, dose)};
    const auto dot = name.find('.');
    const auto* family = sim::find_family(models::schema(), name.substr(0, dot));
    if (family != nullptr && !family->chosen_by.empty())
      out.push_back(fmt::format("{}=[\"{}\"]", family->chosen_by,
                                name.substr(dot + 1, name.find('.', dot + 1) - dot - 1)));
    return out;
  }
  return {own_name + ".title=\"The lever\"",
          own_name + ".source=\"the command line\"",
          own_name + ".reliability=\"red\"",
          fmt::format("{}.start=\"{}\"", own_name, start),
          fmt::format("{}.act.lever.parameter=\"{}\"", own_name, name),
          fmt::format("{}.act.lever.how=\"{}\"", own_name, how),
          fmt::format("{}.act.lever.by={}", own_name, dose)};
}

std::string Lever::text() const {
  return how.empty() ? name : fmt::format("{} {} the dose, from {}", name, words_for(how), start);
}

void Lever::own_faults(std::vector<sim::Diagnostic>& faults) const {
  for (auto& f : faults)
    if (f.where.file.starts_with("--set " + own_name + ".") ||
        f.where.file.starts_with("--set " + name + "="))
      f.where = {"--lever " + name, 0};
  sim::sort_faults(faults);
}

std::optional<Lever> lever_of(const LeverWords& words, const sim::Config& config,
                              std::vector<sim::Diagnostic>& faults) {
  return Reader(words, config, faults).run();
}

}  // namespace app
