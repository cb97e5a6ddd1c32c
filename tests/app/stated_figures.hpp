#pragma once
// A side of a bridge or comparison that a test states.

#include <algorithm>
#include <map>
#include <tuple>

#include "app/bridge/bridge_figures.hpp"

namespace app_test {

using app::Whole;

class StatedFigures : public app::BridgeFigures {
 public:
  explicit StatedFigures(std::string name) : name_(std::move(name)) {}

  /// Values by replicate.
  StatedFigures& set(const std::string& metric, const std::string& breakdown, const std::string& category,
                     const std::string& period, Whole values) {
    order_.emplace_back(metric, breakdown, category);
    values_[{metric, breakdown, category, period}] = std::move(values);
    return *this;
  }
  StatedFigures& total(const std::string& metric, const std::string& period, Whole values) {
    return set(metric, "total", "total", period, std::move(values));
  }

  std::string name() const override { return name_; }
  std::uint32_t replicates() const override { return 2; }
  std::optional<Whole> figure(const std::string& metric, const std::string& breakdown,
                              const std::string& category, const std::string& period,
                              std::size_t n) const override {
    const auto found = values_.find({metric, breakdown, category, period});
    if (found == values_.end()) return {};
    Whole values = found->second;
    values.resize(n, values.back());
    return values;
  }
  std::vector<std::string> categories(const std::string& metric,
                                      const std::string& breakdown) const override {
    std::vector<std::string> out;
    for (const auto& [m, b, c] : order_)
      if (m == metric && b == breakdown && std::find(out.begin(), out.end(), c) == out.end())
        out.push_back(c);
    return out;
  }
  std::vector<std::string> periods(const std::string& metric) const override {
    std::vector<std::string> out;
    for (const auto& [name, values] : values_)
      if (std::get<0>(name) == metric && std::get<1>(name) == "total") out.push_back(std::get<3>(name));
    return out;
  }

 private:
  std::string name_;
  std::vector<std::tuple<std::string, std::string, std::string>> order_;
  std::map<std::tuple<std::string, std::string, std::string, std::string>, Whole> values_;
};

}  // namespace app_test
