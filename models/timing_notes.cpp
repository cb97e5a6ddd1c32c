#include "models/timing_notes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "models/intervention.hpp"
#include "models/named_years.hpp"
#include "sim/term_clock.hpp"

namespace models {
namespace {

/// The financial year of a term_number.
int financial_year(int term) { return (term - 1) / 3; }

class Notes {
 public:
  explicit Notes(const sim::Config& c) : c_(c) {
    const auto [season, year] = sim::term_start(c.text("start")).value();
    first_ = term_number(season, year);
    end_ = first_ + 3 * static_cast<int>(c.integer("years"));
  }

  std::vector<std::string> run() {
    for (const char* family : {"intervention", "risk"})
      for (const auto& id : c_.members(family)) look_at(family, id);
    std::vector<std::string> out;
    for (const auto& [what, names] : found_)
      out.push_back(fmt::format("{}: {}", what, fmt::join(names, ", ")));
    return out;
  }

 private:
  double mean(const std::string& name) const { return c_.base()[c_.slot(name).offset]; }

  /// Nearly the least, or the greatest, that one number may be.
  double extreme(const std::string& name, double u) const {
    const auto cell = c_.slot(name).offset;
    const auto found =
        std::ranges::find_if(c_.assumptions(), [&](const auto& a) { return a.cells.front() == cell; });
    return found == c_.assumptions().end() ? c_.base()[cell] : found->value.quantile(u);
  }

  void look_at(const std::string& family, const std::string& id) {
    const auto name = family + "." + id;
    const bool event = family == "risk";
    if (mean(name + (event ? ".probability" : ".dose")) == 0) return;
    const int planned = term_number(c_.text(family, id, "start")).value();
    const int earliest = planned + static_cast<int>(std::lround(extreme(name + ".delay", 0.001)));
    const int latest = planned + static_cast<int>(std::lround(extreme(name + ".delay", 0.999)));
    if (earliest >= end_)
      return note(event ? "events that cannot begin before the run ends"
                        : "interventions that do not begin before the run ends and do nothing in it",
                  id);
    if (is_over(family, id, latest))
      return note(event ? "events that are over before the run begins"
                        : "interventions that end before the run begins and do nothing in it",
                  id);
    if (latest < first_) {
      note(event ? "events that begin before the run: where they happen, from its first day"
                 : "interventions that begin before the run: their ramp counts from then",
           id);
      if (mean(name + ".start_cost") != 0)
        note("start_cost that was paid before the run, and is no part of it", name);
    }
    if (const auto stated = first_named_year(c_, name + ".yearly_cost");
        stated && *stated > financial_year(std::max(planned, first_)))
      note("yearly_cost whose first stated year also holds for the years before it", name);
    steps(family, id);
  }

  /// The end of an intervention does not move with its delay; that of an event does.
  bool is_over(const std::string& family, const std::string& id, int latest) const {
    if (family == "risk")
      return latest + std::min(std::round(extreme("risk." + id + ".duration", 0.999)), 1e6) <= first_;
    const auto end = term_number(c_.text(family, id, "end"));
    return end && *end <= first_;
  }

  /// Later steps, which have a start of their own.
  void steps(const std::string& family, const std::string& id) {
    const ActName act{id, {}, family};
    for (const auto& step : c_.members(act.family()))
      if (const auto start = term_number(c_.text(act.family(), step, "start")); start && *start >= end_)
        note("later steps that do not begin before the run ends", act.family() + "." + step);
  }

  void note(const char* what, const std::string& name) { found_[what].push_back(name); }

  const sim::Config& c_;
  int first_ = 0, end_ = 0;
  std::map<std::string, std::vector<std::string>> found_;
};

}  // namespace

std::vector<std::string> notes_on_timing(const sim::Config& config) { return Notes(config).run(); }

}  // namespace models
