// One import: files in, an area folder out.

#include "app/import/import_area.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <set>

#include "app/import/area_flows.hpp"
#include "app/import/area_folder.hpp"
#include "app/import/area_outturns.hpp"
#include "app/import/area_text.hpp"
#include "app/import/csv_stream.hpp"
#include "app/import/read_population.hpp"
#include "app/import/read_release.hpp"
#include "app/import/read_sen2.hpp"
#include "app/import/read_transitions.hpp"
#include "app/import/transition_projection.hpp"
#include "app/run/run_options.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string file_word(const std::string& name) {
  std::string word = plain_name(name);
  for (char& c : word)
    if (c == '_') c = '-';
  return word;
}

fs::path folder_for(const ImportWords& words, const std::string& area) {
  return words.out.empty() ? fs::path("out") / ("area-" + file_word(area)) : words.out;
}

std::string content(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string command_of(const ImportWords& words, const std::string& kind, const fs::path& folder) {
  std::string text = "sendcast import " + kind;
  for (const auto& path : words.paths) text += " " + shell_word(path.string());
  if (!words.area.empty()) text += " --area " + shell_word(words.area);
  if (words.as_of) text += fmt::format(" --as-of {}", *words.as_of);
  if (words.from) text += fmt::format(" --from {}", *words.from);
  for (const auto& path : words.population) text += " --population " + shell_word(path.string());
  if (!words.schools.empty()) text += " --schools " + shell_word(words.schools.string());
  if (!words.settings.empty()) text += " --settings " + shell_word(words.settings.string());
  if (words.suppress > 0) text += fmt::format(" --suppress {}", words.suppress);
  for (const auto& district : words.districts) text += " --districts " + shell_word(district);
  if (!words.configs.empty()) text += " --configs " + shell_word(words.configs.string());
  return text + " --out " + shell_word(folder.string());
}

/// January of --as-of and earlier; flows and mid-years before it.
bool known_by(const ImportWords& words, const Series& series, int year) {
  if (!words.as_of) return true;
  return series.clock == Clock::january ? year <= *words.as_of : year < *words.as_of;
}

/// An import in the making: facts of earlier imports into the same folder stay, but those of the kinds read
/// now.
class Import {
 public:
  Import(const ImportWords& words, std::string kind)
      : words_(words), kind_(std::move(kind)), started_(now()) {}

  /// What became of the authority since, for the summary.
  std::vector<std::string> notes;
  /// Mid-years of files that --as-of left out.
  std::set<int> later_residents;

  /// Facts that earlier imports left in the folder, but those of the kinds read now. What was read now speaks
  /// where both have a figure.
  void take_earlier(const fs::path& folder, Panel& panel, Authority& authority,
                    const std::set<std::string>& kinds) {
    earlier_ = earlier_import(folder);
    if (!earlier_) return;
    Panel old;
    Authority area;
    read_facts_csv(folder / "facts.csv", old, area);
    if (authority.name.empty()) authority.name = earlier_->area;
    if (authority.code.empty()) authority.code = earlier_->area_code;
    if (plain_name(earlier_->area) != plain_name(authority.name))
      throw UserError(fmt::format("{}: holds {}, not {}; choose another folder", folder.string(),
                                  earlier_->area, authority.name));
    std::set<std::string> replaced;
    for (const auto& input : earlier_->inputs)
      if (kinds.contains(input.kind)) replaced.insert(input.path);
    copy(old, area, panel, authority, replaced);
    copy(old, old.england, panel, panel.england, replaced);
  }

  ImportSummary finish(const Panel& panel, const Authority& authority, const fs::path& folder,
                       const std::map<std::string, const DataLog*>& logs,
                       const std::map<std::string, double>& unit_cost = {},
                       const std::string& projection = {}) {
    const fs::path configs = words_.configs.empty() ? find_configs(folder) : words_.configs;
    const England england = read_england(configs);
    auto settings = read_settings(configs, england);
    auto needs = read_needs(configs);
    if (!words_.settings.empty()) add_own_names(words_.settings, england, settings, needs);
    ImportSummary summary;
    check_start(panel, authority);
    summary.figures = area_figures(panel, authority, england, settings, words_.from);
    summary.figures.unit_cost = unit_cost;
    say_later(summary.figures);
    AreaFolder out;
    out.target = folder;
    out.area = authority.name;
    out.area_code = authority.code;
    const fs::path from = fs::weakly_canonical(fs::absolute(folder));
    out.files = area_files(summary.figures,
                           {authority.name, authority.code,
                            england.national.lexically_normal().is_absolute()
                                ? england.national.lexically_relative(from).generic_string()
                                : fs::weakly_canonical(fs::absolute(england.national))
                                      .lexically_relative(from)
                                      .generic_string()},
                           england);
    out.files["facts.csv"] = facts_csv(panel, authority);
    if (const auto flows = stock_and_flow(panel, authority); !flows.empty())
      out.files["stock-and-flow.csv"] = stock_and_flow_csv(panel, authority);
    add_feeds(out, summary, panel, authority, settings);
    if (!projection.empty()) out.files["projection.csv"] = projection;
    add_logs(out, authority, logs, folder);
    out.command = command_of(words_, kind_, folder);
    write_area_folder(out);
    describe(summary, panel, authority, logs, out);
    return summary;
  }

 private:
  void copy(const Panel& old, const Authority& from, Panel& panel, Authority& to,
            const std::set<std::string>& replaced) {
    for (const auto& [key, fact] : from.facts) {
      const Series& series = old.series(key.first);
      const std::string& source = old.sources[fact.source];
      if (replaced.contains(source) || !known_by(words_, series, key.second)) continue;
      const auto known = std::find(panel.sources.begin(), panel.sources.end(), source);
      const auto index = static_cast<std::uint32_t>(known - panel.sources.begin());
      if (known == panel.sources.end()) panel.sources.push_back(source);
      to.facts.try_emplace({panel.intern(series), key.second}, Fact{fact.value, index, fact.rank});
      if (to.code.empty()) to.code = from.code;
      if (to.name.empty()) to.name = from.name;
    }
  }

  /// Residents that were given and are not known yet are not asked for.
  void say_later(AreaFigures& figures) const {
    if (later_residents.empty()) return;
    std::string years;
    for (const int year : later_residents) years += fmt::format("{}mid-{}", years.empty() ? "" : ", ", year);
    for (auto& missing : figures.missing)
      if (missing.what == residents_missing)
        missing.instead = fmt::format(
            "England's ages, as many plans per resident as England ({} in the files given {} "
            "later than --as-of {})",
            years, later_residents.size() == 1 ? "is" : "are", *words_.as_of);
  }

  void check_start(const Panel& panel, const Authority& authority) const {
    const auto years = panel.years(authority, {"plans", "total", "total", Clock::january});
    if (!words_.from || panel.value(authority, {"plans", "total", "total", Clock::january}, *words_.from))
      return;
    std::string known;
    for (const auto& [year, plans] : years) known += fmt::format("{}{}", known.empty() ? "" : ", ", year);
    throw UserError(fmt::format("--from {}: no total of plans in that January; {}", *words_.from,
                                known.empty() ? "the files have none" : "choose one of " + known));
  }

  /// What `fit` and `calibrate` read.
  static void add_feeds(AreaFolder& out, ImportSummary& summary, const Panel& panel,
                        const Authority& authority, const std::vector<SettingShare>& settings) {
    const int known_to = summary.figures.known_to;
    auto flows = area_flows(panel, authority, summary.figures.january, known_to);
    if (flows.counts > 0) out.files["flows.csv"] = std::move(flows.csv);
    summary.counts = flows.counts;
    summary.not_taken = std::move(flows.left_out);
    auto outturns = area_outturns(panel, authority, settings, summary.figures.january, known_to);
    if (!outturns.counts.empty()) out.files["outturns.csv"] = std::move(outturns.counts);
    if (!outturns.and_placement.empty())
      out.files["outturns-placement.csv"] = std::move(outturns.and_placement);
    summary.outturns = outturns.figures;
  }

  void add_logs(AreaFolder& out, const Authority& authority,
                const std::map<std::string, const DataLog*>& logs, const fs::path& folder) const {
    for (const auto& [kind, log] : logs) {
      out.files["data-log-" + kind + ".csv"] = data_log_csv(*log, authority);
      for (const auto& file : log->files) out.inputs.push_back({kind, file});
    }
    if (!earlier_) return;
    for (const auto& input : earlier_->inputs) {
      if (logs.contains(input.kind)) continue;
      out.earlier_inputs.push_back(input.json);
      const std::string name = "data-log-" + input.kind + ".csv";
      if (!out.files.contains(name)) out.files[name] = content(folder / name);
    }
  }

  void describe(ImportSummary& s, const Panel& panel, const Authority& authority,
                const std::map<std::string, const DataLog*>& logs, const AreaFolder& out) const {
    s.area = authority.name;
    s.code = authority.code;
    s.folder = out.target;
    s.as_of = words_.as_of;
    s.notes = notes;
    s.flows = stock_and_flow(panel, authority);
    const auto figure = [&](const char* measure, int year) {
      return panel.value(authority, {measure, "total", "total", Clock::calendar_year}, year);
    };
    for (const auto& flow : s.flows) {
      ImportSummary::Year year{flow.year, figure("requests", flow.year), {}, {}};
      const auto refused = figure("refused_to_assess", flow.year);
      if (refused && year.requests && *year.requests > 0) year.refused = *refused / *year.requests;
      const auto within = figure("issued_within_20_weeks", flow.year),
                 timed = figure("issued_timed", flow.year);
      if (within && timed && *timed > 0) year.within_20_weeks = *within / *timed;
      s.years.push_back(year);
    }
    for (const auto& [kind, log] : logs) {
      for (const auto& file : log->files) {
        s.files_read += file.kind.empty() ? 0 : 1;
        s.rows_read += file.rows;
        if (std::find(file.notes.begin(), file.notes.end(), no_rows) != file.notes.end())
          s.repairs.push_back(fmt::format("{}: a header and no rows; nothing of it is known", file.name));
      }
      for (const auto& repair : log->repairs)
        if (repair.authority == key_of(authority)) s.repairs.push_back(repair.what);
    }
    for (const auto& [name, text] : out.files) s.written.push_back(name);
    s.written.emplace_back("manifest.json");
    s.seconds = now() - started_;
  }

  const ImportWords& words_;
  std::string kind_;
  double started_;
  std::optional<EarlierImport> earlier_;
};

}  // namespace

