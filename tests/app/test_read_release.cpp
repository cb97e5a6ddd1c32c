// Releases as they come: both shapes, every trap, and nothing later than asked for.

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>

#include "app/import/area_folder.hpp"
#include "app/import/authorities.hpp"
#include "app/import/read_release.hpp"
#include "app/import/release_repairs.hpp"
#include "app/user_error.hpp"
#include "sim/sha256.hpp"
#include "tests/app/import_files.hpp"
#include "tests/catch.hpp"

namespace {

using app::Clock;
using app::ReadRelease;

double january(const ReadRelease& r, const char* area, int year, const char* breakdown = "total",
               const char* category = "total") {
  return r.panel.value(r.panel.find(area), {"plans", breakdown, category, Clock::january}, year).value_or(-1);
}
double flow(const ReadRelease& r, const char* area, const char* measure, int year,
            const char* breakdown = "total", const char* category = "total") {
  return r.panel.value(r.panel.find(area), {measure, breakdown, category, Clock::calendar_year}, year)
      .value_or(-1);
}
std::string log_of(const ReadRelease& r, const char* area) {
  return app::data_log_csv(r.log, r.panel.find(area));
}

std::string fault_of(const std::filesystem::path& path) {
  try {
    app::read_releases({path});
  } catch (const app::UserError& error) {
    return error.what();
  }
  return "";
}

/// A ZIP archive of the CSV files in a folder.
void zip(const std::filesystem::path& folder, const std::filesystem::path& to) {
  archive* a = archive_write_new();
  archive_write_set_format_zip(a);
  archive_write_open_filename(a, to.c_str());
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, file.path().lexically_relative(folder).c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(text.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(a, entry);
    archive_write_data(a, text.data(), text.size());
    archive_entry_free(entry);
  }
  archive_write_close(a);
  archive_write_free(a);
}

}  // namespace

TEST_CASE("A release of the shape of 2025: totals, ages, settings, needs, flows") {
  const ImportFolder folder;
  write_release_2025(folder);
  const auto r = app::read_releases({folder.path()});
  REQUIRE(r.panel.authorities.size() == 2);
  CHECK(r.panel.find("ashford vale").code == "E08000901");
  CHECK(&r.panel.find("902") == &r.panel.find("E06000902"));
  CHECK(&r.panel.find("elm") == &r.panel.find("902"));  // a beginning that one name has
  CHECK_THROWS_AS(r.panel.find("Ashfrod Vale"), app::UserError);
  CHECK(january(r, "England", 2021) == 110000);
  CHECK(january(r, "901", 2021) == 1200);
  CHECK(january(r, "902", 2021) == 1100);  // "1,100"
  CHECK(january(r, "901", 2021, "setting", "state_special") == 360);
  CHECK(january(r, "901", 2021, "setting", "not_in_education") == 35);
  CHECK(january(r, "901", 2020, "setting", "not_in_education") == 30);  // one of its columns is "x"
  CHECK(january(r, "901", 2021, "age", "20-25") == 100);
  CHECK(january(r, "901", 2021, "age", "0-2") == 2);
  CHECK(january(r, "901", 2021, "need", "ASD") == 700);
  CHECK(flow(r, "901", "new_plans", 2018) == 150);
  CHECK(flow(r, "901", "requests", 2018) == 200);
  CHECK(flow(r, "901", "requests_agreed", 2018) == -1);  // "x"
  CHECK(flow(r, "901", "plans_ceased", 2018, "reason", "employment") == 5);
  CHECK(flow(r, "901", "review_outcomes", 2019, "outcome", "maintain") == 300);
}

