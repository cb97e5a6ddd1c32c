// The faults found so far, up to a limit; and the way the user's own words are quoted in them.

#include "sim/faults.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/config_limits.hpp"
#include "sim/utf8.hpp"

namespace sim {

std::string quote(std::string_view text) {
  std::string_view shown = text.substr(0, utf8_prefix(text, limits::quoted_characters));
  std::string out = "'";
  const bool valid = is_utf8(shown);
  for (const char c : shown) {
    const auto byte = static_cast<unsigned char>(c);
    const bool printable = byte >= 0x20 && byte != 0x7f && (valid || byte < 0x80);
    out += printable ? c : '?';
  }
  if (shown.size() < text.size()) out += "...";
  return out + "'";
}

void Faults::add(Origin where, std::string problem, std::string why, std::string suggestion) {
  if (full()) {
    ++uncounted_;
    return;
  }
  list_.push_back({std::move(where), std::move(problem), std::move(why), std::move(suggestion)});
}

void Faults::add(const Faults& others) {
  for (const auto& fault : others.list_) add(fault.where, fault.problem, fault.why, fault.suggestion);
  uncounted_ += others.uncounted_;
}

bool Faults::full() const { return list_.size() >= limits::faults; }

std::vector<Diagnostic> Faults::take() {
  sort_faults(list_);
  if (uncounted_ > 0) {
    Diagnostic rest;
    rest.where.file = list_.back().where.file;
    rest.problem = fmt::format("and {} more faults", uncounted_);
    rest.why = fmt::format("only the first {} are listed", limits::faults);
    list_.push_back(std::move(rest));
  }
  return std::exchange(list_, {});
}

}  // namespace sim
