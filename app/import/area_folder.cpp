// The folder that an import writes: configuration, facts, data log and manifest; whole or not at all.

#include "app/import/area_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <tuple>
#include <variant>

#include "app/import/byte_source.hpp"
#include "app/import/csv_stream.hpp"
#include "app/import/release_repairs.hpp"
#include "app/load.hpp"
#include "app/user_error.hpp"
#include "sim/manifest.hpp"
#include "sim/output_folder.hpp"
#include "sim/sha256.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* england_code = "E92000001";
constexpr const char* facts_header = "area,period_type,period,measure,breakdown,category,value,file\n";

std::string period_of(const FileLog& log) {
  if (!log.first_year) return "";
  return *log.first_year == *log.last_year ? fmt::format("{}", *log.first_year)
                                           : fmt::format("{}-{}", *log.first_year, *log.last_year);
}

Json input_json(const ImportedFile& file) {
  const std::string period = period_of(file.log);
  return {{"import", file.kind},
          {"path", file.log.name},
          {"period", period.empty() ? Json(nullptr) : Json(period)},
          {"bytes", file.log.bytes},
          {"sha256", file.log.sha256}};
}

std::string manifest_text(const AreaFolder& folder) {
  Json inputs = Json::array(), outputs = Json::array();
  for (const auto& file : folder.inputs)
    if (!file.log.kind.empty()) inputs.push_back(input_json(file));
  for (const auto& earlier : folder.earlier_inputs) inputs.push_back(Json::parse(earlier));
  Json digests = Json::object();
  for (const auto& [name, text] : folder.files) {
    outputs.push_back(name);
    digests[name] = sim::sha256_hex(text);
  }
  const Json json = {{"program", "sendcast"},
                     {"version", sim::program_version()},
                     {"commit", sim::program_commit()},
                     {"area", folder.area},
                     {"area_code", folder.area_code},
                     {"command", folder.command},
                     {"inputs", std::move(inputs)},
                     {"outputs", std::move(outputs)},
                     {"outputs_sha256", std::move(digests)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// Files that an import wrote and somebody has changed since: they are no longer its own.
void refuse_changed(const std::filesystem::path& folder) {
  std::ifstream file(folder / "manifest.json");
  if (!file) return;
  const auto manifest = Json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!manifest.is_object() || !manifest.contains("outputs_sha256") ||
      !manifest["outputs_sha256"].is_object())
    return;
  std::string changed;
  for (const auto& [name, digest] : manifest["outputs_sha256"].items()) {
    std::ifstream stream(folder / name, std::ios::binary);
    if (!stream || !digest.is_string()) continue;
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (sim::sha256_hex(text) != digest.get<std::string>()) changed += (changed.empty() ? "" : ", ") + name;
  }
  if (!changed.empty())
    throw UserError(fmt::format(
        "{}: {} changed since it was imported and would be lost; put changes into a file that extends "
        "area.toml, or choose another folder",
        folder.string(), changed));
}

std::string line_of(const std::string& file, const std::string& item, const std::string& detail,
                    const std::string& value) {
  return fmt::format("{},{},{},{}\n", sim::csv_field(file), sim::csv_field(item), sim::csv_field(detail),
                     sim::csv_field(value));
}

Clock clock_of(const std::string& name) {
  for (const Clock clock : {Clock::january, Clock::calendar_year, Clock::mid_year})
    if (name == name_of(clock)) return clock;
  throw UserError(fmt::format("'{}' is no type of period", name));
}

}  // namespace

std::string facts_csv(const Panel& panel, const Authority& authority) {
  std::vector<std::tuple<std::string, Series, int, Fact>> rows;
  for (const auto& [key, fact] : authority.facts)
    rows.emplace_back(authority.code, panel.series(key.first), key.second, fact);
  for (const auto& [key, fact] : panel.england.facts) {
    const Series& series = panel.series(key.first);
    const bool beside = &authority != &panel.england;
    if (beside && (series.breakdown == "total" || series.clock == Clock::mid_year))
      rows.emplace_back(panel.england.code, series, key.second, fact);
  }
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a), std::get<2>(a)) <
           std::tie(std::get<0>(b), std::get<1>(b), std::get<2>(b));
  });
  std::string text = facts_header;
  for (const auto& [code, series, year, fact] : rows)
    text += fmt::format("{},{},{},{},{},{},{},{}\n", code, name_of(series.clock), year, series.measure,
                        series.breakdown, sim::csv_field(series.category), fact.value,
                        sim::csv_field(fact.source < panel.sources.size() ? panel.sources[fact.source] : ""));
  return text;
}

