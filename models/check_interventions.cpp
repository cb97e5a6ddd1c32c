// What can be wrong with the acts of interventions and risks beyond names and bounds that the schema knows:
// terms, parameters that they cannot reach, restrictions that do not fit, results out of bounds, two that set
// the same.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "models/act_reach.hpp"
#include "models/axes.hpp"
#include "models/check_together.hpp"
#include "models/intervention.hpp"
#include "models/levers/levers.hpp"
#include "models/schema.hpp"
#include "models/state.hpp"
#include "sim/axis_labels.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"

namespace models {
namespace {

std::string list(const auto& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

/// The name that may have been meant, or other advice where none is near.
std::string near(const std::string& name, const std::vector<std::string>& known, const char* otherwise) {
  auto meant = sim::did_you_mean(name, known);
  return meant.empty() ? otherwise : meant;
}

class Checker {
 public:
  Checker(const sim::Config& c, std::vector<sim::Diagnostic>& faults) : c_(c), faults_(faults) {}

  void run() {
    const auto sound = faults_.size();
    for (const auto& id : c_.members("intervention")) {
      times(id);
      acts({id, {}});
    }
    for (const auto& id : c_.members("risk")) {
      begins("risk", id);
      acts({id, {}, "risk"});
    }
    packages();
    without_limit();
    if (faults_.size() == sound && sim::term_start(c_.text("start"))) check_together(c_, faults_);
  }

 private:
  void acts(ActName act) {
    for (const auto& name : c_.members(act.family())) {
      act.act = name;
      if (const auto step = term(act.family(), name, "start")) within_owner(act, *step);
      if (const auto target = parameter(act)) {
        where(act, *target);
        years_that_grow(act, *target);
        bounds(act, *target);
        remember_set(act, *target);
      }
    }
  }

  /// A step comes after its owner has begun, and before it ends.
  void within_owner(const ActName& act, int step) {
    const auto owner = act.kind + "." + act.owner;
    const auto opens = term_number(c_.text(act.kind, act.owner, "start"));
    if (opens && step < *opens)
      fault(act.full() + ".start", fmt::format("the change begins before {}", owner),
            fmt::format("{} begins in {}", owner, c_.text(act.kind, act.owner, "start")),
            "leave the start out, or let the owner begin by then");
    if (act.kind == "risk") return;
    const auto ends = term_number(c_.text(act.kind, act.owner, "end"));
    if (ends && step >= *ends)
      fault(act.full() + ".start", fmt::format("the change begins when {} has ended", owner),
            fmt::format("{} ends in {}", owner, c_.text(act.kind, act.owner, "end")),
            "let it begin earlier, or leave it out");
  }

  void fault(const std::string& name, std::string problem, std::string why, std::string suggestion = {}) {
    faults_.push_back({c_.origin(name), std::move(problem), std::move(why), std::move(suggestion)});
  }

  const std::string& text(const ActName& act, std::string_view field) const {
    return c_.text(act.family(), act.act, field);
  }

  /// The term in which an intervention or an event begins, which must be there.
  std::optional<int> begins(const std::string& family, const std::string& id) {
    if (c_.text(family, id, "start").empty())
      fault(fmt::format("{}.{}.start", family, id), "the start is empty", "it must be a term",
            "write for example 2019-autumn");
    return term(family, id, "start");
  }

  const std::vector<std::string>& text_list(const ActName& act, std::string_view field) const {
    return c_.text_list(act.family(), act.act, field);
  }

  /// The term of a setting; a fault, and nothing, if it is none; nothing for an empty one.
  std::optional<int> term(const std::string& family, const std::string& id, const char* field) {
    const auto& text = c_.text(family, id, field);
    const auto number = term_number(text);
    if (!number && !text.empty())
      fault(fmt::format("{}.{}.{}", family, id, field), fmt::format("{} = {}", field, sim::quote(text)),
            "it is no term", "write for example 2019-autumn (spring, summer; calendar years)");
    return number;
  }

  void times(const std::string& id) {
    const auto start = begins("intervention", id), end = term("intervention", id, "end");
    if (start && end && *end <= *start)
      fault("intervention." + id + ".end", "the end is not after the start",
            "it is the first term without it", "write a later term, or leave `end` out");
  }

  void packages() {
    std::size_t kinds = 1;  // the package of support.package_*
    for (const auto& id : c_.members("intervention"))
      for (const auto& package : c_.members("intervention." + id + ".package")) {
        const auto name = fmt::format("intervention.{}.package.{}", id, package);
        const auto at = [&](const char* param) { return c_.base()[c_.slot(name + "." + param).offset]; };
        if (at("from_age") > at("to_age"))
          fault(name + ".to_age", "the oldest age is below the youngest", "nobody could have it",
                "exchange the two");
        if (++kinds == most_package_kinds + 1)
          fault(name + ".capacity", "there are too many kinds of packages",
                fmt::format("at most {}", most_package_kinds), "leave some out");
      }
  }

  std::optional<Target> parameter(const ActName& act) {
    const auto& name = text(act, "parameter");
    auto target = find_target(c_, name);
    if (!target && act.kind == "risk" && lacks_intervention(act, name)) return std::nullopt;
    if (!target) {
      fault(act.full() + ".parameter", sim::quote(name) + " is not a known parameter",
            "no parameter of this configuration is called that",
            near(name, known(), "`sendcast describe parameters` lists them"));
      return std::nullopt;
    }
    if (act.kind == "risk" && name.starts_with("intervention.")) return of_intervention(act, *target);
    const auto why = why_beyond_reach(name);
    if (why.empty()) return target;
    fault(act.full() + ".parameter",
          fmt::format("{} {} cannot change {}", act.kind == "risk" ? "a" : "an", act.kind, name),
          std::string(why),
          why == effect_adds_up && name.starts_with("request.")
              ? "change request.level or request.local_level"
              : "set it in a scenario");
    return std::nullopt;
  }

  /// True, and a fault, where an event changes an intervention that the configuration does not have.
  bool lacks_intervention(const ActName& act, const std::string& parameter) {
    constexpr std::string_view family = "intervention.";
    if (!parameter.starts_with(family)) return false;
    const auto id = parameter.substr(family.size(), parameter.find('.', family.size()) - family.size());
    const auto chosen = c_.members("intervention");
    if (!sim::did_you_mean(id, chosen).empty()) return false;  // chosen, or misspelt
    fault(act.full() + ".parameter", fmt::format("the intervention {} is not chosen", sim::quote(id)),
          fmt::format("the event {} changes it", sim::quote(act.owner)),
          fmt::format("add {} to `interventions`, or take the event out of `risks`", sim::quote(id)));
    return true;
  }

  /// What an event may do to an intervention: make it smaller, later or dearer. By scaling only, so that what
  /// is left out (dose = 0) stays out.
  std::optional<Target> of_intervention(const ActName& act, const Target& target) {
    struct Way {
      std::string_view param, how;
    };
    static constexpr Way ways[] = {
        {"dose", "scale"}, {"delay", "shift"}, {"yearly_cost", "scale"}, {"start_cost", "scale"}, {"by", ""}};
    const auto& name = text(act, "parameter");
    const auto* way = std::find_if(std::begin(ways), std::end(ways),
                                   [&](const Way& w) { return target.spec->name == w.param; });
    if (way != std::end(ways) && (way->how.empty() || way->how == text(act, "how"))) {
      if (way->param == "delay") {
        not_begun(act, name);
        not_earlier(act, name);
      }
      return target;
    }
    if (way == std::end(ways))
      fault(act.full() + ".parameter", fmt::format("a risk cannot change {}", name),
            "of an intervention it changes dose, delay, yearly_cost, start_cost, or the `by` of an act",
            "scale its dose");
    else
      fault(act.full() + ".how", fmt::format("how = {} of {}", sim::quote(text(act, "how")), name),
            way->param == "dose" ? "what is left out by dose = 0 would come back"
                                 : "it would replace the plan's own",
            fmt::format("use {}", way->how));
    return std::nullopt;
  }

  /// What has opened does not close again because the next step is late.
  void not_begun(const ActName& act, const std::string& delay) {
    const auto id = delay.substr(delay.find('.') + 1, delay.rfind('.') - delay.find('.') - 1);
    const auto opens = term_number(c_.text("intervention", id, "start"));
    const auto& step = text(act, "start");
    const auto from = term_number(step.empty() ? c_.text(act.kind, act.owner, "start") : step);
    const double slips = uncertain("risk." + act.owner + ".delay").quantile(0.999);
    if (uncertain("risk." + act.owner + ".duration").quantile(0.001) < most_terms)
      fault("risk." + act.owner + ".duration",
            fmt::format("the event ends, and with it what it does to {}", delay),
            "an intervention that is late does not open because the cause has gone",
            "leave the duration out, and let the delay say how long it takes");
    if (opens && from && *from + std::lround(slips) > *opens)
      fault(act.full() + ".parameter", fmt::format("{} changes after the intervention has begun", delay),
            fmt::format("it begins in {}", c_.text("intervention", id, "start")),
            "let the event begin by then, or take away what does not come");
  }

  /// What is planned begins no sooner because something happens.
  void not_earlier(const ActName& act, const std::string& delay) {
    if (amount(act).quantile(0.001) < 0)
      fault(act.full() + ".by", fmt::format("{} is shifted to an earlier term", delay),
            "an event makes an intervention later, not earlier", "shift it by nought or more terms");
  }

  const std::vector<std::string>& known() {
    if (!known_.empty()) return known_;
    for (const auto& p : schema().params) known_.push_back(p.name);
    for (const auto& id : c_.members("intervention")) known_.push_back("intervention." + id + ".dose");
    for (const auto name : changeable) {
      const auto* family = sim::find_family(schema(), name);
      for (const auto& id : c_.members(name))
        for (const auto& p : family->params) known_.push_back(family->name + "." + id + "." + p.name);
    }
    return known_;
  }

  void where(const ActName& act, const Target& target) {
    const auto& own = target.spec->axes;
    for (const auto& axis : schema().axes) {
      const auto field = "where." + axis.name;
      const auto& labels = c_.text_list(act.family(), act.act, field);
      if (labels.empty()) continue;
      if (std::find(own.begin(), own.end(), axis.name) == own.end()) {
        fault(act.full() + "." + field, fmt::format("{} is not by {}", text(act, "parameter"), axis.name),
              own.empty() ? "it is one number for all" : "it is by " + list(own),
              "leave the restriction out");
        continue;
      }
      const sim::AxisLabels known(axis);
      for (const auto& label : labels)
        if (!known.find(label))
          fault(act.full() + "." + field, fmt::format("{} is no {}", sim::quote(label), axis.name),
                known.description(), near(label, axis.labels, "write one of these, or a range of them"));
    }
  }

  /// The `by` of an act: a number or a distribution.
  static constexpr double most_terms = 1e9;

  const sim::Uncertain& amount(const ActName& act) const { return uncertain(act.full() + ".by"); }

  /// What is known of a parameter with one cell.
  const sim::Uncertain& uncertain(const std::string& parameter) const {
    const auto cell = c_.slot(parameter).offset;
    return std::ranges::find_if(c_.assumptions(), [&](const auto& a) { return a.cells.front() == cell; })
        ->value;
  }

  /// A line of money that grows is reckoned from its last stated year: what is done to later years alone
  /// reaches nothing, and what ends between them does not end.
  void years_that_grow(const ActName& act, const Target& target) {
    const auto& name = text(act, "parameter");
    if (target.spec->name != "amount" || !(name.starts_with("cost.") || name.starts_with("income."))) return;
    const auto growth_from = name.substr(0, name.rfind('.')) + ".growth_from";
    const int last = static_cast<int>(std::lround(c_.base()[c_.slot(growth_from).offset]));
    const sim::AxisLabels years(*sim::find_axis(schema(), "year"));
    for (const auto& label : text_list(act, "where.year")) {
      const auto range = years.find(label);
      if (!range) continue;
      const int first_named = first_year + static_cast<int>(range->first),
                last_named = first_year + static_cast<int>(range->last);
      if (last_named <= last || (first_named <= last && last_named == last_year)) continue;
      fault(act.full() + ".where.year",
            fmt::format("{} of {}: later years are reckoned from {}", name, sim::quote(label),
                        sim::spanning_year(last)),
            first_named > last ? "so that the act has no effect" : "so that the act goes on in all of them",
            fmt::format("set {} later, or name years to {} and let `start` and `end` say when", growth_from,
                        last));
      return;
    }
  }

  /// At the central value of the parameter and over all but a thousandth of what the amount may be. What
  /// still leaves the bounds, because the parameter is uncertain too, is held at them in the run.
  void bounds(const ActName& act, const Target& target) {
    const auto& how = text(act, "how");
    const auto lever =
        std::find_if(levers().begin(), levers().end(), [&](const Lever& l) { return l.name == how; });
    const auto& by_how_much = amount(act);
    const auto cells = cells_of(c_, act, target);
    const bool moves = how == "scale" || how == "shift";
    const auto unlimited = [&](std::uint32_t cell) { return moves && std::isinf(c_.base()[cell]); };
    auto& without = without_limit_.emplace_back(act, std::vector<std::uint32_t>()).second;
    std::ranges::copy_if(cells, std::back_inserter(without), unlimited);
    for (const double u : {0.001, 0.5, 0.999}) {
      const double by = by_how_much.quantile(u);
      for (const auto cell : cells) {
        const double result = lever->full(c_.base()[cell], by);
        if (unlimited(cell) || (result >= target.spec->lower && result <= target.spec->upper)) continue;
        fault(act.full() + ".by",
              fmt::format("{} {} by {:.6g} gives {:.6g}", how, text(act, "parameter"), by, result),
              fmt::format("it lies between {:g} and {:g}", target.spec->lower, target.spec->upper),
              "choose an amount, or a distribution, that stays within");
        return;
      }
    }
  }

  /// From no limit there is no way to a larger or smaller one, unless another act sets one first.
  void without_limit() {
    for (const auto& [act, cells] : without_limit_)
      if (std::ranges::any_of(cells, [&](std::uint32_t cell) { return !sets_.contains(cell); }))
        fault(act.full() + ".how",
              fmt::format("{} has no limit that could be {}", text(act, "parameter"),
                          text(act, "how") == "scale" ? "scaled" : "shifted"),
              "it is infinite", "state the limit in force in the configuration, or use set or gate");
  }

  struct Set {
    ActName act;
    int start = 0, end = 0;
  };

  /// Two sets of one cell at one time: the later one must say that it is meant.
  void remember_set(const ActName& act, const Target& target) {
    if (text(act, "how") != "set") return;
    constexpr int never = 1 << 30;
    const auto& step = text(act, "start");
    const auto& start = step.empty() ? c_.text(act.kind, act.owner, "start") : step;
    const int end =
        act.kind == "risk" ? never : term_number(c_.text(act.kind, act.owner, "end")).value_or(never);
    const Set mine{act, term_number(start).value_or(0), end};
    std::set<std::string> reported;
    for (const auto cell : cells_of(c_, act, target)) {
      for (const auto& other : sets_[cell]) {
        if (mine.start >= other.end || other.start >= mine.end) continue;
        const bool later =
            std::tuple(mine.start, mine.act.full()) > std::tuple(other.start, other.act.full());
        const auto& second = later ? mine.act : other.act;
        const auto& first = later ? other.act : mine.act;
        if (c_.boolean(second.family(), second.act, "stack") || !reported.insert(first.full()).second)
          continue;
        fault(
            second.full() + ".parameter",
            fmt::format("{} is set by {} and by {}", text(second, "parameter"), first.full(), second.full()),
            "at the same time for the same cells",
            "set stack = true in the later one if it is meant to replace the other");
      }
      sets_[cell].push_back(mine);
    }
  }

  const sim::Config& c_;
  std::vector<sim::Diagnostic>& faults_;
  std::vector<std::string> known_;
  std::map<std::uint32_t, std::vector<Set>> sets_;
  std::vector<std::pair<ActName, std::vector<std::uint32_t>>>
      without_limit_;  // acts, and cells that have none
};

}  // namespace

void check_interventions(const sim::Config& config, std::vector<sim::Diagnostic>& faults) {
  Checker(config, faults).run();
}

}  // namespace models
