// Residents: every age once, of one area, and never flattened in silence.

#include <fmt/format.h>

#include "app/import/area_folder.hpp"
#include "app/import/read_population.hpp"
#include "app/user_error.hpp"
#include "tests/app/import_files.hpp"
#include "tests/catch.hpp"

namespace {

/// A header of ages and rows whose figure is 1,000 plus the age.
struct Wide {
  std::string header = "code,name", row = "E08000901,Ashford Vale";
  explicit Wide(int without = -1) {
    for (int age = 0; age <= 30; ++age) {
      if (age == without) continue;
      header += fmt::format(",age_{}", age);
      row += fmt::format(",{}", 1000 + age);
    }
  }
};

struct Read {
  app::Panel panel;
  app::Authority area;
  app::DataLog log;
  double residents(int age, int year = 2020) const {
    return panel.value(area, {"residents", "age", fmt::format("{}", age), app::Clock::mid_year}, year)
        .value_or(-1);
  }
};

Read read(const std::string& text, const app::PopulationChoice& choice = {"Ashford Vale", "", {}, {}},
          const std::string& name = "mid_2020.csv") {
  const ImportFolder folder;
  folder.write(name, text);
  Read r;
  app::read_population({folder / name}, choice, r.panel, r.area, r.log);
  return r;
}

std::string fault(const std::string& text,
                  const app::PopulationChoice& choice = {"Ashford Vale", "", {}, {}}) {
  try {
    read(text, choice);
  } catch (const app::UserError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("Ages that are missing or there twice are faults") {
  const Wide whole;
  CHECK(read(whole.header + "\n" + whole.row + "\n").residents(25) == 1025);
  const Wide gap(5);
  CHECK(says(fault(gap.header + "\n" + gap.row + "\n"),
             "mid_2020.csv:1: no column of age 5 (single ages from"));
  std::string twice = whole.header;
  twice.replace(twice.find(",age_5,"), 7, ",age_6,");
  CHECK(says(fault(twice + "\n" + whole.row + "\n"), "mid_2020.csv:1: two columns of age 6"));
  std::string labels = whole.header;
  labels.replace(labels.find(",age_5,"), 7, ",6,");
  CHECK(says(fault(labels + "\n" + whole.row + "\n"), "('6' and 'age_6')"));
  std::string rows = "area_code,area_name,age,2020\n";
  for (int age = 0; age <= 25; ++age)
    if (age != 7) rows += fmt::format("E08000901,Ashford Vale,{},100\n", age);
  CHECK(says(fault(rows), "no residents aged 7 in 2020"));
}

TEST_CASE("The same row once more is dropped, with other figures a fault") {
  const Wide w;
  std::string other = w.row;
  other.replace(other.find(",1005,"), 6, ",1,");
  const auto r = read(w.header + "\n" + w.row + "\n" + w.row + "\n");
  CHECK(r.residents(5) == 1005);
  const auto log = app::data_log_csv(r.log, r.area);
  CHECK(says(log, "rows_used,,1\n"));
  CHECK(says(log, "rows_dropped,the same row came before,1"));
  CHECK(says(fault(w.header + "\n" + w.row + "\n" + other + "\n"),
             "mid_2020.csv:3: residents aged 5 in 2020 are 1 here and 1005 on line 2; which is right?"));
  std::string county = w.row;
  county.replace(0, 9, "E10000099");
  CHECK(says(fault(w.header + "\n" + w.row + "\n" + county + "\n"),
             "is 'E10000099' here and 'E08000901' on line 2"));
  CHECK(read(w.header + "\n" + w.row + "\n" + county + "\n", {"Ashford Vale", "E08000901", {}, {}})
            .residents(5) == 1005);
}

TEST_CASE("Sexes add up, unless there are rows of persons; nobody at all is a fault") {
  std::string sexes = "area_code,area_name,sex,age,2020\n", persons;
  for (int age = 0; age <= 25; ++age) {
    sexes += fmt::format("E08000901,Ashford Vale,males,{0},40\nE08000901,Ashford Vale,females,{0},50\n", age);
    persons += fmt::format("E08000901,Ashford Vale,persons,{},91\n", age);
  }
  CHECK(read(sexes).residents(3) == 90);
  CHECK(read(sexes + persons).residents(3) == 91);
  std::string empty = Wide().header + "\nE08000901,Ashford Vale";
  for (int age = 0; age <= 30; ++age) empty += ",0";
  CHECK(says(fault(empty + "\n"), "nobody lives in Ashford Vale in 2020"));
  std::string huge = Wide().row;
  huge.replace(huge.find(",1005,"), 6, ",90000000,");
  CHECK(says(fault(Wide().header + "\n" + huge + "\n"), "mid_2020.csv:2: '90000000' in column 'age_5'"));
}

TEST_CASE("What was used and what was of another area is counted as such") {
  const Wide w;
  std::string elm = w.row, england = w.row;
  elm.replace(0, elm.find(",1000"), "E07000001,Elm");
  england.replace(0, england.find(",1000"), "E92000001,England");
  const auto r = read(w.header + "\n" + england + "\n" + w.row + "\n" + elm + "\n");
  const auto log = app::data_log_csv(r.log, r.area);
  CHECK(says(log, "rows_used,,1\n"));
  CHECK(says(log, "rows_dropped,of another authority or of England,1\n"));
  CHECK(says(log, "rows_dropped,of another area,1\n"));
}

TEST_CASE("A county that is a sum has no district's code, and a district named twice counts once") {
  const Wide w;
  std::string elm = w.row, oak = w.row;
  elm.replace(0, elm.find(",1000"), "E07000001,Elm");
  oak.replace(0, oak.find(",1000"), "E07000002,Oak");
  const std::string text = w.header + "\n" + elm + "\n" + oak + "\n";
  const auto county = read(text, {"Woodshire", "", {"Elm", "Oak"}, {}});
  CHECK(county.area.code.empty());
  CHECK(county.area.name == "Woodshire");
  CHECK(county.residents(3) == 2006);
  CHECK(county.log.repairs.empty());
  CHECK(read(text, {"Elm", "", {}, {}}).area.code == "E07000001");
  const auto twice = read(text, {"Woodshire", "E10000099", {"Elm", "Oak", "E07000001"}, {}});
  CHECK(twice.area.code == "E10000099");
  CHECK(twice.residents(3) == 2006);
  REQUIRE(twice.log.repairs.size() == 1);
  CHECK(twice.log.repairs[0].what == "--districts: Elm and E07000001 are one district; counted once");
}
