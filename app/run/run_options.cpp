// What `sendcast run` was asked to do, checked.

#include "app/run/run_options.hpp"

#include <fmt/format.h>

#include <charconv>

#include "app/run/shard_options.hpp"
#include "app/user_error.hpp"
#include "sim/manifest.hpp"
#include "sim/output_folder.hpp"

namespace app {
namespace {

constexpr std::uint64_t most_replicates = std::uint64_t{1} << 30;  // the key of a draw has 30 bits for it

std::uint64_t number(const std::string& option, const std::string& text, std::uint64_t low,
                     std::uint64_t high) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  if (!digits)
    throw UserError(fmt::format("{} {}: write a whole number without signs or commas, for example {} {}",
                                option, text, option, low < 1000 ? 1000 : low));
  if (error != std::errc() || end != text.data() + text.size() || value < low || value > high)
    throw UserError(fmt::format("{} {}: must be between {} and {}", option, text, low, high));
  return value;
}

}  // namespace

RunOptions run_options(const RunWords& words) {
  RunOptions o;
  o.choice = words.choice;
  (void)overrides(o.choice.settings);  // their form is checked before anything is read
  o.replicates = static_cast<std::uint32_t>(number("-n", words.replicates, 1, most_replicates));
  o.seed = number("--seed", words.seed, 0, ~std::uint64_t{0});
  o.contributions =
      static_cast<std::uint32_t>(number("--contributions", words.contributions, 0, most_replicates));
  o.threads = static_cast<unsigned>(number("-j", words.threads, 0, 4096));
  const auto design = sim::design_of(words.design);
  if (!design) throw UserError(fmt::format("--design {}: choose sobol, lhs or mc", words.design));
  o.design = *design;
  const auto store = sim::store_mode_from(words.store);
  if (!store) throw UserError(fmt::format("--store {}: choose full or headline", words.store));
  o.store = *store;
  o.layers = words.layers;
  o.expected = words.expected;
  o.quiet = words.quiet;
  o.json = words.json;
  o.no_progress = words.no_progress;
  o.discrepancy = !words.no_discrepancy;
  if (!words.replicate.empty())
    o.replicate = static_cast<std::uint32_t>(number("--replicate", words.replicate, 0, most_replicates - 1));
  if (!words.member.empty()) {
    o.member = static_cast<unsigned>(number("--member", words.member, 0, 2));
    if (!o.replicate) throw UserError("--member: names a member of one replicate; give --replicate too");
  }
  o.resume = words.resume;
  if (!words.shard.empty()) o.shard = shard_option(words.shard, environment());
  if ((o.shard || o.resume) && (o.replicate || o.expected))
    throw UserError(fmt::format("{}: is for a run of replicates, not for --{}",
                                o.shard ? "--shard" : "--resume", o.expected ? "expected" : "replicate"));
  if (o.replicate && o.expected) throw UserError("--replicate and --expected exclude each other");
  if (o.replicate && *o.replicate >= o.replicates)
    throw UserError(fmt::format("--replicate {}: a run of {} replicates has 0 to {}; give the run's own -n",
                                *o.replicate, o.replicates, o.replicates - 1));
  if (words.out && words.out->empty()) throw UserError("-o '': names no folder");
  o.out_given = words.out.has_value();
  o.out = words.out ? std::filesystem::path(*words.out) : default_folder(o.choice);
  if (o.shard && !words.out) {
    o.out += "-shards";
    o.out /= fmt::format("shard-{}", o.shard->index);
  }
  return o;
}

std::filesystem::path default_folder(const ConfigChoice& choice) {
  const auto config = std::filesystem::absolute(choice.config).lexically_normal();
  const auto area = config.parent_path().filename();  // of "/plan.toml" there is none
  std::string name = (area.empty() ? "" : area.string() + "-") + config.stem().string();
  for (const auto& scenario : choice.scenarios) name += "+" + scenario.stem().string();
  if (!choice.settings.empty()) name += "-set-" + sim::config_digest({}, choice.settings).substr(0, 8);
  return std::filesystem::path("out") / name;
}

std::string name_of_run(const std::filesystem::path& folder) {
  std::error_code none;
  auto whole = std::filesystem::weakly_canonical(std::filesystem::absolute(folder), none);
  if (!whole.has_filename()) whole = whole.parent_path();  // "out/a/"
  const auto above = whole.parent_path();
  const auto own = whole.filename().string();
  return sim::is_output_folder(above) ? above.filename().string() + "-" + own : own;
}

std::string shell_word(const std::string& word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=,:+@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out + "'";
}

std::string model_command(const RunOptions& o) {
  std::string text = "sendcast run " + shell_word(o.choice.config.string());
  for (const auto& scenario : o.choice.scenarios) text += " --scenario " + shell_word(scenario.string());
  for (const auto& setting : o.choice.settings) text += " --set " + shell_word(setting);
  text += fmt::format(" -n {}", o.replicates);
  if (o.design != sim::Design::sobol) text += fmt::format(" --design {}", sim::name_of(o.design));
  return text;
}

std::string repeat_command(const RunOptions& o) {
  std::string text = model_command(o) + fmt::format(" --seed {}", o.seed);
  if (o.layers) text += " --layers";
  if (o.expected) text += " --expected";
  if (!o.discrepancy) text += " --no-discrepancy";
  if (o.contributions != RunOptions().contributions)
    text += fmt::format(" --contributions {}", o.contributions);
  if (o.store != sim::StoreMode::full) text += fmt::format(" --store {}", sim::to_string(o.store));
  if (o.shard) text += fmt::format(" --shard {}/{}", o.shard->index, o.shard->shards);
  return text;
}

}  // namespace app
