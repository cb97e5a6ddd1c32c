// What `sendcast compare` was asked to do, checked.

#include "app/compare/compare_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "app/number_words.hpp"
#include "app/stored/stored_run.hpp"
#include "app/user_error.hpp"
#include "sim/manifest.hpp"
#include "sim/parse_number.hpp"
#include "sim/store_reader.hpp"

namespace app {
namespace {

constexpr std::size_t most_subjects = 26;  // one letter each
namespace fs = std::filesystem;

/// "a.toml+b.toml" -> "a.toml", "b.toml".
std::vector<std::string> split(const std::string& word) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= word.size();) {
    const std::size_t end = std::min(word.find('+', at), word.size());
    parts.push_back(word.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

Subject finished_run(const std::string& word) {
  Subject s{word, {}, fs::path(word).lexically_normal()};
  if (!s.folder.has_filename()) s.folder = s.folder.parent_path();  // "out/a/"
  if (!fs::exists(s.folder / "run.sqlite"))
    throw UserError(word + ": holds no finished run (there is no run.sqlite in it)");
  refuse_shard(s.folder);
  return s;
}

/// A word that begins with "+" lays scenarios over the reference.
Subject configuration(const std::string& word, const ConfigChoice& changes, const Subject* reference) {
  auto parts = split(word);
  Subject s{word, changes, {}};
  if (parts.front().empty()) {
    if (reference == nullptr)
      throw UserError(word +
                      ": the first to be compared cannot begin with '+', which lays a scenario over it");
    if (reference->finished())
      throw UserError(
          fmt::format("{}: cannot be laid over {}, which is a finished run; name the configuration", word,
                      reference->word));
    s.choice = reference->choice;
  } else {
    s.choice.config = parts.front();
  }
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (parts[i].empty()) throw UserError(word + ": write a scenario file after each '+'");
    s.choice.scenarios.emplace_back(parts[i]);
  }
  return s;
}

std::vector<Subject> subjects(const CompareWords& words) {
  if (words.subjects.size() < 2)
    throw UserError("compare: name two or more configurations or folders of finished runs");
  if (words.subjects.size() > most_subjects)
    throw UserError(fmt::format("compare: at most {} can be compared at once", most_subjects));
  std::vector<Subject> out;
  std::error_code none;
  for (const auto& word : words.subjects) {
    if (fs::is_directory(word, none)) {
      out.push_back(finished_run(word));
    } else if (fs::exists(word, none)) {  // also a file with a "+" in its name
      out.push_back({word, words.changes, {}});
      out.back().choice.config = word;
    } else {
      out.push_back(configuration(word, words.changes, out.empty() ? nullptr : &out.front()));
    }
  }
  return out;
}

const Subject* first_finished(const std::vector<Subject>& all) {
  const auto found = std::find_if(all.begin(), all.end(), [](const Subject& s) { return s.finished(); });
  return found == all.end() ? nullptr : &*found;
}

double yearly_rate(const std::string& text) {
  const auto value = sim::parse_number<double>(text);
  if (!value || !(*value >= 0 && *value <= 100))
    throw UserError(
        fmt::format("--discount {}: write per cent a year between 0 and 100, for example 3.5", text));
  return *value / 100;
}

std::size_t pairs_of_orders(const CompareWords& words) {
  constexpr unsigned most = 1000;
  const std::string& text = words.orders;
  if (text.empty()) return 0;
  if (!words.attribute) throw UserError("--orders: says how --attribute works; give --attribute too");
  return whole_number("--orders", text, 1, most);
}

/// Eight digits that stand for what a name cannot tell apart.
std::string digits_of(const std::vector<std::string>& words) {
  return sim::config_digest({}, words).substr(0, 8);
}

/// "out/A-vs-B", each by the name of its own folder; with some digits where two share a name, or where there
/// are too many names for one folder's.
std::string default_folder(const std::vector<Subject>& all) {
  constexpr std::size_t longest = 160;
  std::vector<std::string> names, words;
  for (const Subject& s : all) {
    names.push_back(s.finished() ? name_of_run(s.folder) : default_folder(s.choice).filename().string());
    words.push_back(fs::absolute(s.finished() ? s.folder : s.choice.config).lexically_normal().string());
    for (const auto& scenario : s.choice.scenarios)
      words.push_back(fs::absolute(scenario).lexically_normal().string());
  }
  std::string text = fmt::format("{}", fmt::join(names, "-vs-"));
  const bool alike = std::set(names.begin(), names.end()).size() < names.size();
  if (text.size() > longest)
    text = fmt::format("{}-vs-{}-others-{}", names.front().substr(0, longest), names.size() - 1,
                       digits_of(words));
  else if (alike)
    text += "-" + digits_of(words);
  return "out/" + text;
}

/// Options that ask for something else than finished runs are: they have no use where nothing is simulated.
std::string unused(const CompareWords& words, const sim::RunInfo& info) {
  std::vector<std::string> out;
  if (!words.replicates.empty() && words.replicates != std::to_string(info.replicates))
    out.emplace_back("-n");
  if (!words.seed.empty() && words.seed != std::to_string(info.seed)) out.emplace_back("--seed");
  if (!words.design.empty() && words.design != info.design) out.emplace_back("--design");
  if (words.layers && info.members < sim::layer_members) out.emplace_back("--layers");
  return fmt::format("{}", fmt::join(out, ", "));
}

/// A finished run that the output would replace is lost before it is read again.
void spare_inputs(const std::vector<Subject>& all, const fs::path& out) {
  const auto real = [](const fs::path& path) {
    const fs::path whole = fs::weakly_canonical(fs::absolute(path));
    return whole.has_filename() ? whole : whole.parent_path();  // "out/"
  };
  const fs::path target = real(out);
  for (const Subject& s : all) {
    if (!s.finished()) continue;
    const fs::path input = real(s.folder);
    if (std::mismatch(target.begin(), target.end(), input.begin(), input.end()).first == target.end())
      throw UserError(fmt::format("-o {}: would replace {}, which is compared; choose another folder",
                                  out.string(), s.word));
  }
}

}  // namespace

CompareOptions compare_options(const CompareWords& words) {
  CompareOptions o;
  o.subjects = subjects(words);
  o.discount = yearly_rate(words.discount);
  o.attribute = words.attribute;
  o.orders = pairs_of_orders(words);
  RunWords run;
  if (const Subject* finished = first_finished(o.subjects)) {
    if (!words.changes.scenarios.empty() || !words.changes.settings.empty())
      throw UserError(
          fmt::format("{}: is a finished run, which --scenario and --set cannot change; name its "
                      "configuration",
                      finished->word));
    const sim::RunInfo info = sim::StoreReader(finished->folder / "run.sqlite").info();
    run.replicates = std::to_string(info.replicates);
    run.seed = std::to_string(info.seed);
    run.design = info.design;
    run.layers = info.members == sim::layer_members;
    if (std::ranges::all_of(o.subjects, &Subject::finished))
      if (const auto options = unused(words, info); !options.empty())
        o.notes.push_back(fmt::format("finished runs are compared as they are: {} changes nothing", options));
  }
  run.choice = words.changes;
  if (!words.replicates.empty()) run.replicates = words.replicates;
  if (!words.seed.empty()) run.seed = words.seed;
  if (!words.design.empty()) run.design = words.design;
  run.threads = words.threads;
  run.contributions = words.contributions;
  run.layers = run.layers || words.layers;
  run.quiet = words.quiet;
  run.json = words.json;
  run.no_progress = words.no_progress;
  run.out = words.out ? *words.out : default_folder(o.subjects);
  o.run = run_options(run);
  spare_inputs(o.subjects, o.run.out);
  return o;
}

std::string compare_command(const CompareWords& words, const CompareOptions& o) {
  std::string text = "sendcast compare";
  for (const auto& word : words.subjects) text += ' ' + shell_word(word);
  for (const auto& scenario : words.changes.scenarios) text += " --scenario " + shell_word(scenario.string());
  for (const auto& setting : words.changes.settings) text += " --set " + shell_word(setting);
  text += fmt::format(" -n {} --seed {}", o.run.replicates, o.run.seed);
  if (o.run.design != sim::Design::sobol) text += fmt::format(" --design {}", sim::name_of(o.run.design));
  if (o.run.layers) text += " --layers";
  if (words.attribute) text += " --attribute";
  if (!words.orders.empty()) text += " --orders " + words.orders;
  if (o.run.contributions != RunOptions().contributions)
    text += fmt::format(" --contributions {}", o.run.contributions);
  if (words.discount != "3.5") text += " --discount " + words.discount;
  return text;
}

}  // namespace app
