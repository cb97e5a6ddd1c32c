#pragma once
// Reads a workbook back with LibreOffice, which knows nothing of how it was written.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/shared_data.hpp"

namespace spreadsheet {

using Rows = std::vector<std::vector<std::string>>;

inline bool can_read() { return std::system("command -v soffice >/dev/null 2>&1") == 0; }
inline void skip() { skip_test("LibreOffice (libreoffice-calc-nogui) is not installed"); }

/// RFC 4180, without a header.
inline Rows parse(const std::string& text) {
  Rows rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"')
        cell += text[++i];
      else if (c == '"')
        quoted = false;
      else
        cell += c;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',' || c == '\n') {
      row.push_back(std::move(cell));
      cell.clear();
      if (c == '\n') rows.push_back(std::move(row)), row.clear();
    } else {
      cell += c;
    }
  }
  return rows;
}

/// The cells of every sheet, by its name; nothing if LibreOffice cannot open the file.
inline std::map<std::string, Rows> read(const std::filesystem::path& workbook,
                                        const std::filesystem::path& scratch) {
  const auto folder = scratch / "sheets";
  const std::string command = "timeout 300 soffice '-env:UserInstallation=file://" +
                              (scratch / "profile").string() +
                              "' --headless --convert-to 'csv:Text - txt - csv "
                              "(StarCalc):44,34,76,1,,0,false,false,false,false,false,-1' --outdir '" +
                              folder.string() + "' '" + workbook.string() + "' >/dev/null 2>&1 </dev/null";
  std::map<std::string, Rows> out;
  if (std::system(command.c_str()) != 0) return out;
  const std::string prefix = workbook.stem().string() + "-";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream stream(entry.path(), std::ios::binary);
    out[entry.path().stem().string().substr(prefix.size())] =
        parse({std::istreambuf_iterator<char>(stream), {}});
  }
  return out;
}

}  // namespace spreadsheet
