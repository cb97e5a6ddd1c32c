// An output folder appears whole or not at all, and nothing of the user's is overwritten.

#include <fstream>
#include <iterator>

#include "sim/output_folder.hpp"
#include "tests/catch.hpp"
#include "tests/sim/toy_model.hpp"

using namespace sim;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

void write_run(const fs::path& target, const std::string& content) {
  OutputFolder folder(target);
  write_text(folder.path() / "manifest.json",
             R"({"program": "sendcast", "outputs": ["summary.csv", "notes.html", "manifest.json"]})");
  write_text(folder.path() / "summary.csv", content);
  folder.commit();
}

}  // namespace

TEST_CASE("a folder appears when it is whole, with its parents") {
  const toy::TemporaryFolder base;
  const fs::path target = base / "a" / "b" / "run";
  {
    OutputFolder folder(target);
    write_text(folder.path() / "manifest.json", R"({"program": "sendcast"})");
    CHECK_FALSE(fs::exists(target));
    folder.commit();
  }
  CHECK(is_output_folder(target));
  CHECK(entries(target.parent_path()) == 1);
}

TEST_CASE("an output of another kind is not replaced") {
  const toy::TemporaryFolder base;
  const auto write = [&](const std::string& kind) {
    OutputFolder folder(base / "out", kind);
    write_text(folder.path() / "manifest.json",
               R"({"program": "sendcast", "outputs": ["manifest.json"], "command": "sendcast )" + kind +
                   R"( x.toml"})");
    folder.commit();
  };
  write("run");
  write("run");
  CHECK_THROWS_WITH(write("compare"), Contains("is not overwritten by `sendcast compare` (it holds what "
                                               "`sendcast run` wrote); choose another folder"));
  CHECK(text_of(base / "out/manifest.json").find("sendcast run") != std::string::npos);
  CHECK(entries(base / "") == 1);
  OutputFolder any(base / "out");  // who says no kind replaces all
}

TEST_CASE("an output without commit leaves no trace") {
  const toy::TemporaryFolder base;
  try {
    OutputFolder folder(base / "run");
    write_text(folder.path() / "summary.csv", "half");
    throw std::runtime_error("interrupted");
  } catch (const std::runtime_error&) {
  }
  CHECK(entries(base / "") == 0);
}

TEST_CASE("an earlier output is replaced as a whole") {
  const toy::TemporaryFolder base;
  write_run(base / "run", "old");
  write_text(base / "run" / "notes.html", "of the old run");
  write_run(base / "run/", "new");
  CHECK(text_of(base / "run" / "summary.csv") == "new");
  CHECK_FALSE(fs::exists(base / "run" / "notes.html"));
  CHECK(entries(base / "") == 1);
}

TEST_CASE("an output that holds others is replaced as a whole, too") {
  const toy::TemporaryFolder base;
  for (const char* content : {"old", "new"}) {
    OutputFolder both(base / "both");
    write_text(both.path() / "manifest.json",
               R"({"program": "sendcast", "outputs": ["a/", "manifest.json"]})");
    write_run(both.path() / "a", content);
    both.commit();
  }
  CHECK(text_of(base / "both" / "a" / "summary.csv") == "new");
  CHECK(entries(base / "") == 1);
}

TEST_CASE("what no run wrote is never removed: the folder is refused and named") {
  const toy::TemporaryFolder base;
  const auto kept = [&](const fs::path& mine) {
    CHECK_THROWS_WITH(OutputFolder(base / "run"),
                      Contains("not overwritten") && Contains(": " + mine.filename().string() + ")"));
    CHECK(fs::exists(mine));
    CHECK(text_of(base / "run" / "summary.csv") == "old");
    CHECK(entries(base / "") == 1);
    fs::remove_all(mine);
  };
  write_run(base / "run", "old");
  write_text(base / "run" / "chart.xlsx", "mine");
  kept(base / "run" / "chart.xlsx");
  fs::create_directory(base / "run" / "sub");
  kept(base / "run" / "sub");
  fs::create_directory(base / "run" / "notes.html");  // a folder under the name of one of our files
  kept(base / "run" / "notes.html");
  fs::create_symlink("/dev/null", base / "run" / "notes.html");
  CHECK_THROWS_AS(OutputFolder(base / "run"), OutputError);
  fs::remove(base / "run" / "notes.html");

  // It came while the run went on.
  OutputFolder later(base / "run");
  write_text(base / "run" / "chart.xlsx", "mine");
  CHECK_THROWS_WITH(later.commit(), Contains("chart.xlsx"));
  CHECK(text_of(base / "run" / "chart.xlsx") == "mine");
  CHECK(text_of(base / "run" / "summary.csv") == "old");
}

