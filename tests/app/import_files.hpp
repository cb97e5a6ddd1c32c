#pragma once
// Small synthetic files of every shape that `import` reads, and folders that go away afterwards.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "app/import/byte_source.hpp"

inline bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Bytes of a string, a few at a time, so that rows and characters are cut anywhere.
class TextSource : public app::ByteSource {
 public:
  explicit TextSource(std::string text, std::size_t step = 7) : text_(std::move(text)), step_(step) {}
  std::size_t read(char* to, std::size_t size) override {
    const std::size_t n = std::min({size, step_, text_.size() - at_});
    text_.copy(to, n, at_);
    at_ += n;
    return n;
  }

 private:
  std::string text_;
  std::size_t step_, at_ = 0;
};

class ImportFolder {
 public:
  ImportFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "sendcast-import-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~ImportFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ImportFolder(const ImportFolder&) = delete;
  ImportFolder& operator=(const ImportFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

 private:
  std::filesystem::path path_;
};

/// A release of the shape of 2025: two authorities of one region in which nothing is as one would wish.
inline void write_release_2025(const ImportFolder& folder) {
  const std::string keys =
      "\xEF\xBB\xBFtime_period,time_identifier,geographic_level,country_code,country_name,region_code,region_"
      "name,new_la_code,"
      "old_la_code,la_name,breakdown_topic,breakdown,";
  const std::string england = "National,E92000001,England,,,,,,";
  const std::string north = "Regional,E92000001,England,E12000001,North,,,,";
  const std::string ash = "Local authority,E92000001,England,E12000001,North,E08000901,901,Ashford Vale,";
  const std::string elm = "Local authority,E92000001,England,E12000001,North,E06000902,902,\"Elm, City of\",";
  const std::string all = "All EHC plans,All EHC plans,", age = "Child or young persons age,";
  // ehcplans, la maintained, resourced, independent, special la, special academy and free, special
  // independent, total, colleges, neet, ntci, unknown
  std::string text =
      keys +
      "ehcplans,mainstream_la_maintained,mainstream_la_maintained_resourced_provision,mainstream_independent,"
      "special_la_maintained,special_academy_free,special_independent,special_total,"
      "general_fe_tertiary_colleges,neet,neet_ntci,placement_unknown\r\n";
  text += "201819,Academic year," + england + all +
          "90000,40000,2000,1000,20000,10000,5000,35000,9000,2000,x,1000\r\n";
  text += "201920,Academic year," + england + all +
          "100000,45000,2000,1000,22000,11000,5500,38500,10000,2500,x,1000\r\n";
  text += "202021,Academic year," + england + all +
          "110000,50000,2000,1000,24000,12000,6000,42000,11000,3000,x,1000\r\n";
  text += "201819,Academic year," + north + all + "2000,900,50,20,400,200,100,700,200,50,x,80\r\n";
  text += "201819,Academic year," + ash + all + "1000,450,25,10,200,100,50,350,100,25,x,40\r\n";
  text += "201920,Academic year," + ash + all + "1100,500,25,10,220,110,55,385,110,30,x,40\r\n";
  text += "202021,Academic year," + ash + all + "1200,550,25,10,240,120,60,420,120,30,5,40\r\n";
  for (const char* row :
       {"under 3,2", "age 3,38", "age 10,700", "age 19,360", "age 20 and over,100", "unknown,0"})
    text += "202021,Academic year," + ash + age + row + ",x,x,x,x,x,x,x,x,x,x,x\r\n";
  text += "202021,Academic year," + ash + "Sex,Female,400,x,x,x,x,x,x,x,x,x,x,x\r\n";
  text += "201819,Academic year," + elm + all + "1000,0,0,0,0,0,0,0,0,0,0,0\r\n";
  text += "201920,Academic year," + elm + all + "1050,0,0,0,0,0,0,0,0,0,0,0\r\n";
  text += "202021,Academic year," + elm + all + "\"1,100\",0,0,0,0,0,0,0,0,0,0,0\r\n";
  folder.write("data/caseload.csv", text);
  folder.write("data/caseload.meta.csv", "col_name,label\nbroken\n");

  const std::string fresh = "New EHC plans,New EHC plans,", started = "Age when plan started,";
  text = keys + "new_ehc_plans,mainstream_la_maintained,special_la_maintained,neet\n";
  text += "2018,Calendar year," + england + fresh + "15000,10000,4000,1000\n";
  text += "2019,Calendar year," + england + fresh + "16000,11000,4000,1000\n";
  text += "2020,Calendar year," + england + fresh + "17000,12000,4000,1000\n";
  text += "2018,Calendar year," + ash + fresh + "150,100,40,10\n";
  text += "2019,Calendar year," + ash + fresh + "400,120,30,10\n";  // the region's
  text += "2019,Calendar year," + ash + started + "age 3,100,80,20,x\n";
  text += "2019,Calendar year," + ash + started + "age 10,60,40,10,10\n";
  text += "2020,Calendar year," + ash + fresh + "170,120,40,10\n";
  text += "2018,Calendar year," + elm + fresh + "140,100,30,10\n";
  text += "2019,Calendar year," + elm + fresh + "240,200,30,10\n";
  text += "2020,Calendar year," + elm + fresh + "-5,100,30,10\n";
  folder.write("data/newplans.csv", text);

  const std::string asked = "All requests for EHC needs assessments,All requests for EHC needs assessments,";
  text = keys +
         "requests_received_in_year,requests_rya,requests_decided_to_assess,requests_decided_not_to_assess\n";
  text += "2018,Calendar year," + england + asked + "20000,1,x,4000\n";
  text += "2019,Calendar year," + england + asked + "22000,1,x,4400\n";
  text += "2018,Calendar year," + ash + asked + "200,0,x,40\n";
  text += "2019,Calendar year," + ash + asked + "230,0,x,0\n";  // nobody refused?
  folder.write("data/requests.csv", text);

  const std::string ended = "All ceased EHC plans,All ceased EHC plans,";
  text = keys +
         "max_age,needs_met,he,employ,transfer,no_engage,moved_outside_eng,deceased,not_rec,other,total_"
         "ceased\n";
  text += "2018,Calendar year," + england + ended + "500,500,100,500,1500,2000,50,50,z,300,5500\n";
  text += "2019,Calendar year," + england + ended + "500,500,100,500,1500,2000,50,50,z,300,5500\n";
  text += "2018,Calendar year," + ash + ended + "5,5,1,5,15,20,1,1,z,3,56\n";
  text += "2019,Calendar year," + elm + ended + "0,0,0,0,0,0,0,0,0,0,0\n";
  folder.write("data/ceased_plans.csv", text);

  text = keys +
         "review_expected,review_meeting_prior_24,review_meeting_prior_24,outcome_amend,outcome_cease,"
         "outcome_maintan\n";
  text += "2019,Calendar year," + ash + "All annual reviews,All annual reviews,900,1,1,500,10,300\n";
  folder.write("data/annual_reviews.csv", text);

  const std::string needs = "ehc_plans,number_asd,number_slcn,number_need_unknown\n";
  text = keys + needs + "202021,Academic year," + ash + all + "1200,700,450,50\n";
  folder.write("data/sen_needs_all_plans.csv", text);
}

/// The release of 2022: an older code of Ashford Vale, one row per age group or type of establishment.
inline void write_release_2022(const ImportFolder& folder) {
  const std::string keys =
      "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_"
      "code,new_la_code,"
      "la_name,";
  const auto place = [](const char* code) {
    return std::string("Calendar year,Local authority,E92000001,England,E12000001,North,901,") + code +
           ",Ashford Vale,";
  };
  std::string text = keys + "characteristic_age,Total_st,Total_ehc,Total_all\r\n";
  const char* const old_code = "E08000900";
  const char* const code = "E08000901";
  text += "2012," + place(old_code) + "Total,z,z,700\r\n";
  text += "2018," + place(code) + "Total,100,850,950\r\n";
  for (const char* row : {"Under 5,z,z,30", "Age 5 to 10,z,z,300", "Age 11 to 15,z,z,400",
                          "Age 16 to 19,z,z,200", "Age 20 to 25,z,z,20"})
    text += "2018," + place(code) + row + "\r\n";
  text += "2019," + place(code) + "Total,z,1000,1000\r\n";
  folder.write("sen2_age_caseload.csv", text);
  text = keys + "establishment_type,establishment_group,Total_st,Total_ehc,Total_all\r\n";
  text += "2018," + place(code) + "Total,Total,z,z,950\r\n";
  text += "2018," + place(code) + "Total,Mainstream school,z,z,500\r\n";
  text += "2018," + place(code) + "Mainstream - LA maintained,Mainstream school,z,z,400\r\n";
  text += "2018," + place(code) + "Mainstream - Academy,Mainstream school,z,z,100\r\n";
  text += "2018," + place(code) + "Special - Academy,Special school,z,z,300\r\n";
  text += "2018," + place(code) + "Special - Independent,Special school,z,z,100\r\n";
  text += "2018," + place(code) + "NEET,NEET,z,z,50\r\n";
  text += "2018," + place(code) + "Castle in the air,Other,z,z,0\r\n";
  folder.write("sen2_estab_caseload.csv", text);
}
