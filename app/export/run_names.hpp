#pragma once
// What a run's placements and lines are called for people, and which authority it is about.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/stored/stored_run.hpp"

namespace app {

/// "EHCP stock" of "ehcp_stock": spaces, a capital, and the field's abbreviations.
std::string in_words(std::string_view name);

/// The words of a run's own configuration, where that is still as it was; else made of the names.
class RunNames {
 public:
  explicit RunNames(const StoredRun& run);

  /// "State special school" of "state_special".
  std::string placement(const std::string& id) const;
  std::string line(const std::string& id) const;
  /// A category of a breakdown: "State special school, ASD" of placement_need "state_special/ASD".
  std::string category(std::string_view breakdown, const std::string& category) const;
  /// The origin group of a placement; empty if the configuration cannot be had.
  std::string group_of_placement(const std::string& id) const;
  /// That of the placements whose spend is on a line.
  std::string group_of_line(const std::string& id) const;
  /// What the configuration of a run of several says of one of its areas; nothing of another, or if it cannot
  /// be had.
  struct Area {
    std::string region, code;
  };
  const Area* area(const std::string& name) const;
  /// False where a run of several leaves some areas of its folder out (`only`).
  bool all_areas() const { return all_areas_; }
  /// Why titles were made of names, as a sentence; empty if they were not.
  const std::string& note() const { return note_; }
  /// The folder configs, with the data files of the returns. Throws UserError if it is not found.
  static std::filesystem::path configs(const StoredRun& run);

 private:
  void take(const sim::Config& config);

  std::map<std::string, std::string> placements_, lines_, groups_, line_groups_;
  std::map<std::string, Area> areas_;
  bool all_areas_ = true;
  std::string note_;
};

}  // namespace app
