// What `sendcast cluster` was asked to print, as far as all schedulers share it.

#include "app/cluster/cluster_options.hpp"

#include <fmt/format.h>

#include "app/cluster/printable.hpp"
#include "app/number_words.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "models/country.hpp"
#include "models/measures.hpp"
#include "models/structure.hpp"
#include "sim/faults.hpp"
#include "sim/manifest.hpp"
#include "sim/results.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t most_shards = 1'000'000;
constexpr std::size_t longest_name = 40;  // with endings and an index still a host name (63)

/// The names of the run's files and values.
void check_run_words(const RunWords& words, WordFaults& faults) {
  const auto check = [&](const std::string& option, const std::string& word) {
    faults.printable(option, word);
    if (word.starts_with('-'))
      faults.add(fmt::format("{} {}: begins with '-'; write ./{}", option, word, word));
  };
  check("CONFIG", words.choice.config.string());
  for (const auto& scenario : words.choice.scenarios) check("--scenario", scenario.string());
  for (const auto& setting : words.choice.settings) faults.printable("--set", setting);
  if (words.out) check("-o", *words.out);
}

/// Letters, digits, '.', '-' and '_' of a folder's name: what every scheduler takes for the name of a job.
std::string job_name(const fs::path& out) {
  std::string name;
  for (const char c : out.filename().string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '-' || c == '_';
    if (plain)
      name += c;
    else if (!name.ends_with('-'))
      name += '-';
  }
  name = name.substr(0, longest_name);
  while (name.starts_with('-') || name.starts_with('.')) name.erase(0, 1);
  while (name.ends_with('-')) name.pop_back();
  return name.empty() ? "sendcast" : name;
}

/// Without "/" at its end and "./" in it: a folder's name to which more can be added.
fs::path plain_folder(const fs::path& out) {
  const auto normal = out.lexically_normal();
  return normal.has_filename() ? normal : normal.parent_path();
}

std::string program_path(const std::string& asked, WordFaults& faults) {
  std::string path = asked;
  if (path.empty()) path = fs::read_symlink("/proc/self/exe").string();
  faults.printable("--program", path);
  if (!path.starts_with('/')) faults.add(fmt::format("--program {}: write an absolute path", path));
  return path;
}

std::uint32_t columns_of(const sim::Config& config) {
  if (!config.areas().empty()) return models::country_layout(config).columns();
  const models::Structure structure(config);
  const models::Measures measures(structure);
  return measures.layout().columns();
}

}  // namespace

void WordFaults::check(const std::function<void()>& action) {
  try {
    action();
  } catch (const UserError& error) {
    add(error.what());
  }
}

void WordFaults::printable(const std::string& option, const std::string& word) {
  if (const auto why = why_not_printable(word); !why.empty())
    add(fmt::format("{} {}: {}, which a job's script cannot hold", option, sim::quote(word), why));
}

void WordFaults::raise() const {
  std::string all;
  for (const auto& text : texts_) all += (all.empty() ? "" : "\nsendcast: ") + text;
  if (!all.empty()) throw UserError(all);
}

ShardPlan shard_plan(const ShardWords& words, WordFaults& faults) {
  ShardPlan plan;
  plan.version = fmt::format("sendcast {} ({})", sim::program_version(), sim::program_commit());
  plan.folder = shell_word(fs::current_path().string());
  faults.printable("the folder", fs::current_path().string());
  plan.program = shell_word(program_path(words.program, faults));
  check_run_words(words.run, faults);
  faults.check([&] {
    const RunOptions options = run_options(words.run);
    const auto out = plain_folder(options.out);
    plan.run = repeat_command(options).substr(std::string("sendcast ").size());
    plan.out = shell_word(out.string());
    plan.replicates = options.replicates;
    plan.name = words.name.empty() ? job_name(out) : words.name;
    if (out == "." || out.filename() == ".." || !out.has_filename())
      faults.add(fmt::format("-o {}: name a folder of its own; the shards go to one beside it",
                             options.out.string()));
  });
  faults.check([&] {
    plan.shards = static_cast<std::uint32_t>(whole_number("--shards", words.shards, 1, most_shards));
  });
  faults.check([&] { plan.cpus = static_cast<std::uint32_t>(whole_number("--cpus", words.cpus, 1, 4096)); });
  if (!words.name.empty() && (job_name(words.name) != words.name))
    faults.add(
        fmt::format("--name {}: use at most {} letters, digits, '.', '-' and '_', beginning with a letter",
                    sim::quote(words.name), longest_name));
  return plan;
}

void check_blocks(const ShardPlan& plan, const sim::Config& config) {
  const auto size = sim::block_replicates(columns_of(config));
  const auto blocks = (plan.replicates + size - 1) / size;
  if (plan.shards > blocks)
    throw UserError(folded_fault(fmt::format(
        "--shards {}: {} replicates are {} block{} of {}, and a shard holds at least one; choose at most {}",
        plan.shards, plan.replicates, blocks, blocks == 1 ? "" : "s", size, blocks)));
}

}  // namespace app
