// Residents by single age of the Office for National Statistics: estimates, and projections by district.

#include "app/import/read_population.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "app/import/byte_source.hpp"
#include "app/import/csv_stream.hpp"
#include "app/import/labels.hpp"
#include "app/import/single_ages.hpp"
#include "app/interrupt.hpp"
#include "app/user_error.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"
#include "sim/parse_number.hpp"
#include "sim/sha256.hpp"

namespace app {
namespace {

constexpr int oldest_kept = 30;
constexpr const char* england_code = "E92000001";
constexpr std::size_t most_names = 5000;  // kept to suggest the nearest

/// "age_7", "7" or "Age 7" as a single age; nothing for other columns and for "90 and over".
std::optional<int> age_of(std::string_view name) {
  const auto age = parse_age(name);
  if (age && age->find('-') == std::string::npos && *age != "unknown") return std::stoi(*age);
  std::string plain = plain_name(name);  // beyond 25, where no plan is held
  if (plain.starts_with("age_")) plain.erase(0, 4);
  const auto value = sim::parse_number<int>(plain);
  return value && *value >= 0 && *value <= 120 ? value : std::nullopt;
}

/// A year inside a file's name: "ons_mid_2019_single_age" -> 2019.
std::optional<int> year_in(const std::string& name) {
  for (std::size_t i = 0; i + 4 <= name.size(); ++i) {
    const auto part = std::string_view(name).substr(i, 4);
    const bool alone = (i == 0 || !std::isdigit(static_cast<unsigned char>(name[i - 1]))) &&
                       (i + 4 == name.size() || !std::isdigit(static_cast<unsigned char>(name[i + 4])));
    if (!alone || !std::all_of(part.begin(), part.end(), [](unsigned char c) { return std::isdigit(c); }))
      continue;
    if (const auto period = parse_period(part)) return period->year;
  }
  return std::nullopt;
}

/// Population figures may be fractions (projections).
double people(const CsvStream& csv, const StreamedRow& row, std::size_t column) {
  std::string text = row.cells[column];
  std::erase(text, ',');
  const auto value = sim::parse_number<double>(text);
  constexpr double most = 2e6;  // England has fewer than a million of any age
  if (!value || !std::isfinite(*value) || *value < 0 || *value > most)
    throw UserError(fmt::format("{}:{}: {} in column {} is no number of people", csv.shown(), row.line,
                                sim::quote(row.cells[column]), sim::quote(csv.columns()[column])));
  return *value;
}

class PopulationFile {
 public:
  PopulationFile(CsvStream& csv, std::string name, const PopulationChoice& choice, FileLog& log)
      : csv_(csv), name_(std::move(name)), choice_(choice), log_(log) {
    find_columns();
    const auto add = [&](const std::string& text) {
      if (!text.empty()) wanted_.insert(plain_name(text));
    };
    if (choice_.districts.empty()) {
      add(choice_.name);
      add(choice_.code);
    }
    for (const auto& district : choice_.districts) add(district);
  }

  void read(Panel& panel, Authority& area, std::uint32_t source) {
    sim::Sha256 digest;
    digest.add(csv_.raw());
    log_.bytes += csv_.raw().size();
    long count = 0;
    while (const StreamedRow* row = csv_.next()) {
      if (++count % 4096 == 0) interrupted().check();
      if (year_column_ != CsvStream::absent) {
        const auto period = parse_period(row->cells[year_column_]);
        if (period && later(period->year)) continue;
      }
      digest.add(csv_.raw());
      log_.bytes += csv_.raw().size();
      ++log_.rows;
      take(*row);
    }
    digest.add(csv_.raw());
    log_.sha256 = digest.hex();
    found_all();
    keep(panel, panel.england, of_persons(england_), source);
    panel.england.code = england_code;
    panel.england.name = "England";
    keep(panel, area, chosen(), source);
    const bool itself = choice_.districts.empty();  // a district's code is not the county's
    if (area.code.empty()) area.code = itself && choice_.code.empty() ? found_code_ : choice_.code;
    if (area.name.empty()) area.name = itself ? found_name_ : choice_.name;
  }

