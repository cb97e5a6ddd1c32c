// Columns of text for a terminal: the first aligned left, the others right, with headings over groups of
// columns.

#include "app/table.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace app {
namespace {

void trim(std::string& text) { text.erase(text.find_last_not_of(' ') + 1); }

}  // namespace

Table::Table(std::vector<std::string> headings)
    : headings_(std::move(headings)), left_(headings_.size(), false), gaps_(headings_.size(), 2) {
  if (headings_.empty()) throw std::logic_error("a table needs columns");
  left_[0] = true;
  gaps_[0] = 0;
}

void Table::group(std::size_t first, std::size_t count, std::string heading) {
  groups_.push_back({first, count, std::move(heading)});
}

void Table::left(std::size_t column) { left_.at(column) = true; }
void Table::gap(std::size_t column, std::size_t spaces) { gaps_.at(column) = spaces; }

bool Table::fit(std::size_t width) {
  const auto needed = [&] {
    const auto columns = widths();
    return std::accumulate(columns.begin(), columns.end(), std::size_t{0}) +
           std::accumulate(gaps_.begin(), gaps_.end(), std::size_t{0});
  };
  while (needed() > width) {
    const auto widest = std::max_element(gaps_.begin(), gaps_.end());
    if (*widest <= 1) return false;
    --*widest;
  }
  return true;
}

void Table::row(std::vector<std::string> cells) {
  if (cells.size() != headings_.size())
    throw std::logic_error("a row has as many cells as the table has columns");
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::widths() const {
  std::vector<std::size_t> out;
  for (std::size_t c = 0; c < headings_.size(); ++c) {
    std::size_t width = display_width(headings_[c]);
    for (const auto& cells : rows_) width = std::max(width, display_width(cells[c]));
    out.push_back(width);
  }
  // A group's heading that is wider than its columns widens the first of them.
  for (const Group& g : groups_) {
    std::size_t room = 0;
    for (std::size_t c = g.first; c < g.first + g.count; ++c) room += out[c] + (c == g.first ? 0 : gaps_[c]);
    const std::size_t wanted = display_width(g.heading);
    if (wanted > room) out[g.first] += wanted - room;
  }
  return out;
}

std::string Table::line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const {
  std::string out;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const std::string pad(widths[c] - display_width(cells[c]), ' ');
    out += std::string(gaps_[c], ' ') + (left_[c] ? cells[c] + pad : pad + cells[c]);
  }
  trim(out);
  return out;
}

std::string Table::group_line(const std::vector<std::size_t>& widths) const {
  std::string out;
  std::size_t at = 0;
  for (std::size_t c = 0; c < headings_.size(); ++c) {
    for (const Group& g : groups_) {
      if (g.first + g.count != c + 1) continue;  // right-aligned over the last column of the group
      const std::size_t end = at + gaps_[c] + widths[c];
      const std::size_t start = end - std::min(end, display_width(g.heading));
      const std::size_t so_far = display_width(out);
      if (start > so_far) out += std::string(start - so_far, ' ');
      out += g.heading;
    }
    at += gaps_[c] + widths[c];
  }
  return out;
}

std::string Table::text(const Style& style) const {
  const auto columns = widths();
  std::string out;
  if (!groups_.empty()) out += style.bold(group_line(columns)) + '\n';
  out += style.bold(line(headings_, columns)) + '\n';
  for (const auto& cells : rows_) out += line(cells, columns) + '\n';
  return out;
}

}  // namespace app
