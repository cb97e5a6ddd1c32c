// `sendcast import`: from a council's files to an area that runs.

#include <map>

#include "tests/app/import_files.hpp"
#include "tests/catch.hpp"
#include "tests/cli/program.hpp"

using cli::Folder;
using cli::sendcast;

namespace {

std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

void write_population(const ImportFolder& folder) {
  for (const int year : {2019, 2020}) {
    std::string text = "code,name,geography";
    for (int age = 0; age <= 30; ++age) text += ",age_" + std::to_string(age);
    for (const char* area :
         {"E92000001,ENGLAND,Country,600000", "E08000901,Ashford Vale,Metropolitan District,6000",
          "E07000001,East Elm,District,2000", "E07000002,West Elm,District,3000"}) {
      const std::string row = area;
      text += "\n" + row.substr(0, row.rfind(','));
      for (int age = 0; age <= 30; ++age) text += row.substr(row.rfind(','));
    }
    folder.write("ons_mid_" + std::to_string(year) + ".csv", text + "\n");
  }
}

std::map<std::string, std::string> all_files(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    files[entry.path().filename().string()] = cli::contents(entry.path());
  return files;
}

const std::string configs = " --configs " + quoted(std::filesystem::path(SENDCAST_SOURCE_DIR) / "configs");

}  // namespace

TEST_CASE("An imported area passes check and runs, and says what the files did not say") {
  const ImportFolder release;
  write_release_2025(release);
  const Folder out;
  const auto done = sendcast("import ees " + quoted(release.path()) + " --area 'Ashford Vale' -o " +
                             quoted(out / "ash") + configs);
  CHECK(done.err.empty());
  REQUIRE(done.code == 0);
  CHECK(says(done.out, "Ashford Vale (E08000901): 1200 plans in January 2021"));
  CHECK(says(done.out, "residents by age: England's ages"));
  CHECK(says(done.out, "the total 400 is not this authority's"));
  CHECK(Folder::names(out / "ash") ==
        "area.toml data-log-ees.csv facts.csv manifest.json population-2020.csv stock-age-2021.csv "
        "stock-and-flow.csv "
        "support-2021.csv ");
  CHECK(sendcast("check -q " + quoted(out / "ash/area.toml")).code == 0);
  const auto run =
      sendcast("run --expected -q -o " + quoted(out / "run") + " " + quoted(out / "ash/area.toml"));
  CHECK(run.err.empty());
  CHECK(run.code == 0);
  for (std::size_t at = 0, end = 0; (end = done.out.find('\n', at)) != std::string::npos; at = end + 1) {
    std::size_t width = 0;
    for (std::size_t i = at; i < end; ++i)
      width += (static_cast<unsigned char>(done.out[i]) & 0xC0u) != 0x80u;
    CHECK(width <= 80);
  }
}

TEST_CASE("An authority with totals only is imported with England's shapes, marked as such") {
  const ImportFolder release;
  write_release_2025(release);
  const Folder out;
  const auto done =
      sendcast("import ees " + quoted(release.path()) + " --area 902 -o " + quoted(out / "elm") + configs);
  REQUIRE(done.code == 0);
  for (const char* missing :
       {"plans by age: England's", "plans by need: England's", "plans by setting: England's"})
    CHECK(says(done.out, missing));
  const std::string toml = cli::contents(out / "elm/area.toml");
  CHECK(says(
      toml,
      "plans = { value = 1100, source = \"SEN2 (caseload.csv): January 2021\", reliability = \"green\" }"));
  CHECK_FALSE(says(toml, "stock-age"));
  CHECK_FALSE(says(toml, "[placement."));
  CHECK(sendcast("check -q " + quoted(out / "elm/area.toml")).code == 0);
}