namespace {

Authorities known_authorities(const ImportWords& words, const fs::path& folder) {
  return read_authorities(words.configs.empty() ? find_configs(folder) : words.configs);
}

/// An authority whose Januaries end before those of others, and why if that is known.
std::vector<std::string> ended(const Panel& panel, const Authority& authority, const Authorities& known) {
  const Series plans{"plans", "total", "total", Clock::january};
  int last = 0;
  for (const auto& other : panel.authorities)
    for (const auto& [year, count] : panel.years(other, plans)) last = std::max(last, year);
  const auto years = panel.years(authority, plans);
  if (years.empty() || years.back().year >= last) return {};
  const auto* entry = known.by_number(authority.number);
  const std::string why = entry ? known.end_of(*entry) : "";
  return {fmt::format("Its last January in these files is that of {}; others go on to {}. {}",
                      years.back().year, last,
                      why.empty() ? "The area starts from it" : why + ". It starts from its last January")};
}

}  // namespace

ImportSummary import_ees(const ImportWords& words) {
  Import import(words, "ees");
  auto release = read_releases(words.paths, words.as_of);
  Panel& panel = release.panel;
  const auto known = known_authorities(words, folder_for(words, words.area));
  auto& authority = const_cast<Authority&>(panel.find(words.area, known));  // of our own panel
  import.notes = ended(panel, authority, known);
  for (const auto& note : import.notes) release.log.repairs.push_back({key_of(authority), note});
  const fs::path folder = folder_for(words, authority.name);
  std::map<std::string, const DataLog*> logs{{"ees", &release.log}};
  DataLog population_log;
  if (!words.population.empty()) {
    PopulationChoice choice{authority.name, authority.code, words.districts, words.as_of};
    read_population(words.population, choice, panel, authority, population_log, &import.later_residents);
    logs["population"] = &population_log;
  }
  std::set<std::string> kinds{"ees"};
  if (!words.population.empty()) kinds.insert("population");
  import.take_earlier(folder, panel, authority, kinds);
  return import.finish(panel, authority, folder, logs);
}