  /// Districts that were asked for by name and by code: names and codes.
  std::set<std::pair<std::string, std::string>> named_twice() const {
    return choice_.districts.empty() ? std::set<std::pair<std::string, std::string>>() : named_twice_;
  }

  /// True if the whole file is later than --as-of.
  bool all_later() const { return file_year_ && later(*file_year_); }
  std::optional<int> file_year() const { return file_year_; }

 private:
  using ByYearAndAge = std::map<std::pair<int, int>, double>;
  struct Figure {
    double value = 0;
    long line = 0;
  };
  /// By sex, to be added up where there are no rows of both.
  using BySex = std::map<std::string, std::map<std::pair<int, int>, Figure>>;

  bool later(int year) const { return choice_.as_of && year >= *choice_.as_of; }

  std::size_t first_of(std::initializer_list<const char*> names) const {
    for (const char* name : names)
      if (const auto at = csv_.column(name); at != CsvStream::absent) return at;
    return CsvStream::absent;
  }

  void find_columns() {
    code_ = first_of({"code", "area_code", "ladcode", "la_code", "lad_code", "geography_code"});
    place_ = first_of({"name", "area_name", "laname", "la_name", "lad_name", "geography_name", "area"});
    sex_ = first_of({"sex", "gender"});
    age_column_ = first_of({"age", "age_group"});
    year_column_ = first_of({"year", "mid_year"});
    if (code_ == CsvStream::absent && place_ == CsvStream::absent)
      throw UserError(fmt::format(
          "{}:1: no column with the code or name of areas (code, area_code, name, ...)", csv_.shown()));
    for (std::size_t i = 0; i < csv_.columns().size(); ++i) {
      const auto& column = csv_.columns()[i];
      const auto age = age_of(column);
      if (age_column_ == CsvStream::absent && age && *age <= oldest_kept) add_age_column(i, *age);
      std::string plain = plain_name(column);
      if (plain.starts_with("population_")) plain.erase(0, 11);
      const auto period = plain.size() == 4 ? parse_period(plain) : std::nullopt;
      if (age_column_ != CsvStream::absent && period && !later(period->year)) years_[i] = period->year;
    }
    if (year_column_ == CsvStream::absent && age_column_ == CsvStream::absent)
      file_year_ = year_in(std::filesystem::path(name_).stem().string());
    if (age_column_ == CsvStream::absent && ages_.empty())
      throw UserError(fmt::format(
          "{}:1: neither columns of single ages (0, 1, ... or age_0, ...) nor a column 'age'", csv_.shown()));
    if (age_column_ == CsvStream::absent) {
      std::set<int> known;
      for (const auto& [column, age] : ages_) known.insert(age);
      if (const auto gaps = missing_ages(known); !gaps.empty())
        throw UserError(fmt::format("{}:1: no column of age {} (single ages from 0 to {} are needed)",
                                    csv_.shown(), fmt::join(gaps, ", "), oldest_needed));
    }
    if (age_column_ == CsvStream::absent && year_column_ == CsvStream::absent && !file_year_)
      throw UserError(fmt::format(
          "{}:1: the year is not said: name the file after it (ons_mid_2020.csv) or give it a column 'year'",
          csv_.shown()));
  }

  void add_age_column(std::size_t column, int age) {
    for (const auto& [other, known] : ages_)
      if (known == age)
        throw UserError(fmt::format("{}:1: two columns of age {} ({} and {}); which one is meant?",
                                    csv_.shown(), age, sim::quote(csv_.columns()[other]),
                                    sim::quote(csv_.columns()[column])));
    ages_[column] = age;
  }

