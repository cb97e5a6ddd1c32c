// One number as it may be written: plain, sourced, or a distribution with its evidence.

#include "sim/read_number.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "sim/config_limits.hpp"
#include "sim/nearest_name.hpp"
#include "sim/read_field.hpp"

namespace sim {
namespace {

constexpr std::size_t most_entries = 10'000;  // of one distribution's lists

/// "between 0 and 1, per year", "at least 0", "a finite number".
std::string bounds_text(const ParamSpec& spec) {
  const bool low = std::isfinite(spec.lower), high = std::isfinite(spec.upper);
  std::string text = low && high ? fmt::format("between {} and {}", spec.lower, spec.upper)
                     : low       ? fmt::format("at least {}", spec.lower)
                     : high      ? fmt::format("at most {}", spec.upper)
                                 : "a finite number";
  return spec.unit.empty() ? text : text + ", " + spec.unit;
}

/// Infinity is a value where it is the bound itself (an unlimited capacity), and nowhere else.
bool allowed(double value, const ParamSpec& spec) {
  if (std::isnan(value)) return false;
  if (std::isinf(value)) return value == (value > 0 ? spec.upper : spec.lower) && spec.upper > spec.lower;
  return value >= spec.lower && value <= spec.upper;
}

bool is_quantile_key(std::string_view key) {
  return key.size() > 1 && key[0] == 'p' && key[1] >= '0' && key[1] <= '9';
}

std::vector<std::string> distribution_keys() {
  std::vector<std::string> keys(uncertain_number_keys().begin(), uncertain_number_keys().end());
  keys.insert(keys.end(), {"p05", "p10", "p25", "p50", "p75", "p90", "p95", "dist", "prior", "values",
                           "weights", "quantiles", "components", "source", "reliability", "note"});
  return keys;
}

/// Turns the keys of a table into the facts of a distribution.
class DistributionReader {
 public:
  DistributionReader(const NumberContext& context, Faults& faults) : context_(context), faults_(faults) {}

  UncertainInput read(const TomlValue& table, SharedEvidence* evidence) {
    UncertainInput input;
    for (const auto& item : table.items) {
      if (evidence && is_evidence_key(item.key)) {
        read_evidence(item, context_, *evidence, faults_);
      } else {
        read_key(item, input);
      }
    }
    return input;
  }

  bool failed() const { return failed_; }

 private:
  void read_key(const TomlValue& item, UncertainInput& input) {
    if (item.key == "dist") {
      read_text(item, input.dist);
    } else if (item.key == "prior") {
      read_text(item, input.prior);
    } else if (item.key == "values") {
      input.values = list(item);
    } else if (item.key == "weights") {
      input.weights = list(item);
    } else if (item.key == "quantiles") {
      read_quantiles(item, input);
    } else if (item.key == "components") {
      read_components(item, input);
    } else if (is_uncertain_key(item.key)) {
      if (const auto number = finite(item)) input.numbers[item.key] = *number;
    } else {
      fault(item, fmt::format("{} is not a key of a number", quote(item.key)), "in '" + context_.name() + "'",
            did_you_mean(item.key, distribution_keys()));
    }
  }

  void read_text(const TomlValue& item, std::string& out) {
    if (item.is(TomlValue::Kind::text)) {
      out = item.text;
    } else {
      wrong(item, "text");
    }
  }

  std::optional<double> finite(const TomlValue& item) {
    if (!item.is_number()) {
      wrong(item, "a number");
    } else if (!std::isfinite(item.number)) {
      wrong(item, "a finite number", fmt::format("it is {}", item.number));
    } else {
      return item.number;
    }
    return std::nullopt;
  }

  std::vector<double> list(const TomlValue& item) {
    std::vector<double> out;
    if (!item.is(TomlValue::Kind::array) || item.items.size() > most_entries) {
      wrong(item, fmt::format("a list of at most {} numbers", most_entries));
      return out;
    }
    for (const auto& entry : item.items) {
      const auto number = finite(entry);
      if (!number) break;
      out.push_back(*number);
    }
    return out;
  }

  /// `[[0.1, 5], [0.9, 12]]` or `{ p10 = 5, p90 = 12 }` or `{ "0.1" = 5 }`.
  void read_quantiles(const TomlValue& item, UncertainInput& input) {
    const bool is_list = item.is(TomlValue::Kind::array), is_table = item.is(TomlValue::Kind::table);
    if ((!is_list && !is_table) || item.items.size() > most_entries)
      return wrong(item, "a list of pairs [share, value]");
    for (const auto& entry : item.items) {
      if (is_table) {
        read_quantile_key(entry, input);
      } else if (const auto pair = list(entry); pair.size() == 2) {
        input.quantiles.emplace_back(pair[0], pair[1]);
      } else {
        return wrong(item, "a list of pairs [share, value]");
      }
    }
  }

  void read_quantile_key(const TomlValue& entry, UncertainInput& input) {
    const auto number = finite(entry);
    if (!number) return;
    if (is_quantile_key(entry.key)) {
      input.numbers[entry.key] = *number;
      return;
    }
    double share = 0;
    const char* end = entry.key.data() + entry.key.size();
    const auto parsed = std::from_chars(entry.key.data(), end, share);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return wrong(entry, "a share such as \"0.1\"");
    input.quantiles.emplace_back(share, *number);
  }

