// A cheap look at TOML text before it is parsed: is it UTF-8, not too deep and not too large?

#include "sim/toml_guard.hpp"

#include <algorithm>

#include "sim/config_limits.hpp"
#include "sim/utf8.hpp"

namespace sim {
namespace {

int line_of(std::string_view text, std::size_t offset) {
  return 1 +
         static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

/// Walks the text outside strings and comments, counting brackets, the dots of a key, and values.
class Guard {
 public:
  explicit Guard(std::string_view text) : text_(text) {}

  std::optional<GuardFault> run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        skip_comment();
      } else if (c == '"' || c == '\'') {
        skip_string(c);
      } else {
        step(c);
        ++at_;
      }
      if (std::max(brackets_, dots_) > limits::depth)
        return fault("is nested too deeply", limits::depth, "levels");
      if (values_ > limits::cells) return fault("holds too many values", limits::cells, "values");
    }
    return std::nullopt;
  }

 private:
  void step(char c) {
    if (c == '\n') ++line_;
    if (c == '.') {
      ++dots_;
    } else if (c == '=' || c == ',' || c == '[' || c == '{' || c == '\n') {
      dots_ = 0;
    }
    if (c == '=' || c == ',' || c == '[' || c == '{') ++values_;
    if (c == '[' || c == '{') ++brackets_;
    if ((c == ']' || c == '}') && brackets_ > 0) --brackets_;
  }

  void skip_comment() { at_ = std::min(text_.find('\n', at_), text_.size()); }

  /// A single-line string ends at its quote or the line; a multi-line one at three quotes.
  void skip_string(char quote) {
    const std::string three(3, quote);
    const bool multi = text_.compare(at_, 3, three) == 0;
    at_ += multi ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (multi ? text_.compare(at_, 3, three) == 0 : c == quote) {
        at_ += multi ? 3 : 1;
        return;
      }
      if (c == '\n' && !multi) return;
      if (c == '\n') ++line_;
      const bool escaped = c == '\\' && quote == '"' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n';
      at_ += escaped ? 2 : 1;
    }
  }

  GuardFault fault(std::string problem, std::size_t limit, std::string_view unit) const {
    return {line_, std::move(problem), "at most " + std::to_string(limit) + " " + std::string(unit)};
  }

  std::string_view text_;
  std::size_t at_ = 0, brackets_ = 0, dots_ = 0, values_ = 0;
  int line_ = 1;
};

}  // namespace

std::optional<GuardFault> guard_toml(std::string_view text) {
  if (const auto bad = find_invalid_utf8(text); bad != std::string_view::npos) {
    return GuardFault{line_of(text, bad), "is not UTF-8", "save the file as UTF-8"};
  }
  return Guard(text).run();
}

}  // namespace sim
