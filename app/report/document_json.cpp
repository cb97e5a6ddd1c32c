// A document as the value that templates are filled with.

#include "app/report/document.hpp"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

Json cell_json(const PageCell& cell) {
  Json out = {{"text", cell.text}};
  if (std::isfinite(cell.value)) out["value"] = cell.value;
  return out;
}

Json table_json(const PageTable& table) {
  Json rows = Json::array();
  for (const auto& row : table.rows) {
    Json cells = Json::array();
    for (std::size_t i = 1; i < row.size(); ++i) cells.push_back(cell_json(row[i]));
    rows.push_back({{"head", row.empty() ? Json::object() : cell_json(row.front())}, {"cells", cells}});
  }
  return {{"caption", table.caption}, {"columns", table.columns}, {"rows", rows}};
}

Json chart_json(const PageChart& c) {
  Json out = {{"id", c.id},     {"title", c.title},     {"specification", c.specification}, {"alt", c.alt},
              {"data", c.data}, {"signals", c.signals}, {"table", table_json(c.table)}};
  if (!c.note.empty()) out["note"] = c.note;
  return out;
}

struct BlockJson {
  Json operator()(const PageText& t) const { return {{"paragraph", {{"text", t.text}}}}; }
  Json operator()(const PageList& l) const { return {{"list", {{"items", l.items}}}}; }
  Json operator()(const PageQuestion& q) const {
    return {{"question", {{"question", q.question}, {"answers", q.answers}}}};
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
