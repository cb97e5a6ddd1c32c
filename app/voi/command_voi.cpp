// `sendcast voi`: what to find out before choosing.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/number_words.hpp"
#include "app/run/run_options.hpp"
#include "app/user_error.hpp"
#include "app/voi/voi.hpp"

namespace app {
namespace {

struct VoiWords {
  std::vector<std::string> runs, observe;
  std::string of, discount = "3.5", places, in, under, over, capital, decisions, years, top, threads = "0";
  std::optional<std::string> out;
  bool more = false, quiet = false, json = false;
};

/// NAME=N or NAME=N:SD.
SampleQuestion sample_of(const std::string& text) {
  const auto equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0)
    throw UserError(
        fmt::format("--observe {}: write NAME=N, for example request.again=100, or NAME=N:SD with the "
                    "standard deviation of "
                    "one observation",
                    text));
  const std::string option = "--observe " + text.substr(0, equals) + ":";
  std::string count = text.substr(equals + 1);
  SampleQuestion out{text.substr(0, equals), {}};
  if (const auto colon = count.find(':'); colon != std::string::npos) {
    out.sample.as = sim::Observed::mean;
    out.sample.sd_of_one = real_number(option, count.substr(colon + 1), 1e-300, 1e300);
    count = count.substr(0, colon);
  }
  out.sample.observations = static_cast<std::uint32_t>(whole_number(option, count, 1, 1'000'000));
  return out;
}

std::optional<PlacesQuestion> places_of(const VoiWords& w) {
  if (w.places.empty()) {
    if (!w.under.empty() || !w.over.empty() || !w.in.empty() || !w.capital.empty())
      throw UserError(
          "--under, --over, --capital, --in: are for --places; --of 'METRIC in PERIOD' names a figure");
    return {};
  }
  if (!w.of.empty() || w.more)
    throw UserError("--of, --more-is-better: --places is judged by what too few and too many places cost");
  PlacesQuestion q{w.places, w.in, {}};
  for (const auto& [option, word, to] :
       {std::tuple{"--under", &w.under, &q.costs.under}, std::tuple{"--over", &w.over, &q.costs.over}})
    if (!word->empty()) {
      *to = pounds_number(option, *word);
      if (!(**to > 0)) throw UserError(fmt::format("{} {}: must be above 0", option, *word));
    }
  if (!w.capital.empty()) q.costs.capital.cost = pounds_not_negative("--capital", w.capital);
  return q;
}

VoiOptions options_of(const VoiWords& w) {
  VoiOptions o;
  o.runs = w.runs;
  if (!w.of.empty()) o.objective.of = w.of;
  o.objective.discount = real_number("--discount", w.discount, 0, 100) / 100;
  o.objective.more_is_better = w.more;
  o.places = places_of(w);
  for (const auto& text : w.observe) {
    if (std::count(w.observe.begin(), w.observe.end(), text) > 1)
      throw UserError(fmt::format("--observe {}: is asked for twice", text));
    o.samples.push_back(sample_of(text));
  }
  if (!w.decisions.empty()) o.decisions = real_number("--decisions", w.decisions, 1e-9, 1e9);
  if (!w.years.empty()) o.years = static_cast<unsigned>(whole_number("--years", w.years, 1, 100));
  if (!w.top.empty()) o.shown = whole_number("--top", w.top, 1, 100'000);
  o.threads = static_cast<unsigned>(whole_number("-j", w.threads, 0, 65'536));
  if (w.out && w.out->empty()) throw UserError("-o '': names no folder");
  std::string name = "voi-" + name_of_run(w.runs.front());
  if (w.runs.size() > 1) name += fmt::format("-and-{}-more", w.runs.size() - 1);
  if (o.places) name += "-" + w.places;
  o.out = w.out ? std::filesystem::path(*w.out) : std::filesystem::path("out") / name;
  return o;
}

std::string command_of(const VoiWords& w) {
  std::string text = "sendcast voi";
  for (const auto& run : w.runs) text += ' ' + shell_word(run);
  const auto option = [&](const char* name, const std::string& value) {
    if (!value.empty()) text += fmt::format(" {} {}", name, shell_word(value));
  };
  option("--of", w.of);
  if (w.more) text += " --more-is-better";
  if (w.discount != "3.5") option("--discount", w.discount);
  option("--places", w.places);
  option("--in", w.in);
  option("--under", w.under);
  option("--over", w.over);
  option("--capital", w.capital);
  for (const auto& text_of : w.observe) option("--observe", text_of);
  option("--decisions", w.decisions);
  option("--years", w.years);
  return text;
}

int voi(const VoiWords& w) {
  catch_interrupts();
  const auto summary = voi_run(options_of(w), command_of(w));
  if (w.json)
    print(voi_json(summary));
  else if (!w.quiet)
    print(voi_text(summary, Style(wants_colour(Stream::out))));
  return exit_done;
}

}  // namespace

void add_voi(CLI::App& app, Action& action) {
  auto words = std::make_shared<VoiWords>();
  CLI::App* c = app.add_subcommand("voi", "What to find out before choosing, and what that is worth");
  c->add_option(
       "RUN", words->runs,
       "Folders of finished runs in pairs, the options of the choice; the folder of a comparison stands "
       "for its runs. One run with --places")
      ->required()
      ->type_name("");
  c->add_option(
       "--of", words->of,
       "What the choice is judged by, 'METRIC' or 'METRIC in PERIOD' (default: hnb_spend of all years)")
      ->type_name("FIGURE");
  c->add_flag("--more-is-better", words->more, "More of the figure is better (default: less)");
  c->add_option("--discount", words->discount, "Discount of later years, % a year (default 3.5)")
      ->type_name("RATE");
  c->add_option("--places", words->places, "Choose how many places of this placement type to have")
      ->type_name("TYPE");
  c->add_option("--in", words->in, "With --places: the September (default: the last)")->type_name("YEAR");
  c->add_option("--under", words->under,
                "With --places: yearly cost of a child too many for the places, £ (default: from the run)")
      ->type_name("POUNDS");
  c->add_option("--over", words->over,
                "With --places: yearly cost of a place too many, £ (default: from the run)")
      ->type_name("POUNDS");
  c->add_option(
       "--capital", words->capital,
       "With --places: capital cost of a place, paid over 40 years at 3.5 % (default 80000, assumed)")
      ->type_name("POUNDS");
  c->add_option(
       "--observe", words->observe,
       "Worth of N observations of an assumption: NAME=N for a share that is counted, NAME=N:SD for a mean "
       "(SD of one observation); may be repeated")
      ->type_name("SAMPLE")
      ->take_all();
  c->add_option("--decisions", words->decisions,
                "Decisions a year that a finding serves, as authorities (default 1)")
      ->type_name("N");
  c->add_option("--years", words->years, "Years for which it serves them, later ones discounted (default 1)")
      ->type_name("N");
  c->add_option("--top", words->top, "Assumptions that the text lists (default 12); files hold all")
      ->type_name("N");
  c->add_option("-j,--threads", words->threads, "Threads (default: all); the results do not depend on it")
      ->type_name("THREADS");
  c->add_option_function<std::string>(
       "-o,--out", [words](const std::string& folder) { words->out = folder; },
       "Output folder (default: out/voi-RUN)")
      ->type_name("DIR");
  c->add_flag("-q,--quiet", words->quiet, "Print no summary");
  c->add_flag("--json", words->json, "Print the summary as JSON");
  c->callback([&action, words] { action = [words] { return voi(*words); }; });
}

}  // namespace app
