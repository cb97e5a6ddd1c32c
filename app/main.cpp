// The command line: parses it, runs the subcommand, and turns every way to fail into a message and an exit
// code.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <string_view>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/help_format.hpp"
#include "app/parse_error.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "models/model.hpp"
#include "sim/manifest.hpp"
#include "sim/replicate_error.hpp"
#include "sim/sqlite.hpp"
#include "sim/stop.hpp"
#include "sim/text_file.hpp"

namespace {

constexpr const char* report =
    "This is a fault of sendcast, not of your input. Please report it with the command line, the version\n"
    "(sendcast --version) and this message.\n";

/// A misspelt wish would be ignored without a word.
void check_environment() {
  const char* simd = std::getenv("SENDCAST_SIMD");
  const std::string_view wish = simd != nullptr ? simd : "";
  if (!wish.empty() && wish != "scalar" && wish != "avx2" && wish != "avx512")
    throw app::UserError(fmt::format("SENDCAST_SIMD={}: choose scalar, avx2 or avx512", wish));
}

int perform(const app::Action& action) {
  try {
    check_environment();
    return action();
  } catch (const app::UserError& error) {
    app::print_error(fmt::format("sendcast: {}\n", error.what()));
    return app::exit_input;
  } catch (const models::OneAreaOnly& error) {
    app::print_error(fmt::format("sendcast: {}\n", app::folded_fault(error.what())));
    return app::exit_input;
  } catch (const sim::OutputError& error) {
    app::print_error(fmt::format("sendcast: {}\n", error.what()));
    return app::exit_input;
  } catch (const sim::StoreError& error) {
    app::print_error(fmt::format("sendcast: {}\n", error.what()));
    return app::exit_input;
  } catch (const sim::Stopped&) {
    app::print_error("interrupted: nothing was written\n");
    return app::exit_interrupted;
  } catch (const sim::ReplicateError& error) {
    app::print_error(fmt::format("sendcast: {}\n{}", error.what(), report));
  } catch (const std::bad_alloc&) {
    app::print_error("sendcast: out of memory; fewer threads (-j) need less\n");
  } catch (const std::exception& error) {
    app::print_error(fmt::format("sendcast: {}\n{}", error.what(), report));
  } catch (...) {
    app::print_error(fmt::format("sendcast: an unknown error\n{}", report));
  }
  return app::exit_fault;
}

int program(int argc, char** argv) {
  CLI::App cli("Monte Carlo simulation of demand for special educational needs provision", "sendcast");
  cli.set_version_flag("--version",
                       fmt::format("sendcast {} ({})", sim::program_version(), sim::program_commit()));
  cli.require_subcommand(1);
  cli.formatter(std::make_shared<app::HelpFormat>());
  app::Action action;
  app::add_run(cli, action);
  app::add_merge(cli, action);
  app::add_compare(cli, action);
  app::add_bridge(cli, action);
  app::add_sensitivity(cli, action);
  app::add_voi(cli, action);
  app::add_portfolio(cli, action);
  app::add_goal(cli, action);
  app::add_size(cli, action);
  app::add_risk(cli, action);
  app::add_report(cli, action);
  app::add_import(cli, action);
  app::add_backtest(cli, action);
  app::add_fit(cli, action);
  app::add_calibrate(cli, action);
  app::add_export(cli, action);
  app::add_check(cli, action);
  app::add_describe(cli, action);
  app::add_cluster(cli, action);
  app::add_serve(cli, action);
  app::add_man(cli, action);
  app::add_completion(cli, action);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return cli.exit(error);  // --help, --version
    app::print_error(app::parse_error_text(cli, error, argc, argv));
    return app::exit_input;
  }
  if (const auto text = app::empty_option_text(cli); !text.empty()) {
    app::print_error(text);
    return app::exit_input;
  }
  return perform(action);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return program(argc, argv);
  } catch (...) {  // not even the message could be made
    std::fputs("sendcast: out of memory\n", stderr);
    return app::exit_fault;
  }
}