  void read_components(const TomlValue& item, UncertainInput& input) {
    if (!item.is(TomlValue::Kind::array) || item.items.size() > limits::components)
      return wrong(item, fmt::format("a list of at most {} tables", limits::components));
    for (const auto& entry : item.items) {
      if (!entry.is(TomlValue::Kind::table)) return wrong(entry, "a table");
      input.components.push_back(read(entry, nullptr));
    }
  }

  void wrong(const TomlValue& item, std::string_view wanted, std::string why = {}) {
    if (why.empty()) why = fmt::format("it is {}", kind_name(item.kind));
    const std::string of = item.key.empty() ? "a value" : quote(item.key);
    fault(item, fmt::format("{} of '{}' must be {}", of, context_.name(), wanted), std::move(why), {});
  }

  void fault(const TomlValue& item, std::string problem, std::string why, std::string suggestion) {
    failed_ = true;
    faults_.add(item.place.shown(), std::move(problem), std::move(why), std::move(suggestion));
  }

  const NumberContext& context_;
  Faults& faults_;
  bool failed_ = false;
};

std::optional<Uncertain> point(const TomlValue& at, double value, const NumberContext& context,
                               Faults& faults) {
  if (allowed(value, context.spec)) return Uncertain::point(value);
  faults.add(at.place.shown(), fmt::format("'{}' is {}", context.name(), value),
             "it must be " + bounds_text(context.spec));
  return std::nullopt;
}

/// `{ value = inf, source = "..." }`: the only table whose number may be infinite.
const TomlValue* lone_value(const TomlValue& table) {
  const TomlValue* value = table.find("value");
  if (!value || !value->is_number()) return nullptr;
  for (const auto& item : table.items) {
    if (item.key != "value" && !is_evidence_key(item.key)) return nullptr;
  }
  return value;
}

std::optional<Uncertain> distribution(const TomlValue& table, const NumberContext& context,
                                      SharedEvidence& evidence, Faults& faults) {
  if (const auto* value = lone_value(table)) {
    for (const auto& item : table.items) {
      if (is_evidence_key(item.key)) read_evidence(item, context, evidence, faults);
    }
    return point(*value, value->number, context, faults);
  }
  DistributionReader reader(context, faults);
  const UncertainInput input = reader.read(table, &evidence);
  if (reader.failed()) return std::nullopt;
  auto made = make_uncertain(input, context.spec.lower, context.spec.upper);
  if (auto* value = std::get_if<Uncertain>(&made)) return std::move(*value);
  for (const auto& found : std::get<std::vector<Fault>>(made)) {
    faults.add(table.place.shown(), fmt::format("'{}': {}", context.name(), found.problem), {},
               found.suggestion);
  }
  return std::nullopt;
}

}  // namespace

std::string NumberContext::name() const {
  std::string out;
  out.reserve(param.size() + labels.size() + 2);
  out.append(param);
  return labels.empty() ? out : out.append("[").append(labels).append("]");
}

bool is_evidence_key(std::string_view key) {
  return key == "source" || key == "reliability" || key == "note";
}

void read_evidence(const TomlValue& value, const NumberContext& context, SharedEvidence& evidence,
                   Faults& faults) {
  static const std::vector<std::string> reliabilities{"green", "amber", "red"};
  if (!value.is(TomlValue::Kind::text)) {
    faults.add(value.place.shown(), fmt::format("'{}' of '{}' must be text", value.key, context.name()),
               fmt::format("it is {}", kind_name(value.kind)));
    return;
  }
  const bool known = value.text == "green" || value.text == "amber" || value.text == "red";
  if (value.key == "reliability" && !known) {
    faults.add(value.place.shown(),
               fmt::format("'reliability' of '{}' is {}", context.name(), quote(value.text)),
               "it is green, amber or red", did_you_mean(value.text, reliabilities));
    return;
  }
  Evidence more = *evidence;
  if (!is_no_formula(value, fmt::format("{} of {}", value.key, context.name()), faults)) return;
  (value.key == "source" ? more.source : value.key == "note" ? more.note : more.reliability) = value.text;
  evidence = std::make_shared<const Evidence>(std::move(more));
}

std::optional<SourcedNumber> read_number(const TomlValue& value, const NumberContext& context,
                                         const SharedEvidence& inherited, Faults& faults) {
  SourcedNumber out{Uncertain::point(0), inherited};
  std::optional<Uncertain> number;
  if (value.is(TomlValue::Kind::faulty)) return std::nullopt;
  if (value.is_number()) {
    number = point(value, value.number, context, faults);
  } else if (value.is(TomlValue::Kind::table)) {
    number = distribution(value, context, out.evidence, faults);
  } else {
    faults.add(value.place.shown(), fmt::format("'{}' must be a number", context.name()),
               fmt::format("it is {}; {}", kind_name(value.kind), bounds_text(context.spec)));
  }
  if (!number) return std::nullopt;
  out.value = std::move(*number);
  return out;
}

}  // namespace sim
