// The manual page and what shells complete, made from the commands; small bars on a terminal.

#include <array>
#include <limits>
#include <sstream>

#include "app/sparkline.hpp"
#include "app/terminal.hpp"
#include "program.hpp"
#include "tests/catch.hpp"
#include "tests/shared_data.hpp"

using namespace cli;

namespace {

bool there(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

/// What a command of the shell prints.
std::string said_by(const Folder& folder, const std::string& command) {
  const auto out = folder / "said";
  std::system((command + " >'" + out.string() + "' 2>&1").c_str());
  return contents(out);
}

/// Words that bash completes at the end of a line.
std::string completed(const Folder& folder, const std::string& words, const std::string& last) {
  const auto script = folder.write(
      "complete.sh", "source '" + (folder / "bash").string() + "'\nCOMP_WORDS=(sendcast " + words + " \"" +
                         last +
                         "\")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_sendcast\necho \"${COMPREPLY[*]}\"\n");
  return said_by(folder, "cd '" + folder.path().string() + "' && bash '" + script.string() + "'");
}

}  // namespace

TEST_CASE("The manual page holds every command with its options") {
  const auto page = sendcast("man");
  CHECK(page.code == 0);
  for (const auto* words :
       {".TH SENDCAST 1", ".SS \"run\"", ".SS \"serve\"", "\\fB\\-\\-max\\-replicates\\fR",
        "\\fB\\-n\\fR, \\fB\\-\\-replicates\\fR \\fIN\\fR", ".SH EXIT STATUS"})
    CHECK(page.out.find(words) != std::string::npos);
  CHECK(page.out.find("\\-\\-quiet\\fR\n") != std::string::npos);  // a flag takes nothing
  CHECK(page.out.find("\\fIVALUE") == std::string::npos);
  std::istringstream commands(sendcast("--help").out);
  std::size_t listed = 0;
  bool list = false;
  for (std::string line; std::getline(commands, line);) {
    if (line.starts_with("Subcommands")) list = true;
    if (!list || line.size() < 3 || line[0] != ' ' || line[2] == ' ') continue;
    const auto name = line.substr(2, line.find(' ', 2) - 2);
    INFO(name);
    CHECK(page.out.find(".SS \"" + name + "\"") != std::string::npos);
    ++listed;
  }
  CHECK(listed >= 17);
}

TEST_CASE("man takes the manual page without a warning") {
  if (!there("man") || !there("col")) return skip_test("man is not installed");
  const Folder folder;
  folder.write("page.1", sendcast("man").out);
  const auto faults =
      said_by(folder, "{ man --warnings=all -l '" + (folder / "page.1").string() + "' 2>&1 >/dev/null; }");
  CHECK(faults.empty());
  const auto shown = said_by(folder, "MANWIDTH=80 man -l '" + (folder / "page.1").string() + "' | col -bx");
  CHECK(shown.find("--max-replicates N") != std::string::npos);
}

TEST_CASE("bash completes commands, options and files") {
  const Folder folder;
  folder.write("bash", sendcast("completion bash").out);
  folder.write("plan.toml", "");
  CHECK(said_by(folder, "bash -n '" + (folder / "bash").string() + "'").empty());
  CHECK(completed(folder, "", "ser") == "serve\n");
  CHECK(completed(folder, "run", "--repl").find("--replicates") == 0);
  CHECK(completed(folder, "run", "pl") == "plan.toml\n");
  CHECK(completed(folder, "run -n", "") == "\n");  // a number: nothing to offer
  CHECK(completed(folder, "run --scenario", "pl") == "plan.toml\n");
  CHECK(completed(folder, "run plan.toml", "--layers") == "--layers\n");
  CHECK(completed(folder, "run --quiet", "pl") == "plan.toml\n");  // a flag takes nothing
  CHECK(completed(folder, "import", "e") == "ees\n");
  CHECK(completed(folder, "risk", "--layers") == "\n");  // of another command
  CHECK(completed(folder, "completion", "").starts_with("bash zsh fish"));
  CHECK(completed(folder, "describe", "pa") == "parameters\n");
  CHECK(completed(folder, "describe", "pl") == "placements\n");  // not plan.toml
  CHECK(completed(folder, "describe placements", "pl").ends_with("plan.toml\n"));
  CHECK(completed(folder, "describe", "--sch") == "--schema\n");
  CHECK(completed(folder, "run --design", "") == "sobol lhs mc\n");
  CHECK(completed(folder, "sensitivity --design", "") == "sobol morris\n");
  CHECK(completed(folder, "run --store", "h") == "headline\n");
}

TEST_CASE("zsh and fish are written for too, other shells are not") {
  for (const auto* shell : {"zsh", "fish"}) {
    const auto made = sendcast(std::string("completion ") + shell);
    CHECK(made.code == 0);
    CHECK(made.out.find("replicates") != std::string::npos);
  }
  CHECK(sendcast("completion tcsh").code == 2);
  CHECK(sendcast("completion").code == 2);
}

TEST_CASE("zsh and fish take what is written for them") {
  if (!there("zsh") || !there("fish")) return skip_test("zsh or fish is not installed");
  const Folder folder;
  for (const auto* shell : {"zsh", "fish"}) {
    folder.write(shell, sendcast(std::string("completion ") + shell).out);
    CHECK(said_by(folder, std::string(shell) + " -n '" + (folder / shell).string() + "'").empty());
  }
}

TEST_CASE("Small bars show a shape, on a terminal of UTF-8 alone") {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  CHECK(app::sparkline(std::array{1.0, 2.0, 3.0, 8.0}) == "▁▂▃█");
  CHECK(app::sparkline(std::array{5.0, 5.0}) == "▄▄");
  CHECK(app::sparkline(std::array{3.0, none, 1.0}) == "█ ▁");
  CHECK(app::sparkline(std::array{-4.0, -3.0}) == "▁█");
  CHECK(app::sparkline({}).empty());

  const Folder folder;
  const auto area = folder.write("short.toml", "extends = [\"" + kingston() + "\"]\nyears = 3\n");
  const auto run = "run " + area.string() + " -n 16 --no-progress -o " + (folder / "out").string();
  CHECK(sendcast(run).out.find("▁") == std::string::npos);  // a pipe
}

TEST_CASE("A run ends with small bars on a terminal") {
  if (!there("script")) return skip_test("script is not installed: no terminal to look at");
  const Folder folder;
  const auto area = folder.write("short.toml", "extends = [\"" + kingston() + "\"]\nyears = 3\n");
  const auto run = "run " + area.string() + " -n 16 --no-progress -o " + (folder / "out").string();
  const auto terminal = [&](const std::string& settings) {
    return said_by(folder,
                   settings + " script -qec \"'" + SENDCAST_PROGRAM + "' " + run + "\" /dev/null </dev/null");
  };
  const auto drawn = terminal("TERM=xterm NO_COLOR=1 LC_ALL=C.UTF-8");
  CHECK(drawn.find("Cumulative deficit, ") != std::string::npos);
  CHECK(drawn.find("▁") != std::string::npos);
  CHECK(drawn.find("\x1b[") == std::string::npos);
  std::istringstream lines(drawn);
  for (std::string line; std::getline(lines, line);)
    if (line.find(folder.path().string()) == std::string::npos)
      CHECK(app::display_width(line.substr(0, line.find('\r'))) <= 80);
  CHECK(terminal("TERM=xterm LC_ALL=C").find("▁") == std::string::npos);
  CHECK(terminal("TERM=dumb LC_ALL=C.UTF-8").find("▁") == std::string::npos);
}