TEST_CASE("What an import counts, fit and calibrate take as it is") {
  const ImportFolder release;
  write_release_2025(release);
  const std::string ash =
      ",Calendar year,Local authority,E92000001,England,E12000001,North,E08000901,901,Ashford Vale,";
  const auto append = [&](const char* file, const std::string& row) {
    std::ofstream(release / file, std::ios::app | std::ios::binary) << row;
  };
  // 1,000 plans and 160 new ones, 60 ceased and 10 moved: 1,100 a year later if as many moved in.
  append("data/ceased_plans.csv",
         "2019" + ash + "All ceased EHC plans,All ceased EHC plans,5,15,5,10,10,20,2,1,z,2,70\n");
  append("data/requests.csv", "2020" + ash +
                                  "All requests for EHC needs assessments,All requests for EHC needs "
                                  "assessments,260,0,200,50\n");
  const Folder out;
  const auto imported = sendcast("import ees " + quoted(release.path()) + " --area 901 --from 2020 -o " +
                                 quoted(out / "ash") + configs);
  INFO(imported.err);
  REQUIRE(imported.code == 0);
  CHECK(says(imported.out, "Ashford Vale (E08000901): 1100 plans in January 2020"));
  CHECK(cli::contents(out / "ash/flows.csv") ==
        "parameter,year,age,category,events,exposure,source\n"
        "assessment.assess,2020,,,200,250,SEN2 (requests.csv)\n"
        "transfer.out_rate,2019,,,10,1050,SEN2 (ceased_plans.csv)\n"
        "cease.rate,2019,,,60,1000,SEN2 (ceased_plans.csv)\n");
  const std::string outturns = cli::contents(out / "ash/outturns.csv");
  CHECK(says(outturns, "\nehcp_stock,2021,1200,,,SEN2 (caseload.csv),\n"));
  CHECK(says(outturns, "\nehcp_stock,2021,700,age_group,5-10,SEN2 (caseload.csv),0.046\n"));
  CHECK(says(outturns, "\nnew_plans,2020,170,,,SEN2 (newplans.csv),\n"));
  CHECK_FALSE(says(outturns, ",2020,1100"));  // the start is no outturn
  CHECK(says(cli::contents(out / "ash/outturns-placement.csv"), "\nplacement_stock,2021,"));
  const std::string toml = cli::contents(out / "ash/area.toml");
  INFO(toml);
  CHECK(says(toml, "start = 2020-01-01\nyears = 11\n"));
  CHECK(says(toml, "level_known_to = 2020"));
  CHECK(says(toml, "places = { 2019 = 343, 2020 = 373"));

  // The two commands that it printed.
  const auto command = [&](const char* begin) {
    std::string text = imported.out;
    for (std::size_t fold = 0; (fold = text.find("\n    ")) != std::string::npos;) text.replace(fold, 5, " ");
    const auto at = text.find(std::string("\n  sendcast ") + begin);
    REQUIRE(at != std::string::npos);
    const auto from = at + std::string("\n  sendcast ").size();
    return text.substr(from, text.find('\n', from) - from);
  };
  const auto fitted = sendcast(command("fit"));
  INFO(fitted.err);
  REQUIRE(fitted.code == 0);
  CHECK(says(fitted.out, "Fitted to 3 counts, 2019 to 2020"));
  const auto calibrated = sendcast(command("calibrate") + " -q -n 99 -o " + quoted(out / "calibrated"));
  INFO(calibrated.err);
  REQUIRE(calibrated.code == 0);
  CHECK(says(cli::contents(out / "calibrated/calibration.json"), "\"method\": \"t1\""));
  CHECK(sendcast("check -q " + quoted(out / "calibrated/posterior.toml")).code == 0);
  CHECK(says(cli::contents(out / "calibrated/posterior.toml"), "request.local_level"));

  const auto never = sendcast("import ees " + quoted(release.path()) + " --area 901 --from 2012 -o " +
                              quoted(out / "x") + configs);
  CHECK(never.code == 2);
  CHECK(says(never.err, "--from 2012: no total of plans in that January; choose one of 2019, 2020, 2021"));
}

