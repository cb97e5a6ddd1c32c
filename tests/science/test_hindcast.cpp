// Hindcast: from England's stock of January 2018, with the levels of requests and ceases that were observed,
// the stock of every January to 2025 within 3 %, and four age groups within 8 %.

#include <cmath>

#include "tests/catch.hpp"
#include "tests/models/subject.hpp"

using namespace model_test;

namespace {

constexpr double scale = 57000.0 / 17756072;  // residents of the configuration over England's

// DfE, Education, health and care plans, 2022 and 2025 releases: plans in January.
struct Published {
  const char* january;
  double all;
  std::array<double, 4> by_age;  // 5-10, 11-15, 16-19, 20-25; nought where not published by age here
};
constexpr Published published[] = {{"2019", 353995, {117222, 126332, 77587, 18760}},
                                   {"2020", 390109, {128764, 137639, 83095, 25213}},
                                   {"2021", 430697, {142342, 151572, 90715, 29532}},
                                   {"2022", 473255, {}},
                                   {"2023", 517048, {}},
                                   {"2024", 576474, {187165, 208609, 115002, 35526}},
                                   {"2025", 638745, {212994, 233317, 127902, 37180}}};

}  // namespace

TEST_CASE("Hindcast from January 2018: stock within 3 %, ages within 8 %") {
  const Subject s(england_from_2018);
  const Figures f(s.model.layout());
  const std::uint32_t replicates = long_run() ? 1000 : 100;
  std::vector<double> mean(s.model.layout().columns());
  for (std::uint32_t r = 0; r < replicates; ++r) {
    const auto row = s.simulate(r);
    for (std::size_t c = 0; c < row.size(); ++c) mean[c] += static_cast<double>(row[c]) / replicates;
  }
  for (const auto& p : published) {
    const double all = f.at(mean, "ehcp_stock", p.january) / (p.all * scale) - 1;
    INFO("January " << p.january << ": " << 100 * all << " % off");
    CHECK(std::abs(all) < 0.03);
    for (std::size_t g = 0; g < 4; ++g) {
      if (p.by_age[g] == 0) continue;
      const std::string group(models::age_groups[g + 1]);
      const double off = f.at(mean, "ehcp_stock", p.january, "age_group", group) / (p.by_age[g] * scale) - 1;
      INFO(group << ": " << 100 * off << " % off");
      CHECK(std::abs(off) < 0.08);
    }
  }
}