void read_facts_csv(const std::filesystem::path& file, Panel& panel, Authority& authority) {
  for_each_csv(file, [&](const std::string&, const std::string& shown, ByteSource& bytes) {
    CsvStream csv(bytes, shown);
    const auto column = [&](const char* name) {
      const auto at = csv.column(name);
      if (at == CsvStream::absent) throw UserError(fmt::format("{}:1: column '{}' is missing", shown, name));
      return at;
    };
    const auto area = column("area"), clock = column("period_type"), period = column("period"),
               measure = column("measure"), breakdown = column("breakdown"), category = column("category"),
               value = column("value"), source = column("file");
    while (const StreamedRow* row = csv.next()) {
      int year = 0;
      double number = 0;
      const std::string& y = row->cells[period];
      const std::string& v = row->cells[value];
      if (std::from_chars(y.data(), y.data() + y.size(), year).ec != std::errc() ||
          std::from_chars(v.data(), v.data() + v.size(), number).ec != std::errc())
        throw UserError(fmt::format("{}:{}: a year or a figure is no number", shown, row->line));
      const auto& from = row->cells[source];
      const auto known = std::find(panel.sources.begin(), panel.sources.end(), from);
      const auto index = static_cast<std::uint32_t>(known - panel.sources.begin());
      if (known == panel.sources.end()) panel.sources.push_back(from);
      const Series series{row->cells[measure], row->cells[breakdown], row->cells[category],
                          clock_of(row->cells[clock])};
      const bool england = row->cells[area] == england_code;
      Authority& of = england ? panel.england : authority;
      of.code = row->cells[area];
      if (england) of.name = "England";
      of.facts[{panel.intern(series), year}] = {number, index, 0};
    }
  });
}

std::string data_log_csv(const DataLog& log, const Authority& authority) {
  std::string text = "file,item,detail,value\n";
  for (const auto& file : log.files) {
    if (file.kind.empty()) {
      for (const auto& note : file.notes) text += line_of(file.name, "note", note, "");
      continue;
    }
    text += line_of(file.name, "read_as", file.kind, "");
    text += line_of(file.name, "sha256", file.sha256, "");
    text += line_of(file.name, "bytes", "", fmt::format("{}", file.bytes));
    text += line_of(file.name, "period", period_of(file), "");
    text += line_of(file.name, "rows_read", "", fmt::format("{}", file.rows));
    long used = 0, others = 0;
    for (const auto& [key, count] : file.rows_of)
      (key == own_area || key == key_of(authority) ? used : others) += count;
    text += line_of(file.name, "rows_used", "", fmt::format("{}", used));
    text +=
        line_of(file.name, "rows_dropped", "of another authority or of England", fmt::format("{}", others));
    for (const auto& [reason, count] : file.dropped)
      text += line_of(file.name, "rows_dropped", reason, fmt::format("{}", count));
    for (const auto& note : file.notes) text += line_of(file.name, "note", note, "");
  }
  for (const auto& repair : log.repairs)
    if (repair.authority.empty() || repair.authority == key_of(authority))
      text += line_of("", "repair", repair.what, "");
  return text;
}

std::string stock_and_flow_csv(const Panel& panel, const Authority& authority) {
  std::string text =
      "year,plans_in_january,new_plans,plans_ceased_reported,next_january,implied_leavers,residual\n";
  const auto cell = [](const std::optional<double>& value) {
    return value ? fmt::format("{}", *value) : std::string();
  };
  for (const auto& flow : stock_and_flow(panel, authority))
    text += fmt::format("{},{},{},{},{},{},{}\n", flow.year, flow.january, flow.new_plans, cell(flow.ceased),
                        flow.next_january, cell(flow.implied_leavers()), cell(flow.residual()));
  return text;
}

std::optional<EarlierImport> earlier_import(const std::filesystem::path& folder) {
  std::ifstream file(folder / "manifest.json");
  if (!file) return std::nullopt;
  const auto manifest = Json::parse(file, nullptr, /*allow_exceptions=*/false);
  std::error_code code;
  if (!manifest.is_object() || manifest.value("program", Json()) != "sendcast" ||
      !manifest.contains("area_code") || !std::filesystem::exists(folder / "facts.csv", code))
    return std::nullopt;
  EarlierImport earlier;
  const auto text = [&](const char* key) {
    const auto value = manifest.value(key, Json());
    return value.is_string() ? value.get<std::string>() : std::string();
  };
  earlier.area = text("area");
  earlier.area_code = text("area_code");
  for (const auto& input : manifest.value("inputs", Json::array())) {
    const auto word = [&](const char* key) {
      const auto value = input.is_object() ? input.value(key, Json()) : Json();
      return value.is_string() ? value.get<std::string>() : std::string();
    };
    if (!word("import").empty()) earlier.inputs.push_back({word("import"), word("path"), input.dump()});
  }
  return earlier;
}

void write_area_folder(const AreaFolder& folder) {
  refuse_changed(folder.target);
  sim::OutputFolder out(folder.target);
  for (const auto& [name, text] : folder.files) sim::write_text(out.path() / name, text);
  sim::write_text(out.path() / "manifest.json", manifest_text(folder));
  auto loaded = load(ConfigChoice{out.path() / "area.toml", {}, {}});
  if (!loaded.config) {
    // The files that are named are gone when this is read: only their names say something.
    for (auto& fault : loaded.faults)
      fault.where.file = std::filesystem::path(fault.where.file).filename().string();
    throw UserError(
        fmt::format("{}: the figures that were read make no configuration that can run; nothing was written. "
                    "What `check` "
                    "says of the files that it would have held:\n{}",
                    folder.target.string(), faults_text(loaded.faults)));
  }
  out.commit();
}

}  // namespace app
