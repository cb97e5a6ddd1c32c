#pragma once
// Published data that is not part of the repository: tests that need it look here, and skip visibly when it
// is absent.
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>

/// The folder of published data: the environment variable SENDCAST_DATA, else shared/data beside the
/// checkout. Empty when neither is a folder.
inline std::optional<std::filesystem::path> shared_data() {
  namespace fs = std::filesystem;
  std::error_code unreadable;
  const char* named = std::getenv("SENDCAST_DATA");
  const fs::path folder = named ? fs::path(named) : fs::path(SENDCAST_SOURCE_DIR) / ".." / "shared" / "data";
  if (!fs::is_directory(folder, unreadable)) return std::nullopt;
  return fs::weakly_canonical(folder);
}

/// Says why a test does nothing; ctest counts a test that prints this line as skipped. Return from the test
/// after it.
inline void skip_test(const char* reason) { std::cout << "\nSKIPPED: " << reason << std::endl; }