TEST_CASE("What a release contradicts itself is mended or set aside, and logged") {
  const ImportFolder folder;
  write_release_2025(folder);
  const auto r = app::read_releases({folder.path()});
  SECTION("the total of the region in the row of an authority") {
    CHECK(flow(r, "901", "new_plans", 2019) == 160);
    CHECK(
        says(log_of(r, "901"),
             "new_plans of 2019: the total 400 is not this authority's; ages and settings both add to 160"));
    CHECK(flow(r, "902", "new_plans", 2019) == 240);
  }
  SECTION("totals only: settings of zero are no settings") {
    CHECK(january(r, "902", 2021, "setting", "mainstream") == -1);
    CHECK(says(log_of(r, "902"), "plans of 2021 by setting: 0 of 1100 are there"));
  }
  SECTION("zeros where England's share lets one expect five and more") {
    CHECK(flow(r, "901", "refused_to_assess", 2018) == 40);
    CHECK(flow(r, "901", "refused_to_assess", 2019) == -1);
    CHECK(flow(r, "902", "plans_ceased", 2019) == -1);
    CHECK(flow(r, "902", "plans_ceased", 2019, "reason", "transferred") == -1);
  }
  SECTION("a negative count") {
    CHECK(flow(r, "902", "new_plans", 2020) == -1);
    CHECK(says(log_of(r, "902"), "'new_ehc_plans' of 2020 is negative; taken as not reported"));
  }
  SECTION("the file says what of it was not used") {
    CHECK(says(log_of(r, "901"),
               "data/annual_reviews.csv,note,column 'review_meeting_prior_24' is there twice"));
    CHECK(says(log_of(r, "901"), "data/caseload.csv,rows_dropped,a region,1"));
    CHECK(says(log_of(r, "901"), "data/caseload.csv,rows_dropped,a breakdown that is not used,1"));
    CHECK(says(log_of(r, "901"), "data/caseload.csv,period,2019-2021"));
    std::ifstream file(folder / "data/caseload.csv", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    CHECK(says(log_of(r, "901"), "data/caseload.csv,sha256," + sim::sha256_hex(text)));
    CHECK_FALSE(says(log_of(r, "901"), "meta"));
  }
}

TEST_CASE("The release of 2022 adds years, whatever code the authority had") {
  const ImportFolder older, newer;
  write_release_2022(older);
  write_release_2025(newer);
  const auto r = app::read_releases({older.path(), newer.path()});
  CHECK(r.panel.find("Ashford Vale").code == "E08000901");
  CHECK(january(r, "901", 2012) == 700);
  CHECK(january(r, "901", 2018, "age_group", "5-10") == 300);
  CHECK(january(r, "901", 2018, "setting", "mainstream") == 500);
  CHECK(january(r, "901", 2018, "setting", "state_special") == 300);
  CHECK(january(r, "901", 2019, "setting", "mainstream") == 450);
  CHECK(says(log_of(r, "901"), "categories that are not known: 'Castle in the air'"));
  CHECK(says(log_of(r, "901"), "sen2_estab_caseload.csv,rows_dropped,a subtotal,2"));
}

TEST_CASE("The renames of 2026: special academies and free schools apart, Down syndrome") {
  const ImportFolder folder;
  const std::string keys =
      "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_"
      "code,new_la_code,"
      "la_name,breakdown_topic,breakdown,";
  const std::string ash =
      "202526,Academic year,Local authority,E92000001,England,E12000001,North,901,E08000901,Ashford Vale,All "
      "EHC plans,All EHC "
      "plans,";
  folder.write("caseload_2026.csv",
               keys +
                   "ehcplans,mainstream_academy,special_la_maintained,special_academy,special_free_school\n" +
                   ash + "1000,500,200,200,100\n");
  folder.write("sen_needs_all_plans.csv", keys + "ehc_plans,number_asd,number_ds\n" + ash + "1000,950,50\n");
  const auto r = app::read_releases({folder.path()});
  CHECK(january(r, "901", 2026, "setting", "state_special") == 500);
  CHECK(january(r, "901", 2026, "need", "DS") == 50);
}

TEST_CASE("A ZIP archive is the same as its folder") {
  const ImportFolder folder, other;
  write_release_2025(folder);
  zip(folder.path(), other / "release.zip");
  const auto a = app::read_releases({folder.path()}), b = app::read_releases({other / "release.zip"});
  for (const char* area : {"901", "902"})
    CHECK(app::facts_csv(a.panel, a.panel.find(area)) == app::facts_csv(b.panel, b.panel.find(area)));
}

TEST_CASE("An archive that stops short is refused, also where every file in it is whole") {
  const ImportFolder folder, other;
  write_release_2025(folder);
  zip(folder.path(), other / "release.zip");
  std::ifstream stream(other / "release.zip", std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(stream), {}};
  const auto directory = all.find("PK\x01\x02");
  REQUIRE(directory != std::string::npos);
  for (const auto length : {directory, all.size() - 10, all.rfind("PK\x03\x04")}) {
    other.write("cut.zip", all.substr(0, length));
    CHECK(says(fault_of(other / "cut.zip"), "damaged (the directory at its end is missing)"));
  }
  CHECK(fault_of(other / "release.zip").empty());
}

TEST_CASE("An import as of a January leaves no trace of later rows") {
  const ImportFolder whole, cut;
  write_release_2025(whole);
  write_release_2025(cut);
  for (const auto& file : std::filesystem::directory_iterator(cut / "data")) {
    std::ifstream stream(file.path(), std::ios::binary);
    std::string line, kept;
    while (std::getline(stream, line)) {
      const std::string period = line.substr(0, line.find(','));
      const bool later = period == "201920" || period == "202021" || period == "2019" || period == "2020";
      if (!later) kept += line + "\n";
    }
    stream.close();
    std::ofstream(file.path(), std::ios::binary) << kept;
  }
  const auto a = app::read_releases({whole.path()}, 2019), b = app::read_releases({cut.path()}, 2019);
  const auto c = app::read_releases({cut.path()});
  CHECK(january(a, "901", 2019) == 1000);
  CHECK(january(a, "901", 2020) == -1);
  CHECK(flow(a, "901", "new_plans", 2018) == 150);
  CHECK(flow(a, "901", "new_plans", 2019) == -1);  // not over on 1 January 2019
  for (const auto& other : {std::cref(b), std::cref(c)}) {
    for (const char* area : {"901", "902", "England"}) {
      CHECK(app::facts_csv(a.panel, a.panel.find(area)) ==
            app::facts_csv(other.get().panel, other.get().panel.find(area)));
      CHECK(log_of(a, area) == log_of(other.get(), area));
      CHECK(app::stock_and_flow_csv(a.panel, a.panel.find(area)) ==
            app::stock_and_flow_csv(other.get().panel, other.get().panel.find(area)));
    }
  }
}

TEST_CASE("Stock and flow close, or the residual says by how much") {
  const ImportFolder folder;
  write_release_2025(folder);
  const auto r = app::read_releases({folder.path()}, 2020);
  const auto flows = app::stock_and_flow(r.panel, r.panel.find("901"));
  REQUIRE(flows.size() == 1);  // 2018 has no January; 2019 has both
  CHECK(flows[0].year == 2019);
  CHECK(flows[0].implied_leavers() == 1000 + 160 - 1100);
  CHECK_FALSE(flows[0].residual());
}

TEST_CASE("Folders and archives that are no release") {
  const ImportFolder folder;
  CHECK(says(fault_of(folder / "nowhere"), "there is no such file or folder"));
  CHECK(says(fault_of(folder.path()), "no file of the release"));
  folder.write("budget.csv", "a,b\n1,2\n");
  CHECK(says(fault_of(folder.path()), "it holds budget.csv"));
  folder.write("text.txt", "hello");
  CHECK(says(fault_of(folder / "text.txt"), "is neither a folder, a CSV file nor a ZIP archive"));
  folder.write("broken.zip", "PK\x03\x04 and then nothing of a ZIP");
  CHECK(says(fault_of(folder / "broken.zip"), "damaged"));
  folder.write("r/caseload.csv",
               "time_period,geographic_level,new_la_code,la_name,breakdown_topic,breakdown,schools\n");
  CHECK(says(fault_of(folder / "r"), "column 'ehcplans' is missing"));
  folder.write("r/caseload.csv", "time_period,geographic_level,la_name,breakdown_topic,breakdown,ehcplans\n");
  CHECK(says(fault_of(folder / "r"), "column 'new_la_code' is missing"));
  folder.write(
      "r/caseload.csv",
      "time_period,geographic_level,new_la_code,la_name,breakdown_topic,breakdown,ehcplans,EHCplans\n");
  CHECK(says(fault_of(folder / "r"), "is there twice"));
}

TEST_CASE("An archive that unpacks to far more than its size is refused") {
  const ImportFolder folder;
  archive* a = archive_write_new();
  archive_write_set_format_zip(a);
  archive_write_open_filename(a, (folder / "bomb.zip").c_str());
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname(entry, "caseload.csv");
  constexpr la_int64_t size = 100 << 20;
  archive_entry_set_size(entry, size);
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, 0644);
  archive_write_header(a, entry);
  std::string block = "time_period,geographic_level,new_la_code,la_name,breakdown_topic,breakdown,ehcplans\n";
  while (block.size() < 1 << 20) block += "2019,Nowhere,,,,,0\n";
  for (la_int64_t written = 0; written < size; written += static_cast<la_int64_t>(block.size()))
    archive_write_data(a, block.data(), block.size());
  archive_entry_free(entry);
  archive_write_close(a);
  archive_write_free(a);
  CHECK(std::filesystem::file_size(folder / "bomb.zip") < 1 << 20);
  CHECK(says(fault_of(folder / "bomb.zip"), "unpacks to more than 200 times its size"));
}

