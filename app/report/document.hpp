#pragma once
// A page before it is a page: sections of sentences, tables and charts, as plain values.

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

namespace app {

/// A cell of a table as it is read, with the figure behind it where it is one (NaN: a word).
struct PageCell {
  std::string text;
  double value = NAN;
};

/// Rows under named columns, one cell for each; the first column names the row.
struct PageTable {
  std::string caption = {};
  std::vector<std::string> columns = {};
  std::vector<std::vector<PageCell>> rows = {};
  bool folded = false;  ///< shown when asked for
};

/// A chart: a specification of plots/ by its name ("fan"), its data sets and signals by the names that the
/// specification gives them, and the same figures as a table.
struct PageChart {
  std::string id = {}, title = {}, specification = {};
  std::string alt = {};   ///< what it shows, for those who do not see it
  std::string note = {};  ///< how to read it, beneath
  nlohmann::ordered_json data = nlohmann::ordered_json::object();
  nlohmann::ordered_json signals = nlohmann::ordered_json::object();
  PageTable table = {};
};

/// Texts of paragraphs, lists and answers show what stands between backticks as code.
struct PageText {
  std::string text;
};
struct PageList {
  std::vector<std::string> items;
};
/// A question that somebody asked, and its answer in sentences.
struct PageQuestion {
  std::string question;
  std::vector<std::string> answers;
};
/// A command to be copied.
struct PageCommand {
  std::string command;
};
using PageBlock = std::variant<PageText, PageList, PageQuestion, PageCommand, PageTable, PageChart>;

/// `id` is the anchor; of a page unique, as are those of charts.
struct PageSection {
  std::string id = {}, title = {};
  std::vector<PageBlock> blocks = {};
};

/// `kind`: "report" or "assurance", which decides on fixed texts of the template.
struct Document {
  std::string kind = {}, title = {}, subtitle = {}, language = "en-GB";
  std::vector<PageSection> sections = {};
  std::vector<std::string> failed = {};  ///< checks in it that failed
};

/// What the templates of plots/ are filled with, and what `--json` prints.
nlohmann::ordered_json document_json(const Document& document);

}  // namespace app
