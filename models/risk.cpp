// Events of the risk register compiled, and which of them happen in a replicate.
#include "models/risk.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace models {

int Risk::first_term(Values v) const { return start + static_cast<int>(std::lround(v(delay))); }

bool Risk::in_force(Values v, int term) const {
  const int first = first_term(v);
  return term >= first && term - first < std::round(v(duration));
}

std::vector<double> events(const std::vector<Risk>& risks, Values v) {
  constexpr double unknown = -1;
  std::vector<double> share(risks.size(), unknown);
  const std::function<double(std::size_t)> find = [&](std::size_t i) {
    if (share[i] != unknown) return share[i];
    const Risk& risk = risks[i];
    const double other = risk.given ? find(*risk.given) : 0;
    double p = v(risk.probability);
    if (other > 0) p += other * (v(risk.probability_given) - p);
    const double u = v(risk.draw);
    share[i] = std::isnan(u) ? p : p > 0 && u >= 1 - p ? 1 : 0;
    return share[i];
  };
  for (std::size_t i = 0; i < risks.size(); ++i) find(i);
  return share;
}

std::vector<Risk> read_risks(const sim::Config& c, const sim::TermClock& clock) {
  std::vector<Risk> risks;
  const int first = term_number(clock[0].season, clock[0].calendar_year);
  const auto& ids = c.members("risk");
  for (const auto& id : ids) {
    Risk risk;
    risk.id = id;
    risk.start = term_number(c.text("risk", id, "start")).value() - first;
    if (const auto& given = c.text("risk", id, "given"); !given.empty())
      risk.given = static_cast<std::size_t>(std::find(ids.begin(), ids.end(), given) - ids.begin());
    const std::pair<const char*, sim::Slot Risk::*> slots[] = {
        {"probability", &Risk::probability},
        {"probability_given", &Risk::probability_given},
        {"draw", &Risk::draw},
        {"delay", &Risk::delay},
        {"duration", &Risk::duration},
        {"yearly_cost", &Risk::yearly_cost},
        {"start_cost", &Risk::start_cost}};
    for (auto [name, member] : slots) risk.*member = c.slot("risk", id, name);
    risks.push_back(risk);
  }
  return risks;
}

std::vector<Act> read_risk_acts(const sim::Config& c, const sim::TermClock& clock,
                                const std::vector<Risk>& risks) {
  std::vector<Act> acts;
  for (std::size_t i = 0; i < risks.size(); ++i)
    for (auto& act : read_acts_of(c, clock, {risks[i].id, {}, "risk"}, risks[i].start)) {
      act.risk = i;
      acts.push_back(std::move(act));
    }
  return acts;
}

}  // namespace models
