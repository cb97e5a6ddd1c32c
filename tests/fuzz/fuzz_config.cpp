// libFuzzer target: any bytes as a configuration, or as the CSV file that one names.
//
// The first byte chooses; a corpus is made of files with one byte put before them. Run:
//   fuzz_config CORPUS_FOLDER -max_len=65536 -timeout=20 -rss_limit_mb=2048

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "models/schema.hpp"
#include "sim/config.hpp"
#include "tests/fuzz/mutation.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path& folder() {
  static const fs::path made = [] {
    std::string name = (fs::temp_directory_path() / "fuzz_config_XXXXXX").string();
    return fs::path(::mkdtemp(name.data()));
  }();
  return made;
}

void write(const char* name, std::string_view text) {
  std::ofstream(folder() / name, std::ios::binary) << text;
}

constexpr std::string_view names_a_csv =
    "population.residents = { csv = \"data.csv\", column = \"residents\" }\n";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool csv = data[0] % 4 == 0;
  write("area.toml", csv ? names_a_csv : text);
  if (csv) write("data.csv", text);
  const auto result = sim::read_config(folder() / "area.toml", models::schema());
  if (result.config.has_value() != result.faults.empty()) std::abort();
  return 0;
}

/// Half of the time damages that know lines, keys and numbers; else libFuzzer's own, guided by coverage.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  if (size < 2 || seed % 2 == 0) return LLVMFuzzerMutate(data, size, max_size);
  fuzz::Dice dice(seed);
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string damaged = fuzz::mutate(text, text, dice);
  const std::size_t kept = std::min(damaged.size(), max_size - 1);
  std::memcpy(data + 1, damaged.data(), kept);
  return kept + 1;
}
