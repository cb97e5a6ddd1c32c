// One replicate alone, as an error message asks for: its headline figures.

#include "app/run/one_replicate.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/interrupt.hpp"
#include "app/run/figure_lines.hpp"
#include "app/terminal.hpp"
#include "models/run_model.hpp"
#include "sim/config_draws.hpp"
#include "sim/ensemble.hpp"

namespace app {
namespace {

std::string json_text(const RunOptions& o, const sim::Layout& layout, const std::string& area,
                      const ColumnValue& value) {
  return nlohmann::ordered_json{{"area", area},
                                {"seed", o.seed},
                                {"replicate", *o.replicate},
                                {"member", o.member},
                                {"figures", headline_json(layout, area, value)}}
             .dump(2) +
         "\n";
}

}  // namespace

int one_replicate(const RunOptions& o, const sim::Config& config) {
  const models::RunModel model(config);
  const auto draws = sim::assumption_draws(config, o.design, o.seed, o.replicates);
  std::vector<std::int64_t> row;
  try {
    row = sim::simulate_one(model, draws, o.seed, *o.replicate, o.member, interrupted());
  } catch (const sim::Stopped&) {
    throw;
  } catch (...) {
    sim::throw_replicate_error({o.seed, *o.replicate, o.member}, model_command(o), std::current_exception());
  }
  const auto value = [&](std::uint32_t column) { return static_cast<double>(row[column]); };
  const std::string& area = config.text("area");
  if (o.json) {
    print(json_text(o, model.layout(), area, value));
  } else {
    print(fmt::format("{}, {}: replicate {} of seed {}{} alone\n\n", area, scenario_name(config),
                      *o.replicate, o.seed, o.member > 0 ? fmt::format(", member {},", o.member) : ""));
    print(headline_tables(model.layout(), area, value));
  }
  return 0;
}

}  // namespace app