ImportSummary import_ees_area(const ImportWords& words, const ReadRelease& release,
                              const Authority& authority) {
  Import import(words, "ees");
  return import.finish(release.panel, authority, folder_for(words, authority.name), {{"ees", &release.log}});
}

namespace {

/// Who the files are of: named on the command line, or by the folder of an earlier import.
Authority named(const ImportWords& words) {
  if (words.area.empty() && words.out.empty())
    throw UserError("--area: whose files are these? (or --out, the folder of an earlier import)");
  Authority authority;
  const bool is_code = words.area.size() == 9 && words.area[0] == 'E' &&
                       words.area.find_first_not_of("0123456789", 1) == std::string::npos;
  (is_code ? authority.code : authority.name) = words.area;
  return authority;
}

/// A sum of districts has no row that says its code: the table of authorities does, if it knows the name.
void name_county(const ImportWords& words, const fs::path& folder, Authority& authority) {
  std::string wanted = words.area;
  if (const auto earlier = earlier_import(folder); earlier && wanted.empty()) wanted = earlier->area;
  if (const auto* known = known_authorities(words, folder).find(wanted))
    authority.name = known->name, authority.code = known->code, authority.number = known->number;
  else if (authority.name.empty())
    authority.name = wanted;
}

}  // namespace

ImportSummary import_population(const ImportWords& words) {
  Import import(words, "population");
  Panel panel;
  Authority authority = named(words);
  const fs::path folder = folder_for(words, words.area);
  if (!words.districts.empty()) name_county(words, folder, authority);
  import.take_earlier(folder, panel, authority, {"population"});
  DataLog log;
  read_population(words.paths, {authority.name, authority.code, words.districts, words.as_of}, panel,
                  authority, log, &import.later_residents);
  return import.finish(panel, authority, folder, {{"population", &log}});
}

