// `sendcast merge`: joins the shards of a run into the run.

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/merge/merge_run.hpp"
#include "app/number_words.hpp"
#include "app/progress_bar.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

struct Words {
  std::vector<std::filesystem::path> folders;
  std::optional<std::string> out;
  std::string threads = "0";
  bool quiet = false, json = false, no_progress = false;
};

int merge(const Words& words) {
  catch_interrupts();
  if (words.out && words.out->empty()) throw UserError("-o '': names no folder");
  MergeOptions o;
  o.folders = words.folders;
  if (words.out) o.out = *words.out;
  o.threads = static_cast<unsigned>(whole_number("-j", words.threads, 0, 4096));
  o.quiet = words.quiet;
  ProgressBar bar(!words.quiet && !words.no_progress && can_redraw(Stream::err));
  const auto summary = merge_run(o, {interrupted(), [&](std::uint64_t done, std::uint64_t total) {
                                       bar.update(done, total);
                                       if (done == total) bar.clear();
                                     }});
  if (words.json)
    print(run_summary_json(summary));
  else if (!words.quiet)
    print(run_summary_text(summary, Style(wants_colour(Stream::out))));
  return exit_done;
}

}  // namespace

void add_merge(CLI::App& app, Action& action) {
  auto words = std::make_shared<Words>();
  CLI::App* c = app.add_subcommand("merge", "Join the shards of a run into the run, byte for byte");
  c->add_option("DIR", words->folders, "Shards that run --shard wrote, or folders of them")->required();
  c->add_option_function<std::string>(
       "-o,--out", [words](const std::string& folder) { words->out = folder; },
       "Output folder (default: the one that the run would have had)")
      ->type_name("DIR");
  c->add_option("-j,--threads", words->threads, "Threads (default: all); the results do not depend on it")
      ->type_name("THREADS");
  c->add_flag("-q,--quiet", words->quiet, "Print no summary and no progress");
  c->add_flag("--json", words->json, "Print the summary as JSON");
  c->add_flag("--no-progress", words->no_progress, "Show no progress bar");
  c->callback([&action, words] { action = [words] { return merge(*words); }; });
}

}  // namespace app
