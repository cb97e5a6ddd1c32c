#include "app/calibrate/calibrate_options.hpp"

#include <fmt/format.h>

#include "app/number_words.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

constexpr std::size_t fewest_draws = 99, most_draws = 20000;

}  // namespace

CalibrateOptions calibrate_options(const CalibrateWords& words) {
  CalibrateOptions o;
  RunWords run = words.run;
  if (!run.out)
    run.out = default_folder(run.choice).string() + (words.update.empty() ? "-calibrated" : "-updated");
  (void)whole_number("-n", run.replicates, fewest_draws, most_draws);
  o.run = run_options(run);
  o.question.choice = o.run.choice;
  o.question.data = words.data;
  if (!words.until.empty())
    o.question.until = static_cast<int>(whole_number("--until", words.until, 2000, 2100));
  if (words.method == "t1")
    o.method = Method::moments;
  else if (words.method == "t2")
    o.method = Method::simulation;
  else if (words.method != "auto")
    throw UserError(
        fmt::format("--method {}: choose auto, t1 (exact means) or t2 (simulation)", words.method));
  o.particles = whole_number("--particles", words.particles, 100, 100000);
  o.simulations = whole_number("--simulations", words.simulations, 1000, 10000000);
  if (o.simulations < 2 * o.particles)
    throw UserError(fmt::format("--simulations {}: give at least two for each of {} particles",
                                words.simulations, words.particles));
  o.update = words.update;
  return o;
}

std::string calibrate_command(const CalibrateOptions& o) {
  std::string text = "sendcast calibrate " + shell_word(o.run.choice.config.string());
  for (const auto& scenario : o.run.choice.scenarios) text += " --scenario " + shell_word(scenario.string());
  for (const auto& setting : o.run.choice.settings) text += " --set " + shell_word(setting);
  if (!o.question.data.empty()) text += " --data " + shell_word(o.question.data.string());
  if (o.question.until) text += fmt::format(" --until {}", *o.question.until);
  if (!o.update.empty()) return text + " --update " + shell_word(o.update.string());
  if (o.method != Method::automatic) text += o.method == Method::moments ? " --method t1" : " --method t2";
  if (o.method != Method::moments)
    text += fmt::format(" --particles {} --simulations {}", o.particles, o.simulations);
  return text + fmt::format(" -n {} --seed {}", o.run.replicates, o.run.seed);
}

}  // namespace app
