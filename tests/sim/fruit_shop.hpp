#pragma once
// An invented schema, and a temporary folder in which its configurations are written.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config.hpp"

namespace fruit_shop {

inline sim::Schema schema() {
  constexpr double inf = std::numeric_limits<double>::infinity();
  sim::Schema shop;
  shop.axes = {{"fruit", {"apple", "pear", "plum", "blood-orange"}},
               {"weekday", {"1", "2", "3", "4", "5", "6", "7"}},
               {"year", {"2018", "2019", "2020", "2021", "2022"}, true}};
  shop.params = {
      {"rent", {}, "GBP per year", 0, 1e6, {}, "Rent of the shop."},
      {"sales.rate", {"weekday"}, "per day", 0, 1, 0.5, "Share of the stock that is sold on the day."},
      {"sales.price", {"fruit"}, "GBP per kg", 0, 100, 2, "Price."},
      {"sales.trend", {"year"}, "ratio", 0, 10, 1, "Sales relative to 2020."},
      {"sales.mix", {"fruit", "weekday"}, "weight", 0, inf, 1, "What people ask for on the day."},
      {"storage", {}, "kg", 0, inf, inf, "Room in the cellar."},
  };
  shop.fields = {
      {"owner", sim::FieldKind::text, false, "nobody", {}, "Who owns the shop."},
      {"opened", sim::FieldKind::date, false, "2018-01-01", {}, "First day."},
      {"tills", sim::FieldKind::integer, false, "1", {}, "Number of tills."},
      {"open_on_sunday", sim::FieldKind::boolean, false, "false", {}, "Whether it is."},
      {"sells", sim::FieldKind::text_list, false, "apple, pear", {"apple", "pear", "plum"}, "What is sold."}};
  shop.families = {
      {"supplier",
       "Who brings the fruit.",
       {{"cost.kilo", {"fruit"}, "GBP per kg", 0, 50, {}, "Cost of a kilogram."},
        {"delay", {}, "days", 0, 30, 1, "Days from order to delivery."}},
       {{"country", sim::FieldKind::text, true, "", {"England", "Kenya", "Spain"}, "Where from."}},
       true},
      {"goal",
       "What the shop would like to reach.",
       {{"value", {}, "GBP", 0, 1e9, {}, "Takings."}},
       {{"year", sim::FieldKind::text, true, "", {}, "In which year."}},
       false}};
  return shop;
}

/// A folder of its own that goes away with the test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "fruit_shop_XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path path(const std::string& name) const { return path_ / name; }

  void write(const std::string& name, std::string_view text) const {
    std::filesystem::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }

  /// Reads shop.toml with the scenarios and overrides given.
  sim::ConfigResult read(const std::vector<std::string>& scenarios = {},
                         const std::vector<sim::Override>& overrides = {}) const {
    std::vector<std::filesystem::path> paths;
    for (const auto& name : scenarios) paths.push_back(path(name));
    return sim::read_config(path("shop.toml"), schema(), paths, overrides);
  }

  /// The messages, one per line, with this folder's path left out.
  std::string messages(const sim::ConfigResult& result) const {
    std::string text = sim::to_string(result.faults);
    const std::string prefix = path_.string() + "/";
    for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at))
      text.erase(at, prefix.size());
    return text;
  }

  /// What reading `shop` as shop.toml complains about.
  std::string faults(std::string_view shop) const {
    write("shop.toml", shop);
    return messages(read());
  }

 private:
  std::filesystem::path path_;
};

}  // namespace fruit_shop