  void take(const StreamedRow& row) {
    const std::string place = place_ == CsvStream::absent ? "" : row.cells[place_];
    const std::string code = code_ == CsvStream::absent ? "" : row.cells[code_];
    const bool england = code == england_code || plain_name(place) == "england";
    std::string match;  // the code if both are asked for: one place, however often it is named
    for (const auto& text : {plain_name(place), plain_name(code)})
      if (!text.empty() && wanted_.contains(text)) {
        if (!match.empty()) named_twice_.insert({place, code});
        match = text;
        found_.insert(text);
        one_place(row, text, code);
      }
    if (names_.size() < most_names && !place.empty()) names_.insert(place);
    if (match.empty() && !england) {
      ++log_.dropped["of another area"];
      return;
    }
    if (!match.empty()) {
      found_code_ = code;
      found_name_ = place;
    }
    const bool is_new = add(row, england ? england_ : area_[match]);
    if (england && !match.empty()) add(row, area_[match]);
    if (!is_new)
      ++log_.dropped["the same row came before"];
    else
      ++log_.rows_of[match.empty() ? england_code : own_area];
  }

  /// A name that stands for two areas (a city and a county) is no choice.
  void one_place(const StreamedRow& row, const std::string& match, const std::string& code) {
    const auto [at, is_new] = code_of_.try_emplace(match, code, row.line);
    if (is_new || at->second.first == code) return;
    if (match == plain_name(choice_.name) && !choice_.code.empty()) return;  // the code decides
    throw UserError(fmt::format("{}:{}: {} is {} here and {} on line {}; name it by its code", csv_.shown(),
                                row.line, sim::quote(match), sim::quote(code), sim::quote(at->second.first),
                                at->second.second));
  }

  /// Returns whether anything in the row is new: the same figures once more are not. Throws UserError for
  /// other figures of the same area, sex, age and year.
  bool add(const StreamedRow& row, BySex& to) {
    std::string sex = sex_ == CsvStream::absent ? "persons" : plain_name(row.cells[sex_]);
    if (sex == "all" || sex == "total" || sex == "person" || sex == "p") sex = "persons";
    auto& known = to[sex];
    bool is_new = false;
    const auto put = [&](int year, int age, std::size_t column) {
      const Figure figure{people(csv_, row, column), row.line};
      const auto [at, added] = known.try_emplace({year, age}, figure);
      if (!added && at->second.value != figure.value)
        throw UserError(fmt::format(
            "{}:{}: residents aged {} in {} are {:.10g} here and {:.10g} on line {}; which is right?",
            csv_.shown(), row.line, age, year, figure.value, at->second.value, at->second.line));
      is_new = is_new || added;
    };
    if (age_column_ != CsvStream::absent) {
      const auto age = age_of(row.cells[age_column_]);
      if (!age || *age > oldest_kept) return true;  // a total, or an age that is not needed
      for (const auto& [column, year] : years_) put(year, *age, column);
      return is_new || years_.empty();
    }
    int year = file_year_.value_or(0);
    if (year_column_ != CsvStream::absent) {
      const auto period = parse_period(row.cells[year_column_]);
      if (!period)
        throw UserError(
            fmt::format("{}:{}: {} is no year", csv_.shown(), row.line, sim::quote(row.cells[year_column_])));
      year = period->year;
    }
    for (const auto& [column, age] : ages_) put(year, age, column);
    return is_new;
  }

  void found_all() const {
    std::string lacking, nearest;
    const std::vector<std::string> known(names_.begin(), names_.end());
    const auto check = [&](const std::string& wanted) {
      lacking += (lacking.empty() ? "" : ", ") + sim::quote(wanted);
      if (nearest.empty()) nearest = sim::did_you_mean(wanted, known);
    };
    for (const auto& district : choice_.districts)
      if (!found_.contains(plain_name(district))) check(district);
    if (choice_.districts.empty() && found_.empty())
      check(choice_.name.empty() ? choice_.code : choice_.name);
    if (!lacking.empty())
      throw UserError(fmt::format(
          "{}: {} not among its areas{}{} (a county that is not there is the sum of its --districts)",
          csv_.shown(), lacking, nearest.empty() ? "" : "; ", nearest));
  }