ImportSummary import_sen2(const ImportWords& words) {
  Import import(words, "sen2");
  Panel panel;
  Authority authority = named(words);
  const fs::path folder = folder_for(words, words.area);
  Sen2Choice choice{words.as_of, {}, words.suppress, known_authorities(words, folder)};
  if (const auto earlier = earlier_import(folder); earlier && words.area.empty())
    authority.name = earlier->area, authority.code = earlier->area_code;
  if (const auto* known = choice.authorities.find(authority.code.empty() ? authority.name : authority.code))
    authority.name = known->name, authority.code = known->code, authority.number = known->number;
  if (!words.schools.empty()) choice.schools = read_schools(words.schools);
  DataLog log;
  Authority earlier = authority;  // its facts: known, whatever is suppressed here
  import.take_earlier(folder, panel, earlier, {"sen2"});
  choice.elsewhere = &earlier;
  read_sen2(words.paths, choice, panel, authority, log);
  authority.facts.insert(earlier.facts.begin(), earlier.facts.end());
  if (authority.name.empty()) authority.name = earlier.name;
  if (authority.code.empty()) authority.code = earlier.code;
  return import.finish(panel, authority, folder, {{"sen2", &log}});
}

ImportSummary import_transitions(const ImportWords& words) {
  Import import(words, "transitions");
  Panel panel;
  Authority authority = named(words);
  const fs::path folder = folder_for(words, words.area);
  const fs::path configs = words.configs.empty() ? find_configs(folder) : words.configs;
  const England england = read_england(configs);
  TransitionsChoice choice{words.as_of, read_settings(configs, england), read_needs(configs)};
  if (!words.settings.empty()) add_own_names(words.settings, england, choice.settings, choice.needs);
  DataLog log;
  const auto files = read_transitions(words.paths.front(), choice, panel, authority, log);
  import.take_earlier(folder, panel, authority, {"transitions"});
  return import.finish(panel, authority, folder, {{"transitions", &log}}, files.mean_cost,
                       projection_csv(files));
}

}  // namespace app