TEST_CASE("Residents come with the release, or later, to the same folder") {
  const ImportFolder files;
  write_release_2025(files);
  write_population(files);
  std::filesystem::create_directories(files / "ons");
  for (const char* name : {"ons_mid_2019.csv", "ons_mid_2020.csv"})
    std::filesystem::rename(files / name, files / ("ons/" + std::string(name)));
  const Folder out;
  const std::string release = "import ees -q " + quoted(files / "data") + configs + " --area 901 -o ";
  REQUIRE(sendcast(release + quoted(out / "a") + " --population " + quoted(files / "ons")).code == 0);
  REQUIRE(sendcast(release + quoted(out / "b")).code == 0);
  REQUIRE(
      sendcast("import population -q " + quoted(files / "ons") + configs + " -o " + quoted(out / "b")).code ==
      0);
  auto a = all_files(out / "a"), b = all_files(out / "b");
  CHECK(a["area.toml"] == b["area.toml"]);
  CHECK(a["facts.csv"] == b["facts.csv"]);
  CHECK(a["data-log-ees.csv"] == b["data-log-ees.csv"]);
  CHECK(a["data-log-population.csv"] == b["data-log-population.csv"]);
  CHECK(says(a["population-2020.csv"], "\n3,6000,"));
  CHECK(says(a["area.toml"], "ons_mid_2020.csv: residents of mid-2020 by single age"));
  // Once more the release: the residents stay.
  REQUIRE(sendcast(release + quoted(out / "b")).code == 0);
  CHECK(all_files(out / "b")["area.toml"] == a["area.toml"]);

  const auto sum = sendcast("import population " + quoted(files / "ons/ons_mid_2020.csv") + configs +
                            " --area 'Elm' --districts 'East Elm;West Elm' -o " + quoted(out / "c"));
  CHECK(sum.err.empty());
  REQUIRE(sum.code == 0);
  CHECK(says(cli::contents(out / "c/population-2020.csv"), "\n3,5000"));
  CHECK(says(sum.out, "plans in January 2021: England's plans per resident"));
  CHECK(says(sum.out, "Elm: "));  // no code: none of the districts'
  CHECK_FALSE(says(cli::contents(out / "c/area.toml"), "E07000"));
  const auto county =
      sendcast("import population " + quoted(files / "ons/ons_mid_2020.csv") + configs +
               " --area worcestershire --districts 'East Elm;West Elm;E07000001' -o " + quoted(out / "w"));
  CHECK(county.err.empty());
  REQUIRE(county.code == 0);
  CHECK(says(county.out, "Worcestershire (E10000034)"));
  CHECK(says(county.out, "East Elm and E07000001 are one district"));
  CHECK(says(cli::contents(out / "w/population-2020.csv"), "\n3,5000"));
  const auto lacking = sendcast("import population " + quoted(files / "ons/ons_mid_2020.csv") + configs +
                                " --area 'Elm' --districts 'East Elm;West Elms' -o " + quoted(out / "d"));
  CHECK(lacking.code == 2);
  CHECK(says(lacking.err, "'West Elms' not among its areas; did you mean 'West Elm'?"));
  CHECK_FALSE(std::filesystem::exists(out / "d"));
}

TEST_CASE("Residents that are later than --as-of are not asked for, and a header alone is said") {
  const ImportFolder files;
  write_release_2025(files);
  write_population(files);
  std::filesystem::create_directories(files / "ons");
  for (const char* name : {"ons_mid_2019.csv", "ons_mid_2020.csv"})
    std::filesystem::rename(files / name, files / ("ons/" + std::string(name)));
  files.write(
      "data/timeliness.csv",
      "time_period,geographic_level,new_la_code,la_name,breakdown_topic,breakdown,plans_issued_den\n");
  const Folder out;
  const auto early =
      sendcast("import ees " + quoted(files / "data") + configs + " --area 901 --as-of 2019 -o " +
               quoted(out / "a") + " --population " + quoted(files / "ons"));
  CHECK(early.code == 0);
  CHECK_FALSE(says(early.out, "give --population"));
  CHECK(says(early.out, "mid-2019, mid-2020"));
  CHECK(says(early.out, "timeliness.csv: a header and no rows"));
}

TEST_CASE("An import as of a year gives the same bytes as files without the later rows") {
  const ImportFolder whole, cut;
  write_release_2025(whole);
  write_release_2025(cut);
  for (const auto& file : std::filesystem::directory_iterator(cut / "data")) {
    std::string kept;
    std::ifstream stream(file.path(), std::ios::binary);
    for (std::string line; std::getline(stream, line);)
      if (!line.starts_with("201920") && !line.starts_with("202021") && !line.starts_with("2019,") &&
          !line.starts_with("2020,"))
        kept += line + "\n";
    stream.close();
    std::ofstream(file.path(), std::ios::binary) << kept;
  }
  const Folder out;
  const auto import = [&](const ImportFolder& from, const std::string& to, const std::string& as_of) {
    std::filesystem::rename(from / "data", out / "in");
    const auto done = sendcast("import ees " + quoted(out / "in") + " --area 901" + as_of + configs + " -o " +
                               quoted(out / "area"));
    CHECK(done.code == 0);
    std::filesystem::rename(out / "area", out / to);
    std::filesystem::rename(out / "in", from / "data");
    return done.out;
  };
  import(whole, "a", " --as-of 2019");
  import(cut, "b", " --as-of 2019");
  CHECK(all_files(out / "a") == all_files(out / "b"));
  CHECK(says(cli::contents(out / "a/area.toml"), "start = 2019-01-01"));
  const std::string toml = cli::contents(out / "a/area.toml");
  CHECK(says(toml, "level_known_to = 2018"));
  CHECK_FALSE(says(toml, "\n2019 = "));
}