  /// A name may stand for several levels of geography, a code cannot: an area that was found by its code is
  /// that.
  ByYearAndAge chosen() const {
    const auto by_code = area_.find(plain_name(choice_.code));
    if (choice_.districts.empty() && by_code != area_.end()) return of_persons(by_code->second);
    ByYearAndAge sums;
    for (const auto& [match, by_sex] : area_) {
      for (const auto& [key, value] : of_persons(by_sex)) sums[key] += value;
    }
    for (const auto& [match, by_sex] : area_) {  // a sum without one of its parts is too small
      const auto part = of_persons(by_sex);
      for (const auto& [key, value] : sums)
        if (!part.contains(key))
          throw UserError(fmt::format("{}: no residents aged {} in {} for {}", csv_.shown(), key.second,
                                      key.first, sim::quote(match)));
    }
    return sums;
  }

  /// Rows of persons where there are any, otherwise the sexes added up.
  static ByYearAndAge of_persons(const BySex& found) {
    ByYearAndAge sums;
    const auto persons = found.find("persons");
    for (const auto& [sex, values] : found)
      if (persons == found.end() || sex == "persons")
        for (const auto& [key, figure] : values) sums[key] += figure.value;
    return sums;
  }

  void keep(Panel& panel, Authority& authority, const ByYearAndAge& sums, std::uint32_t source) {
    std::map<int, std::set<int>> ages;
    std::map<int, double> all;
    for (const auto& [key, value] : sums) {
      ages[key.first].insert(key.second);
      all[key.first] += value;
      log_.first_year = std::min(log_.first_year.value_or(key.first), key.first);
      log_.last_year = std::max(log_.last_year.value_or(key.first), key.first);
      authority.facts[{panel.intern({"residents", "age", fmt::format("{}", key.second), Clock::mid_year}),
                       key.first}] = {value, source, 0};
    }
    for (const auto& [year, known] : ages) {
      if (const auto gaps = missing_ages(known); !gaps.empty())
        throw UserError(fmt::format("{}: no residents aged {} in {} (single ages from 0 to {} are needed)",
                                    csv_.shown(), fmt::join(gaps, ", "), year, oldest_needed));
      if (all[year] <= 0)
        throw UserError(fmt::format("{}: nobody lives in {} in {}: every figure is 0", csv_.shown(),
                                    !authority.name.empty() ? authority.name
                                    : choice_.name.empty()  ? choice_.code
                                                            : choice_.name,
                                    year));
    }
  }

  CsvStream& csv_;
  std::string name_;
  const PopulationChoice& choice_;
  FileLog& log_;
  std::size_t code_ = 0, place_ = 0, sex_ = 0, age_column_ = 0, year_column_ = 0;
  std::map<std::size_t, int> ages_, years_;
  std::optional<int> file_year_;
  std::set<std::string> wanted_, found_, names_;
  std::string found_code_, found_name_;
  std::set<std::pair<std::string, std::string>> named_twice_;  ///< by name and by code
  std::map<std::string, BySex> area_;                          ///< by what was asked for
  BySex england_;
  std::map<std::string, std::pair<std::string, long>> code_of_;  ///< of a name, and the line that said so
};

}  // namespace

void read_population(const std::vector<std::filesystem::path>& files, const PopulationChoice& choice,
                     Panel& panel, Authority& area, DataLog& log, std::set<int>* later) {
  std::set<std::pair<std::string, std::string>> named_twice;
  for (const auto& path : files) {
    bool any = false;
    for_each_csv(path, [&](const std::string& name, const std::string& shown, ByteSource& bytes) {
      any = true;
      CsvStream csv(bytes, shown);
      FileLog file;
      file.name = name;
      file.kind = "residents by age";
      PopulationFile population(csv, name, choice, file);
      if (population.all_later()) {
        if (later) later->insert(*population.file_year());
        return;
      }
      const auto source = static_cast<std::uint32_t>(panel.sources.size());
      panel.sources.push_back(name);
      population.read(panel, area, source);
      named_twice.merge(population.named_twice());
      log.files.push_back(std::move(file));
    });
    if (!any) throw UserError(fmt::format("{}: holds no CSV file", path.string()));
  }
  for (const auto& [name, code] : named_twice)
    log.repairs.push_back(
        {key_of(area), fmt::format("--districts: {} and {} are one district; counted once", name, code)});
}

}  // namespace app
