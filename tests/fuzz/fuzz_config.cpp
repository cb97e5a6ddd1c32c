// libFuzzer target: any bytes as an area beside the shipped ones, or as a CSV file that it names, checked as
// `sendcast check` does.
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

#include "app/config_outline.hpp"
#include "app/load.hpp"
#include "sim/config_files.hpp"
#include "tests/fuzz/mutation.hpp"

namespace {

namespace fs = std::filesystem;

/// In a copy of the shipped configurations, where what an area extends is found; removed at the end.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "fuzz_config_XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    fs::copy(SENDCAST_CONFIGS, root_, fs::copy_options::recursive);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  fs::path area() const { return root_ / "areas" / "england-average"; }

 private:
  fs::path root_;
};

constexpr std::string_view names_a_csv =
    "extends = [\"baseline.toml\"]\n"
    "population.residents = { csv = \"fuzzed.csv\", column = \"residents\" }\n";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  static sim::ConfigFiles files;
  if (size == 0) return 0;
  const auto write = [](const char* name, std::string_view text) {
    const fs::path path = folder.area() / name;
    std::ofstream(path, std::ios::binary) << text;
    files.forget(path);
  };
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool csv = data[0] % 4 == 0;
  write("fuzzed.toml", csv ? names_a_csv : text);
  if (csv) write("fuzzed.csv", text);
  const auto result = app::load({folder.area() / "fuzzed.toml", {}, {}}, files);
  if (result.config.has_value() != result.faults.empty()) std::abort();
  if (result.config && app::config_outline(*result.config).empty()) std::abort();
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