TEST_CASE("A folder that no import wrote is not touched, and a fault leaves nothing behind") {
  const ImportFolder release;
  write_release_2025(release);
  const Folder out;
  std::filesystem::create_directories(out / "mine");
  std::ofstream(out / "mine/notes.txt") << "mine";
  const std::string command = "import ees " + quoted(release.path()) + configs + " -o ";
  const auto foreign = sendcast(command + quoted(out / "mine") + " --area 901");
  CHECK(foreign.code == 2);
  CHECK(says(foreign.err, "is not overwritten"));
  CHECK(Folder::names(out / "mine") == "notes.txt ");
  const auto nobody = sendcast(command + quoted(out / "x") + " --area 'Ashfrod Vale'");
  CHECK(nobody.code == 2);
  CHECK(says(nobody.err, "did you mean 'Ashford Vale'?"));
  CHECK_FALSE(std::filesystem::exists(out / "x"));
  REQUIRE(sendcast(command + quoted(out / "ash") + " -q --area 901").code == 0);
  const std::string toml = cli::contents(out / "ash/area.toml");
  std::ofstream(out / "ash/area.toml") << toml << "# mine\n";
  const auto changed = sendcast(command + quoted(out / "ash") + " -q --area 901");
  CHECK(changed.code == 2);
  CHECK(says(changed.err, "area.toml changed since it was imported"));
  std::ofstream(out / "ash/area.toml") << toml;
  const auto other = sendcast(command + quoted(out / "ash") + " --area 902");
  CHECK(other.code == 2);
  CHECK(says(other.err, "holds Ashford Vale, not Elm, City of"));
  CHECK(sendcast(command + quoted(out / "ash") + " --area 901 --as-of 1950").code == 2);
  const auto early = sendcast(command + quoted(out / "y") + " --area 901 --as-of 2015");
  CHECK(early.code == 2);
}

