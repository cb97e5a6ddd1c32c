#pragma once
// The subcommands: each adds its options to the command line, and what it does when it is chosen.

#include <functional>

namespace CLI {
class App;
}

namespace app {

/// Set by the subcommand that was chosen; returns the exit code. Run after the command line is parsed, so
/// that no exception of ours passes through the parser.
using Action = std::function<int()>;

void add_run(CLI::App& app, Action& action);
void add_merge(CLI::App& app, Action& action);
void add_compare(CLI::App& app, Action& action);
void add_bridge(CLI::App& app, Action& action);
void add_sensitivity(CLI::App& app, Action& action);
void add_voi(CLI::App& app, Action& action);
void add_portfolio(CLI::App& app, Action& action);
void add_goal(CLI::App& app, Action& action);
void add_risk(CLI::App& app, Action& action);
void add_size(CLI::App& app, Action& action);
void add_report(CLI::App& app, Action& action);
void add_backtest(CLI::App& app, Action& action);
void add_fit(CLI::App& app, Action& action);
void add_calibrate(CLI::App& app, Action& action);
void add_check(CLI::App& app, Action& action);
void add_describe(CLI::App& app, Action& action);
void add_import(CLI::App& app, Action& action);
void add_export(CLI::App& app, Action& action);
void add_cluster(CLI::App& app, Action& action);
void add_serve(CLI::App& app, Action& action);
void add_man(CLI::App& app, Action& action);
void add_completion(CLI::App& app, Action& action);

}  // namespace app
