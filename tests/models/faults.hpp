#pragma once
// The faults of a shipped configuration with changes, and what they say.

#include <string>

#include "tests/catch.hpp"
#include "tests/models/subject.hpp"

namespace model_test {

/// As they are printed; empty for a sound configuration.
inline std::string faults_of(const char* path, const Changes& changes) {
  auto result = sim::read_config(configs() / path, models::schema(), {}, changes);
  if (result.config) result.faults = models::check_structure(*result.config);
  return sim::to_string(result.faults);
}

/// Checks that a text holds some words, and says so.
[[nodiscard]] inline bool mentions(const std::string& text, const std::string& words) {
  INFO(text);
  CHECK(text.find(words) != std::string::npos);
  return text.find(words) != std::string::npos;
}

}  // namespace model_test
