// How a fault reads: "file:line: problem (why) suggestion"; without a why, "problem; suggestion".

#include "sim/diagnostic.hpp"

#include <algorithm>
#include <tuple>

namespace sim {

std::string to_string(const Origin& origin) {
  return origin.line > 0 ? origin.file + ":" + std::to_string(origin.line) : origin.file;
}

std::string to_string(const Diagnostic& fault) {
  std::string text = to_string(fault.where) + ": " + fault.problem;
  if (!fault.why.empty()) text += " (" + fault.why + ")";
  if (!fault.suggestion.empty()) text += (fault.why.empty() ? "; " : " ") + fault.suggestion;
  return text;
}

void sort_faults(std::vector<Diagnostic>& faults) {
  const auto order = [](const Diagnostic& f) {
    return std::tie(f.where.file, f.where.line, f.problem, f.why, f.suggestion);
  };
  std::sort(faults.begin(), faults.end(),
            [&](const Diagnostic& a, const Diagnostic& b) { return order(a) < order(b); });
  faults.erase(std::unique(faults.begin(), faults.end()), faults.end());
}

std::string to_string(const std::vector<Diagnostic>& faults) {
  std::string text;
  for (const auto& fault : faults) text += to_string(fault) + "\n";
  return text;
}

}  // namespace sim