TEST_CASE("A huge file that is no table is refused at its first line") {
  const ImportFolder folder;
  folder.write("caseload.csv", "");
  std::filesystem::resize_file(folder / "caseload.csv", 2ull << 30);  // sparse: zero bytes
  CHECK(says(fault_of(folder.path()), "caseload.csv:1: a row of more than 1 MiB"));
  std::filesystem::resize_file(folder / "caseload.csv", 5ull << 30);
  CHECK(says(fault_of(folder.path()), "is larger than 4 GiB"));
}

TEST_CASE("Damaged releases are read or refused in words, whatever the damage") {
  std::uint64_t state = 20250116;
  const auto random = [&](std::size_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(state >> 33) % below;
  };
  int refused = 0, read = 0;
  for (int i = 0; i < 400; ++i) {
    const ImportFolder folder;
    write_release_2025(folder);
    write_release_2022(folder);
    std::vector<std::filesystem::path> files;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder.path()))
      if (file.is_regular_file()) files.push_back(file.path());
    std::sort(files.begin(), files.end());
    const auto& file = files[random(files.size())];
    std::ifstream stream(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    stream.close();
    switch (random(5)) {
      case 0:
        for (std::size_t n = random(30) + 1; n > 0; --n)
          text[random(text.size())] = static_cast<char>(random(256));
        break;
      case 1:
        text.resize(random(text.size()));
        break;
      case 2:
        text.insert(random(text.size()), text.substr(random(text.size()), random(500)));
        break;
      case 3:
        text.erase(random(text.size()), random(300));
        break;
      default:
        text += text;
    }
    std::ofstream(file, std::ios::binary) << text;
    try {
      const auto r = app::read_releases({folder.path()});
      for (const auto& authority : r.panel.authorities) {
        CHECK_FALSE(app::data_log_csv(r.log, authority).empty());
        for (const auto& [key, fact] : authority.facts) CHECK(fact.value >= 0);
      }
      ++read;
    } catch (const app::UserError& error) {
      CHECK(std::string(error.what()).size() > 20);
      ++refused;
    }
  }
  CHECK(read > 50);
  CHECK(refused > 50);
}

