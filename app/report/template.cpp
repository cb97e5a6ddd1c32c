#include "app/report/template.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

namespace app {
namespace {

using Json = nlohmann::ordered_json;

/// A hole of a template: where it begins and ends, what stands in it.
struct Hole {
  std::size_t begin = 0, end = 0;
  char kind = ' ';  ///< ' ', '#', '^', '/', '>' or '{'
  std::string_view name;
};

bool next_hole(std::string_view text, std::size_t from, Hole& hole) {
  hole.begin = text.find("{{", from);
  if (hole.begin == std::string_view::npos) return false;
  const bool raw = text.substr(hole.begin).starts_with("{{{");
  const std::string_view closing = raw ? "}}}" : "}}";
  const auto close = text.find(closing, hole.begin);
  if (close == std::string_view::npos) throw std::logic_error("a hole of a template is not closed");
  hole.end = close + closing.size();
  auto name = text.substr(hole.begin + closing.size(), close - hole.begin - closing.size());
  hole.kind = raw ? '{' : ' ';
  if (!raw && !name.empty() && std::string_view("#^/>").find(name.front()) != std::string_view::npos) {
    hole.kind = name.front();
    name.remove_prefix(1);
  }
  while (name.starts_with(' ')) name.remove_prefix(1);
  while (name.ends_with(' ')) name.remove_suffix(1);
  hole.name = name;
  return true;
}

std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_null() ? std::string() : value.dump();
}

bool is_nothing(const Json& value) {
  return value.is_null() || (value.is_boolean() && !value.get<bool>()) ||
         (value.is_string() && value.get_ref<const std::string&>().empty()) ||
         (value.is_array() && value.empty());
}

class Filling {
 public:
  explicit Filling(const Partials& partials) : partials_(partials) {}

  std::string fill(std::string_view text, std::vector<const Json*>& scope) {
    std::string out;
    std::size_t at = 0;
    for (Hole hole; next_hole(text, at, hole);) {
      out += text.substr(at, hole.begin - at);
      at = hole.end;
      if (hole.kind == '#' || hole.kind == '^') {
        const auto inside = section(text, hole, at);
        out += repeated(inside, hole, scope);
      } else if (hole.kind == '>') {
        out += fill(partials_(hole.name), scope);
      } else if (hole.kind == '/') {
        throw std::logic_error("a template ends a section that it did not begin: " + std::string(hole.name));
      } else {
        const std::string value = text_of(found(hole.name, scope));
        out += hole.kind == '{' ? value : html_escaped(value);
      }
    }
    return out += text.substr(at);
  }

 private:
  static const Json& found(std::string_view name, const std::vector<const Json*>& scope) {
    static const Json none;
    if (name == ".") return *scope.back();
    for (auto value = scope.rbegin(); value != scope.rend(); ++value)
      if ((*value)->is_object())
        if (const auto member = (*value)->find(std::string(name)); member != (*value)->end()) return *member;
    return none;
  }

  /// What lies between the hole and its end; `at` is moved behind that.
  static std::string_view section(std::string_view text, const Hole& start, std::size_t& at) {
    std::size_t depth = 1;
    for (Hole hole; next_hole(text, at, hole);) {
      at = hole.end;
      if (hole.name != start.name) continue;
      if (hole.kind == '#' || hole.kind == '^') ++depth;
      if (hole.kind == '/' && --depth == 0) return text.substr(start.end, hole.begin - start.end);
    }
    throw std::logic_error("a section of a template is not ended: " + std::string(start.name));
  }

  std::string repeated(std::string_view inside, const Hole& hole, std::vector<const Json*>& scope) {
    const Json& value = found(hole.name, scope);
    if (is_nothing(value) != (hole.kind == '^')) return {};
    if (hole.kind == '^') return fill(inside, scope);
    const auto within = [&](const Json& one) {
      scope.push_back(&one);
      std::string out = fill(inside, scope);
      scope.pop_back();
      return out;
    };
    if (!value.is_array()) return within(value);
    std::string out;
    for (const auto& one : value) out += within(one);
    return out;
  }

  const Partials& partials_;
};

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string fill_template(std::string_view text, const Json& value, const Partials& partials) {
  std::vector<const Json*> scope{&value};
  return Filling(partials).fill(text, scope);
}

}  // namespace app
