// What kind of setting a school is, by its URN: the register "Get Information About Schools".

#include "app/import/schools.hpp"

#include <fmt/format.h>

#include <array>

#include "app/import/byte_source.hpp"
#include "app/import/csv_stream.hpp"
#include "app/interrupt.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

struct TypeWord {
  std::string_view word, setting;
};
/// The first word that the type's name holds decides.
constexpr std::array type_words{
    TypeWord{"non_maintained_special", "non_maintained_special"},
    TypeWord{"independent_special", "independent_special"},
    TypeWord{"special_post_16", "specialist_post_16"},
    TypeWord{"alternative_provision", "alternative_provision"},
    TypeWord{"pupil_referral", "alternative_provision"},
    TypeWord{"secure_unit", "alternative_provision"},
    TypeWord{"hospital", "hospital_school"},
    TypeWord{"special", "state_special"},
    TypeWord{"independent_school", "independent_mainstream"},
    TypeWord{"further_education", "further_education"},
    TypeWord{"sixth_form", "further_education"},
    TypeWord{"16_to_19", "further_education"},
    TypeWord{"16_19", "further_education"},
    TypeWord{"higher_education", "further_education"},
    TypeWord{"online_provider", "other"},
    TypeWord{"welsh", "other"},
    TypeWord{"british_schools_overseas", "other"},
    TypeWord{"children_s_centre", "early_years"},
    TypeWord{"academy", "mainstream"},
    TypeWord{"free_school", "mainstream"},
    TypeWord{"studio_school", "mainstream"},
    TypeWord{"university_technical", "mainstream"},
    TypeWord{"city_technology", "mainstream"},
    TypeWord{"community_school", "mainstream"},
    TypeWord{"foundation_school", "mainstream"},
    TypeWord{"voluntary", "mainstream"},
    TypeWord{"nursery_school", "mainstream"},
    TypeWord{"service_children", "mainstream"},
};

}  // namespace

std::string setting_of_type(std::string_view type) {
  const std::string plain = plain_name(type);
  for (const auto& [word, setting] : type_words)
    if (plain.find(word) != std::string::npos) return std::string(setting);
  return "";
}

Schools read_schools(const std::filesystem::path& file) {
  Schools schools;
  for_each_csv(file, [&](const std::string&, const std::string& shown, ByteSource& bytes) {
    CsvStream csv(bytes, shown);
    const auto urn = csv.column("URN"), ukprn = csv.column("UKPRN");
    auto type = csv.column("TypeOfEstablishment (name)");
    if (type == CsvStream::absent) type = csv.column("type_of_establishment");
    if (urn == CsvStream::absent || type == CsvStream::absent)
      throw UserError(fmt::format("{}:1: columns 'URN' and 'TypeOfEstablishment (name)' are needed", shown));
    long count = 0;
    while (const StreamedRow* row = csv.next()) {
      if (++count % 4096 == 0) interrupted().check();
      const std::string setting = setting_of_type(row->cells[type]);
      if (setting.empty()) continue;
      if (!row->cells[urn].empty()) schools.setting_by_urn[row->cells[urn]] = setting;
      if (ukprn != CsvStream::absent && !row->cells[ukprn].empty())
        schools.setting_by_ukprn.try_emplace(row->cells[ukprn], setting);
    }
  });
  return schools;
}

}  // namespace app