TEST_CASE("a failed replacement keeps the earlier output") {
  const toy::TemporaryFolder base;
  write_run(base / "run", "old");
  { const OutputFolder folder(base / "run"); }
  CHECK(text_of(base / "run" / "summary.csv") == "old");
  CHECK(entries(base / "") == 1);
}

TEST_CASE("an empty folder is used, another's folder or file is refused") {
  const toy::TemporaryFolder base;
  fs::create_directory(base / "empty");
  write_run(base / "empty", "new");
  CHECK(text_of(base / "empty" / "summary.csv") == "new");
  fs::create_directory(base / "photos");
  write_text(base / "photos" / "cat.jpg", "meow");
  CHECK_THROWS_WITH(OutputFolder(base / "photos"), Contains("not overwritten") && Contains("photos"));
  write_text(base / "photos" / "manifest.json", R"({"program": "another"})");
  CHECK_THROWS_AS(OutputFolder(base / "photos"), OutputError);
  write_text(base / "photos" / "manifest.json", "not JSON");
  CHECK_THROWS_AS(OutputFolder(base / "photos"), OutputError);
  write_text(base / "file", "text");
  CHECK_THROWS_WITH(OutputFolder(base / "file"), Contains("is a file"));
  CHECK(text_of(base / "photos" / "cat.jpg") == "meow");
}

TEST_CASE("a symbolic link is followed and stays a link") {
  const toy::TemporaryFolder base;
  fs::create_directory(base / "disk");
  write_run(base / "disk" / "run", "old");
  fs::create_directory_symlink("disk/run", base / "link");
  write_run(base / "link", "new");
  write_run(base / "link/", "newer");
  CHECK(fs::is_symlink(base / "link"));
  CHECK(text_of(base / "disk" / "run" / "summary.csv") == "newer");
  CHECK(entries(base / "disk") == 1);
  fs::create_directory_symlink("nowhere", base / "dangling");
  CHECK_THROWS_WITH(OutputFolder(base / "dangling"), Contains("is a symbolic link that leads nowhere"));
  CHECK(fs::is_symlink(base / "dangling"));
}

TEST_CASE("messages name what was asked for, not the draft of it") {
  CHECK(as_asked_for("out/.run.partial-a1B2c3/summary.csv") == "out/run/summary.csv");
  CHECK(as_asked_for("/a/.b.c.partial-a1B2c3") == "/a/b.c");
  CHECK(as_asked_for("out/.r.html.31642.partial") == "out/r.html");
  for (const auto* as_it_is : {"out/.hidden/x.csv", "a/./b", "../x", ".partial-abcdef", "run.partial-x", "."})
    CHECK(as_asked_for(as_it_is) == as_it_is);
  const toy::TemporaryFolder base;
  CHECK_THROWS_WITH(write_text(base / ".none.partial-a1b2c3" / "x.csv", ""),
                    Contains("/none/x.csv: cannot be created"));
}

TEST_CASE("what killed runs left is removed, what living ones write is not") {
  const toy::TemporaryFolder base;
  fs::create_directory(base / ".run.partial-killed");
  write_text(base / ".run.partial-killed" / "summary.csv", "half");
  const fs::path kept[] = {base / ".run.partial-abcdef.old", base / ".other.partial-abcdef"};
  for (const auto& folder : kept) fs::create_directory(folder);
  const OutputFolder living(base / "run");
  CHECK_FALSE(fs::exists(base / ".run.partial-killed"));
  write_run(base / "run", "new");
  CHECK(fs::exists(living.path()));
  for (const auto& folder : kept) CHECK(fs::exists(folder));
}

TEST_CASE("a place that cannot be written to is named with the reason") {
  CHECK_THROWS_WITH(OutputFolder("/proc/run"), Contains("/proc/run: cannot be created ("));
  CHECK_THROWS_WITH(write_text("/dev/full", "text"), Contains("/dev/full: cannot be written (No space left"));
}

TEST_CASE("fields are quoted when RFC 4180 asks for it") {
  CHECK(csv_field("plain text") == "plain text");
  CHECK(csv_field("a,b") == "\"a,b\"");
  CHECK(csv_field("say \"no\"") == "\"say \"\"no\"\"\"");
  CHECK(csv_field("two\nlines") == "\"two\nlines\"");
}
