// Simulations that are finished, kept beside an output folder until the whole is.

#include "app/backtest/simulation_store.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdlib.h>

#include <cerrno>
#include <charconv>
#include <cmath>
#include <sstream>
#include <system_error>
#include <variant>

#include "sim/read_file.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".draws";
constexpr std::string_view heading = "sendcast simulation ";
constexpr std::size_t largest_file = 256U << 20U;

void make_folder(const fs::path& folder) {
  std::error_code code;
  fs::create_directories(folder, code);
  if (code) throw sim::OutputError(fmt::format("{}: cannot be made ({})", folder.string(), code.message()));
}

/// The numbers of a line; nothing if one is none.
std::optional<std::vector<double>> numbers(const std::string& line) {
  std::vector<double> out;
  if (line.empty()) return out;
  const char* at = line.data();
  const char* const end = at + line.size();
  while (true) {
    double value = 0;
    const auto read = std::from_chars(at, end, value);
    if (read.ec != std::errc{}) return std::nullopt;
    out.push_back(value);
    if (read.ptr == end) return out;
    if (*read.ptr != ',') return std::nullopt;
    at = read.ptr + 1;
  }
}

}  // namespace

SimulationStore::SimulationStore(const fs::path& out) {
  const fs::path target = fs::absolute(out).lexically_normal();
  const fs::path named = target.has_filename() ? target : target.parent_path();
  folder_ = named.parent_path() / ("." + named.filename().string() + ".unfinished");
}

fs::path SimulationStore::file(const std::string& name) const {
  return folder_ / (name + std::string(ending));
}

std::optional<std::vector<std::vector<double>>> SimulationStore::find(const std::string& name,
                                                                      const std::string& digest,
                                                                      std::size_t lists) const {
  std::error_code missing;
  if (!fs::is_regular_file(file(name), missing)) return std::nullopt;
  const auto read = sim::read_regular_file(file(name), largest_file);
  if (!std::holds_alternative<std::string>(read)) return std::nullopt;
  std::istringstream lines(std::get<std::string>(read));
  std::string line;
  if (!std::getline(lines, line) || line != std::string(heading) + digest) return std::nullopt;
  std::vector<std::vector<double>> out;
  while (std::getline(lines, line) && line != "end") {
    auto draws = numbers(line);
    if (!draws) return std::nullopt;
    out.push_back(std::move(*draws));
  }
  if (line != "end" || out.size() != lists) return std::nullopt;
  return out;
}

void SimulationStore::keep(const std::string& name, const std::string& digest,
                           const std::vector<std::vector<double>>& draws) const {
  std::string text = fmt::format("{}{}\n", heading, digest);
  for (const auto& list : draws) text += fmt::format("{}\n", fmt::join(list, ","));
  make_folder(folder_);
  const fs::path partial = folder_ / (name + ".partial");
  sim::write_text(partial, text + "end\n");
  std::error_code code;
  fs::rename(partial, file(name), code);
  if (code)
    throw sim::OutputError(fmt::format("{}: cannot be written ({})", file(name).string(), code.message()));
}

std::size_t SimulationStore::kept() const {
  std::size_t count = 0;
  std::error_code code;
  for (fs::directory_iterator entry(folder_, code), end; !code && entry != end; entry.increment(code))
    count += entry->path().extension() == ending ? 1U : 0U;
  return count;
}

void SimulationStore::remove() const {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

ScratchFolder::ScratchFolder(const fs::path& parent) {
  make_folder(parent);
  std::string name = (parent / "import-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    throw sim::OutputError(
        fmt::format("{}: cannot be made ({})", name, std::generic_category().message(errno)));
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  fs::remove(path_.parent_path(), ignored);  // unless something is in it
}

}  // namespace app