TEST_CASE("A person-level return and transitions make areas that pass check") {
  const ImportFolder files;
  const std::string prefix = "return/Blade-Export_07-03-2025_";
  std::string
      persons = "persontableid,personbirthdate\n",
      requests = "requeststableid,persontableid,receiveddate,requestoutcome\n",
      assessments = "assessmenttableid,requeststableid,assessmentoutcome,week20\n",
      plans = "namedplantableid,assessmenttableid,startdate,ceasedate,ceasereason\n",
      active = "activeplanstableid,requeststableid,transferla\n",
      placements =
          "placementdetailtableid,activeplanstableid,urn,sensetting,placementrank,entrydate,leavingdate\n",
      needs = "senneedtableid,activeplanstableid,sentype,sentyperank\n";
  for (int i = 0; i < 300; ++i) {
    const std::string id = std::to_string(i);
    const std::string year = std::to_string(2003 + i % 17);
    persons += "p" + id + "," + year + "-Oct-01 00:00:00\n";
    const std::string asked = i % 10 == 0 ? "2024-Feb-01" : "2021-Feb-01",
                      begun = i % 10 == 0 ? "2024-Jun-01" : "2021-Jun-01";
    requests += "r" + id + ",p" + id + "," + asked + ",Y\n";
    assessments += "a" + id + ",r" + id + ",Y,0\n";
    plans += "n" + id + ",a" + id + "," + begun + ",,\n";
    active += "v" + id + ",r" + id + ",\n";
    placements += "x" + id + ",v" + id + (i % 3 == 0 ? ",100001," : ",,") +
                  (i % 3 == 0   ? ""
                   : i % 3 == 1 ? "EHE"
                                : "NEET") +
                  ",1,2021-Sep-01,\n";
    needs += "s" + id + ",v" + id + "," + (i % 2 == 0 ? "ASD" : "SEMH") + ",1\n";
  }
  files.write(prefix + "sen2.csv", "sen2tableid,year,referencedate\n1,2025,2025-Jan-16 00:00:00\n");
  files.write(prefix + "person.csv", persons);
  files.write(prefix + "requests.csv", requests);
  files.write(prefix + "assessment.csv", assessments);
  files.write(prefix + "namedplan.csv", plans);
  files.write(prefix + "activeplans.csv", active);
  files.write(prefix + "placementdetail.csv", placements);
  files.write(prefix + "senneed.csv", needs);
  files.write("schools.csv", "URN,TypeOfEstablishment (name)\n100001,Academy special converter\n");
  const Folder out;
  const auto sen2 =
      sendcast("import sen2 " + quoted(files / "return") + " --schools " + quoted(files / "schools.csv") +
               " --suppress 5 --area Elmshire -o " + quoted(out / "elm") + configs);
  CHECK(sen2.err.empty());
  REQUIRE(sen2.code == 0);
  CHECK(says(sen2.out, "Elmshire: 300 plans in January 2025"));
  const std::string toml = cli::contents(out / "elm/area.toml");
  CHECK(says(toml, "[placement.state_special]\nstock = { value = 100,"));
  CHECK(says(toml, "[placement.elective_home_education]\nstock = { value = 100,"));
  CHECK(sendcast("check -q " + quoted(out / "elm/area.toml")).code == 0);
  const std::string flows = cli::contents(out / "elm/flows.csv");
  INFO(flows);
  CHECK(says(flows, "assessment.assess,2024,,,30,30,"));  // by age some are under five
  CHECK(says(sen2.out, "refusals to issue of 2024"));     // the table has no dates of outcomes
  const std::string sen2_log = cli::contents(out / "elm/data-log-sen2.csv");
  CHECK(says(sen2_log, "person.csv,rows_used,,300"));
  CHECK(says(flows, "cease.rate,2024,,,0,270,"));
  CHECK(sendcast("fit " + quoted(out / "elm/area.toml") + " --flows " + quoted(out / "elm/flows.csv") +
                 " -o " + quoted(out / "elm-fitted.toml"))
            .code == 0);
  std::filesystem::copy(files / "return", files / "unread");
  for (std::size_t at = 0; (at = persons.find("-Oct-01 00:00:00")) != std::string::npos;)
    persons.replace(at, 16, ".10.01");
  files.write("unread/Blade-Export_07-03-2025_person.csv", persons);
  const auto unread = sendcast("import sen2 " + quoted(files / "unread") + " --area Elmshire -o " +
                               quoted(out / "unread") + configs);
  CHECK(unread.err.empty());
  CHECK(unread.code == 0);  // England's ages stand in for them
  CHECK(says(unread.out, "plans by age"));
  CHECK(says(unread.out, "(person.csv)"));
  CHECK_FALSE(says(cli::contents(out / "unread/facts.csv"), ",plans,age,"));
  CHECK(says(cli::contents(out / "unread/facts.csv"),
             "plans,total,total,300,Blade-Export_07-03-2025_namedplan.csv"));
  const auto later = sendcast("import sen2 " + quoted(files / "return") +
                              " --as-of 2024 --area Elmshire -o " + quoted(out / "elm") + configs);
  CHECK(later.code == 2);
  CHECK(says(later.err, "the return is of January 2025, later than --as-of 2024"));

  std::string rows = "calendar-year,setting-1,need-1,academic-year-1,setting-2,need-2,academic-year-2\n";
  for (int i = 0; i < 400; ++i) {
    const std::string year = std::to_string(i % 14), next = std::to_string(i % 14 + 1);
    rows += "2023,MMSIB,CI," + year + (i % 8 == 0 ? ",MSSIB,CI," : ",MMSIB,CI,") + next + "\n";
    if (i % 6 == 0) rows += "2023,NONSEND,NONSEND," + year + ",MMSIB,SEMH," + next + "\n";
  }
  files.write("tr/transitions.csv", rows);
  files.write("tr/costs.csv", "need,setting,cost\nCI,MMSIB,8000\nCI,MSSIB,21000\n");
  const auto transitions = sendcast("import transitions " + quoted(files / "tr") + " --area Ashshire -o " +
                                    quoted(out / "ash") + configs);
  CHECK(transitions.err.empty());
  REQUIRE(transitions.code == 0);
  CHECK(says(transitions.out, "Ashshire: 467 plans in January 2024"));
  CHECK(says(cli::contents(out / "ash/data-log-transitions.csv"), "transitions.csv,rows_used,,467"));
  const std::string ash = cli::contents(out / "ash/area.toml");
  CHECK(says(ash, "[placement.state_special]\nstock = { value = 50,"));
  CHECK(says(ash, "unit_cost = { value = 21000,"));
  CHECK(sendcast("check -q " + quoted(out / "ash/area.toml")).code == 0);
  files.write("tr/transitions.csv", rows + "2023,CASTLE,CI,3,MMSIB,CI,4\n");
  const auto unknown = sendcast("import transitions " + quoted(files / "tr") + " --area Ashshire -o " +
                                quoted(out / "x") + configs);
  CHECK(unknown.code == 2);
  CHECK(says(unknown.err, "'CASTLE'"));
  files.write("own.csv", "setting,placement,share\nCASTLE,mainstream,1\n");
  CHECK(sendcast("import transitions -q " + quoted(files / "tr") + " --area Ashshire --settings " +
                 quoted(files / "own.csv") + " -o " + quoted(out / "x") + configs)
            .code == 0);
}
