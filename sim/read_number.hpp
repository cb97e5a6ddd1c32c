#pragma once
// One number as it may be written: plain, sourced, or a distribution with its evidence.

#include <optional>
#include <string>
#include <string_view>

#include "sim/config.hpp"
#include "sim/faults.hpp"
#include "sim/toml_value.hpp"

namespace sim {

/// A number read, with whatever evidence stood beside it.
struct SourcedNumber {
  Uncertain value = Uncertain::point(0);
  SharedEvidence evidence = no_evidence();
};

/// What is being read (a parameter, at labels or whole) and what it may be, for checks and messages.
struct NumberContext {
  std::string_view param, labels;
  const ParamSpec& spec;

  /// "sales.rate[ASD]".
  std::string name() const;
};

/// True for the keys that say where a number comes from: source, reliability, note.
bool is_evidence_key(std::string_view key);

/// Adds an evidence key to `evidence`; a fault if it is not text, or no known reliability.
void read_evidence(const TomlValue& value, const NumberContext& context, SharedEvidence& evidence,
                   Faults& faults);

/// A number, or a table of distribution and evidence keys. `inherited` evidence fills what is not given here.
/// Nothing, and at least one fault, if it is neither, or lies outside the bounds.
std::optional<SourcedNumber> read_number(const TomlValue& value, const NumberContext& context,
                                         const SharedEvidence& inherited, Faults& faults);

}  // namespace sim
