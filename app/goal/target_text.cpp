// A target in one line: read, and found in the results.

#include "app/goal/target_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"
#include "sim/parse_number.hpp"

namespace app {
namespace {

const sim::Origin here{"--target", 0};
constexpr const char* form = "write for example 'independent_share <= 10 % in 2026'";

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

bool take_front(std::string& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text = trimmed(std::string_view(text).substr(word.size()));
  return true;
}

bool take_back(std::string& text, std::string_view word) {
  if (!text.ends_with(word)) return false;
  text = trimmed(std::string_view(text).substr(0, text.size() - word.size()));
  return true;
}

/// "-£1,234.5m" -> -1,234,500,000.
struct Amount {
  double value = 0;
  bool per_cent = false, pounds = false;
};

std::optional<Amount> amount(std::string text) {
  Amount a;
  const bool negative = take_front(text, "-");
  a.pounds = take_front(text, "£");
  double unit = negative ? -1 : 1;
  if (take_back(text, "%")) {
    a.per_cent = true;
    unit /= 100;
  } else if (take_back(text, "bn")) {
    unit *= 1e9;
  } else if (take_back(text, "m")) {
    unit *= 1e6;
  } else if (take_back(text, "k")) {
    unit *= 1e3;
  }
  text.erase(std::remove(text.begin(), text.end(), ','), text.end());
  if (text.empty() || text.find_first_not_of("0123456789.e-") != std::string::npos || text[0] == '-')
    return std::nullopt;
  const auto number = sim::parse_number<double>(text);
  if (!number) return std::nullopt;
  a.value = a.per_cent ? (negative ? -*number : *number) / 100 : *number * unit;
  return a;
}

struct Sign {
  std::size_t at = std::string::npos, length = 0;
  const char* aim = "";
};

Sign sign_in(const std::string& text) {
  for (const auto& [word, aim] :
       {std::pair{"<=", "at_most"}, {"≤", "at_most"}, {">=", "at_least"}, {"≥", "at_least"}})
    if (const auto at = text.find(word); at != std::string::npos)
      return {at, std::char_traits<char>::length(word), aim};
  return {};
}

TargetText failed(std::string problem, std::string why = "", std::string suggestion = form) {
  TargetText t;
  t.fault = sim::Diagnostic{here, std::move(problem), std::move(why), std::move(suggestion)};
  return t;
}

/// "metric[breakdown=category]" into a goal; false if it is not of that form.
bool read_name(const std::string& text, Goal& g) {
  const auto open = text.find('[');
  g.metric = trimmed(std::string_view(text).substr(0, open));
  g.breakdown = g.category = "total";
  if (open == std::string::npos) return !g.metric.empty();
  const auto equals = text.find('=', open);
  if (equals == std::string::npos || text.back() != ']') return false;
  g.breakdown = trimmed(std::string_view(text).substr(open + 1, equals - open - 1));
  g.category = trimmed(std::string_view(text).substr(equals + 1, text.size() - equals - 2));
  return !g.metric.empty() && !g.breakdown.empty() && !g.category.empty();
}

/// What a value cannot be in the unit of its metric.
std::optional<sim::Diagnostic> wrong_unit(const TargetText& t, const Goal& g) {
  const auto fault = [&](std::string problem, std::string suggestion) {
    return sim::Diagnostic{here, std::move(problem),
                           fmt::format("{} is a {}", g.metric, sim::to_string(g.about.unit)),
                           std::move(suggestion)};
  };
  const bool share = g.about.unit == sim::Unit::share;
  if (t.in_per_cent && !share) return fault("the value is in per cent", "write the figure itself");
  if (t.in_pounds && g.about.unit != sim::Unit::pence)
    return fault("the value is in pounds", "write the figure itself");
  if (share && !t.in_per_cent && std::abs(g.value) > 1)
    return fault(fmt::format("the value {} is more than the whole", g.value),
                 fmt::format("write {} % for {} in a hundred", g.value, g.value));
  return std::nullopt;
}

std::optional<Goal> configured(const std::string& id, const sim::Config& config, const sim::Layout& layout,
                               std::vector<sim::Diagnostic>& faults) {
  const auto& ids = config.members("target");
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
    const auto near = sim::did_you_mean(id, ids);
    faults.push_back(
        {here, fmt::format("{} is neither a comparison nor a target of the configuration", sim::quote(id)),
         "", near.empty() ? form : near});
    return std::nullopt;
  }
  for (auto& g : goals(config, layout, "target"))
    if (g.id == id) return std::move(g);
  faults.push_back({here, fmt::format("the run has no figure of target '{}'", id),
                    fmt::format("its period is {}", config.text("target", id, "period")), ""});
  return std::nullopt;
}

}  // namespace

TargetText read_target(const std::string& text) {
  const Sign sign = sign_in(text);
  if (sign.at == std::string::npos) return failed(fmt::format("{} has neither <= nor >=", sim::quote(text)));
  TargetText t;
  Goal g;
  g.aim = sign.aim;
  if (!read_name(trimmed(std::string_view(text).substr(0, sign.at)), g))
    return failed(fmt::format("{} names no figure", sim::quote(text.substr(0, sign.at))), "",
                  "write a metric of summary.csv, or a part of one as placement_stock[placement=mainstream]");
  const std::string rest = text.substr(sign.at + sign.length);
  const auto in = rest.rfind(" in ");
  if (in == std::string::npos) return failed(fmt::format("{} names no period", sim::quote(text)));
  g.period = trimmed(std::string_view(rest).substr(in + 4));
  (void)(take_front(g.period, "January ") || take_front(g.period, "September "));
  if (g.period.empty()) return failed(fmt::format("{} names no period", sim::quote(text)));
  const auto value = amount(trimmed(std::string_view(rest).substr(0, in)));
  if (!value || !std::isfinite(value->value))
    return failed(fmt::format("{} is no number", sim::quote(trimmed(std::string_view(rest).substr(0, in)))),
                  "", "write 1,165, 0.1, 10 % or £19m");
  g.value = value->value;
  t.in_per_cent = value->per_cent;
  t.in_pounds = value->pounds;
  t.goal = std::move(g);
  return t;
}

std::optional<Goal> target_of(const std::string& text, const sim::Config& config, const sim::Layout& layout,
                              std::vector<sim::Diagnostic>& faults) {
  if (sign_in(text).at == std::string::npos) return configured(trimmed(text), config, layout, faults);
  const TargetText t = read_target(text);
  if (t.fault) {
    faults.push_back(*t.fault);
    return std::nullopt;
  }
  auto found =
      find_goal(*t.goal, layout, config.text("area"), "the target", [](std::string_view) { return here; });
  if (found.fault) {
    faults.push_back(*found.fault);
    return std::nullopt;
  }
  if (!found.goal) {
    std::vector<std::string> periods;
    if (const auto s =
            layout.find_series(t.goal->metric, t.goal->breakdown, t.goal->category, config.text("area")))
      periods = layout.periods(*s);
    faults.push_back(
        {here, fmt::format("the run has no {} of {}", t.goal->metric, t.goal->period), "",
         periods.empty() ? "" : fmt::format("it has '{}' to '{}'", periods.front(), periods.back())});
    return std::nullopt;
  }
  if (auto wrong = wrong_unit(t, *found.goal)) {
    faults.push_back(std::move(*wrong));
    return std::nullopt;
  }
  return std::move(found.goal);
}

}  // namespace app