TEST_CASE("The file that speaks of a breakdown speaks of all of it") {
  const ImportFolder older, newer;
  write_release_2022(older);
  write_release_2025(newer);
  std::ofstream(older / "sen2_estab_caseload.csv", std::ios::app)
      << "2019,Calendar year,Local authority,E92000001,England,E12000001,North,901,E08000901,Ashford Vale,"
         "Hospital school,Other,z,z,25\n";
  const auto r = app::read_releases({older.path(), newer.path()});
  CHECK(january(r, "901", 2019, "setting", "hospital_school") == -1);  // caseload.csv has all 1,000 without
  CHECK(january(r, "901", 2019, "setting", "mainstream") == 450);
  // Where the file that would speak has zeros only, the other one stays.
  std::ofstream(older / "sen2_estab_caseload.csv", std::ios::app)
      << "2019,Calendar year,Local authority,E92000001,England,E12000001,North,902,E06000902,\"Elm, City "
         "of\","
         "Special - Academy,Special school,z,z,900\n";
  const auto elm = app::read_releases({older.path(), newer.path()});
  CHECK(january(elm, "902", 2019, "setting", "state_special") == 900);
}

TEST_CASE("A total of nought, or far too small, is not the authority's") {
  const ImportFolder folder;
  write_release_2025(folder);
  std::ifstream file(folder / "data/newplans.csv", std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  file.close();
  const std::string total = "New EHC plans,New EHC plans,400,120,30,10";
  const auto with = [&](const char* figure) {
    std::string changed = text;
    changed.replace(changed.find(total), total.size(),
                    std::string("New EHC plans,New EHC plans,") + figure + ",120,30,10");
    folder.write("data/newplans.csv", changed);
    return app::read_releases({folder.path()});
  };
  for (const char* wrong : {"0", "16", "106"}) CHECK(flow(with(wrong), "901", "new_plans", 2019) == 160);
  CHECK(flow(with("150"), "901", "new_plans", 2019) == 150);
  std::ofstream(folder / "data/newplans.csv", std::ios::app)
      << "2021,Calendar year,Local authority,E92000001,England,E12000001,North,E08000901,901,Ashford "
         "Vale,New "
         "EHC plans,New EHC plans,0,x,x,x\n";
  const auto r = app::read_releases({folder.path()});
  CHECK(flow(r, "901", "new_plans", 2021) == -1);  // nothing beside it, and 170 the year before
  CHECK(says(log_of(r, "901"), "new_plans of 2021: the total is 0 although 2020 counts 170"));
}

TEST_CASE("What is called a CSV file and is none is named") {
  const ImportFolder folder;
  write_release_2025(folder);
  std::filesystem::remove(folder / "data/requests.csv");
  SECTION("a folder") {
    std::filesystem::create_directory(folder / "data/requests.csv");
    CHECK(says(fault_of(folder.path()), "requests.csv: is a folder under the name of a file"));
  }
  SECTION("a link to nothing") {
    std::filesystem::create_symlink(folder / "nowhere", folder / "data/requests.csv");
    CHECK(says(fault_of(folder.path()), "requests.csv: is a link to a file that is not there"));
  }
  SECTION("a pipe") {
    REQUIRE(mkfifo((folder / "data/requests.csv").c_str(), 0600) == 0);
    CHECK(says(fault_of(folder.path()), "requests.csv: is not a regular file"));
  }
  SECTION("a header alone") {
    folder.write("data/requests.csv",
                 "time_period,geographic_level,new_la_code,la_name,breakdown_topic,breakdown,"
                 "requests_received_in_year\n");
    const auto r = app::read_releases({folder.path()});
    CHECK(says(log_of(r, "901"), "data/requests.csv,note,no rows,"));
  }
}

TEST_CASE("An authority is found by the codes that it had, and one that ended is told") {
  const ImportFolder older, newer;
  write_release_2022(older);
  write_release_2025(newer);
  const auto r = app::read_releases({older.path(), newer.path()});
  CHECK(&r.panel.find("E08000900") == &r.panel.find("901"));
  const auto known = app::read_authorities(std::filesystem::path(SENDCAST_SOURCE_DIR) / "configs");
  try {
    r.panel.find("Northamptonshire", known);
    FAIL("found");
  } catch (const app::UserError& error) {
    CHECK(says(error.what(),
               "Northamptonshire (928) has no rows in these files; Northamptonshire ended on 31 "
               "March 2021; since then North Northamptonshire (940) and West Northamptonshire "
               "(941) (The Northamptonshire (Structural Changes) Order 2020"));
  }
  CHECK(known.find("E08000020") == known.find("Gateshead"));
  CHECK(known.find("dorset")->until.empty());
}
