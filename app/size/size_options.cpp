// What `sendcast size` was asked to do, checked.

#include "app/size/size_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "app/number_words.hpp"
#include "app/run/run_options.hpp"
#include "app/user_error.hpp"
#include "sim/layout.hpp"

namespace app {
namespace {

std::string september(const char* option, const std::string& text) {
  if (!text.empty() && !sim::is_period(sim::PeriodType::september, text))
    throw UserError(fmt::format("{} {}: write the year of a September, for example 2025", option, text));
  return text;
}

}  // namespace

SizeOptions size_options(const SizeWords& words) {
  SizeOptions o;
  o.run = words.run;
  o.types = words.types;
  for (auto t = o.types.begin(); t != o.types.end(); ++t)
    if (std::find(o.types.begin(), t, *t) != t) throw UserError(fmt::format("--type {}: is named twice", *t));
  o.from = september("--from", words.from);
  o.to = september("--to", words.to);
  if (!o.from.empty() && !o.to.empty() && o.from > o.to)
    throw UserError(fmt::format("--from {} --to {}: the first comes after the last", o.from, o.to));
  o.lead = static_cast<int>(whole_number("--lead", words.lead, 0, 30));
  o.risk = real_number("--risk", words.risk, 0.1, 99) / 100;
  o.capital = capital_of(words.capital, words.life, words.rate);
  for (const auto& [option, word, to] :
       {std::tuple{"--under", &words.under, &o.under}, std::tuple{"--over", &words.over, &o.over}})
    if (!word->empty()) {
      *to = pounds_number(option, *word);
      if (!(**to > 0)) throw UserError(fmt::format("{} {}: must be above 0", option, *word));
    }
  for (const auto& word : words.scenarios) {
    const auto equals = word.find('=');
    std::error_code none;
    if (equals == std::string::npos || std::filesystem::exists(word, none))
      o.scenarios.push_back({name_of_run(word), word});
    else
      o.scenarios.push_back({word.substr(0, equals), word.substr(equals + 1)});
    for (std::size_t i = 0; i + 1 < o.scenarios.size(); ++i)
      if (o.scenarios[i].name == o.scenarios.back().name)
        throw UserError(
            fmt::format("--scenario {}: another scenario is called {} already; name it with "
                        "--scenario NAME=DIR",
                        word, o.scenarios[i].name));
  }
  o.jointly = words.jointly;
  o.verify = words.verify;
  o.quiet = words.quiet;
  o.json = words.json;
  o.no_progress = words.no_progress;
  o.threads = static_cast<unsigned>(whole_number("-j", words.threads, 0, 4096));
  if (words.out && words.out->empty()) throw UserError("-o '': names no folder");
  o.out = words.out ? std::filesystem::path(*words.out)
                    : std::filesystem::path("out") / ("size-" + name_of_run(o.run));
  return o;
}

std::string size_command(const SizeWords& words) {
  const SizeWords usual;
  std::string text = "sendcast size " + shell_word(words.run);
  for (const auto& t : words.types) text += " --type " + shell_word(t);
  for (const auto& s : words.scenarios) text += " --scenario " + shell_word(s);
  const auto add = [&](const char* option, const std::string& word, const std::string& otherwise) {
    if (word != otherwise) text += fmt::format(" {} {}", option, shell_word(word));
  };
  add("--from", words.from, "");
  add("--to", words.to, "");
  add("--lead", words.lead, usual.lead);
  add("--risk", words.risk, usual.risk);
  add("--capital", words.capital, usual.capital);
  add("--life", words.life, usual.life);
  add("--rate", words.rate, usual.rate);
  add("--under", words.under, "");
  add("--over", words.over, "");
  if (words.jointly) text += " --jointly";
  if (words.verify) text += " --verify";
  return text;
}

}  // namespace app
