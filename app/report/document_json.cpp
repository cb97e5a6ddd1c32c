// A document as the value that templates are filled with.

#include <algorithm>

#include "app/report/document.hpp"
#include "app/report/template.hpp"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

/// HTML in which a negative sum ("-£3.1m") stays on one line; what is copied from it is the text itself.
std::string together(std::string_view html) {
  static constexpr std::string_view sum = "-£", inside = "-£0123456789.,m";
  std::string out;
  for (std::size_t at = 0; at < html.size();) {
    const auto from = html.find(sum, at);
    out += html.substr(at, from - at);
    if (from == std::string_view::npos) break;
    const auto to = std::min(html.find_first_not_of(inside, from), html.size());
    out.append("<span class=\"sum\">").append(html.substr(from, to - from)).append("</span>");
    at = to;
  }
  return out;
}

/// As HTML, with what stands between two backticks as code.
std::string marked(const std::string& text) {
  std::string out;
  bool code = false;
  for (std::size_t from = 0, to = 0; from <= text.size(); from = to + 1) {
    to = std::min(text.find('`', from), text.size());
    const bool closes = to < text.size() && (code || text.find('`', to + 1) != std::string::npos);
    out += html_escaped(text.substr(from, to - from));
    if (closes) out += code ? "</code>" : "<code>";
    if (to < text.size() && !closes) out += '`';
    code = closes && !code;
  }
  return together(out);
}

/// As HTML that may be folded inside long names of parameters, paths and digests.
std::string breakable(const std::string& text) {
  constexpr std::size_t long_word = 12, digest = 32, digits = 16;
  std::string out;
  std::size_t word = 0;  // bytes of it so far
  bool joints = false;   // whether it can be folded where its parts meet
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += html_escaped(text.substr(i, 1));
    word = text[i] == ' ' ? 0 : word + 1;
    const auto end = std::min(text.find(' ', i), text.size()), length = word + end - i;
    if (word == 1) joints = text.substr(i, end - i).find_first_of("._/[") != std::string::npos;
    const bool inside = i + 1 < text.size() && (static_cast<unsigned char>(text[i + 1]) & 0xC0U) == 0x80U;
    const bool joint = std::string_view("._/[").find(text[i]) != std::string_view::npos && length > long_word;
    if (!inside && (joint || (!joints && length > digest && word > 0 && word % digits == 0))) out += "<wbr>";
  }
  return together(out);
}

std::vector<std::string> marked(const std::vector<std::string>& texts) {
  std::vector<std::string> out;
  out.reserve(texts.size());
  for (const auto& text : texts) out.push_back(marked(text));
  return out;
}

Json cell_json(const PageCell& cell) {
  Json out = {{"text", cell.text}, {"html", breakable(cell.text)}};
  if (std::isfinite(cell.value))
    out["value"] = cell.value;
  else if (cell.text.size() < 10 || (cell.text.size() < 20 && cell.text.ends_with(" %")))  // an interval
    out["short"] = true;
  else if (cell.text.size() > 40)
    out["long"] = true;
  return out;
}

Json table_json(const PageTable& table) {
  Json rows = Json::array();
  for (const auto& row : table.rows) {
    Json cells = Json::array();
    for (std::size_t i = 1; i < row.size(); ++i) cells.push_back(cell_json(row[i]));
    rows.push_back({{"head", row.empty() ? Json::object() : cell_json(row.front())}, {"cells", cells}});
  }
  Json columns = Json::array();
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto number = [&](const auto& row) { return i < row.size() && std::isfinite(row[i].value); };
    columns.push_back({{"text", table.columns[i]},
                       {"number", i > 0 && std::any_of(table.rows.begin(), table.rows.end(), number)}});
  }
  return {{"caption", table.caption}, {"folded", table.folded}, {"columns", columns}, {"rows", rows}};
}

Json chart_json(const PageChart& c) {
  Json out = {{"id", c.id},     {"title", c.title},     {"specification", c.specification}, {"alt", c.alt},
              {"data", c.data}, {"signals", c.signals}, {"table", table_json(c.table)}};
  if (!c.note.empty()) out["note"] = c.note;
  return out;
}

struct BlockJson {
  Json operator()(const PageText& t) const { return {{"paragraph", {{"html", marked(t.text)}}}}; }
  Json operator()(const PageList& l) const {
    return {{"list", {{"many", l.items.size() > 6}, {"items", marked(l.items)}}}};
  }
  Json operator()(const PageQuestion& q) const {
    return {{"question", {{"question", q.question}, {"answers", marked(q.answers)}}}};
  }
  Json operator()(const PageCommand& c) const { return {{"command", {{"command", c.command}}}}; }
  Json operator()(const PageTable& t) const { return {{"table", table_json(t)}}; }
  Json operator()(const PageChart& c) const { return {{"chart", chart_json(c)}}; }
};

}  // namespace

Json document_json(const Document& d) {
  Json sections = Json::array();
  for (const auto& s : d.sections) {
    Json blocks = Json::array();
    for (const auto& block : s.blocks) blocks.push_back(std::visit(BlockJson{}, block));
    sections.push_back({{"id", s.id}, {"title", s.title}, {"blocks", std::move(blocks)}});
  }
  Json out = {{"title", d.title}, {"subtitle", d.subtitle}, {"language", d.language}};
  out[d.kind] = true;
  out["sections"] = std::move(sections);
  return out;
}

}  // namespace app
