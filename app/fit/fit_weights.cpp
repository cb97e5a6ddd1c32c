// Where among a range of ages its events are to be expected.

#include "app/fit/fit_weights.hpp"

namespace app {
namespace {

class ByName {
 public:
  explicit ByName(const sim::Config& config) : config_(config) {}
  double operator()(std::string_view parameter, std::size_t age) const {
    return config_.base()[config_.slot(parameter).offset + age];
  }

 private:
  const sim::Config& config_;
};

}  // namespace

AgeWeights age_weights(const sim::Config& config, std::string_view flow) {
  const ByName v(config);
  AgeWeights out{};
  for (std::size_t age = 0; age < out.size(); ++age) {
    const double residents = v("population.residents", age);
    const double requests = residents * (v("support.prevalence", age) * v("request.rate_support", age) +
                                         v("request.rate_direct", age));
    const double assessed = requests * v("assessment.assess", age);
    if (flow == "cease.rate" || flow == "transfer.out_rate")
      out[age] = age > 0 ? v("stock.age", age - 1) : 0;
    else if (flow == "transfer.in_rate")
      out[age] = residents;
    else if (flow == "assessment.assess")
      out[age] = requests;
    else if (flow == "assessment.issue")
      out[age] = assessed;
    else if (flow == "placement.first")
      out[age] = assessed * v("assessment.issue", age);
    else
      out[age] = 1;
  }
  return out;
}

}  // namespace app
