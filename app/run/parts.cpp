// A simulation whose complete parts are kept while it goes, so that a run that is killed can be gone on with.

#include "app/run/parts.hpp"

#include <fmt/format.h>

#include "app/figures.hpp"
#include "app/terminal.hpp"
#include "sim/config_draws.hpp"
#include "sim/run_identity.hpp"
#include "sim/store_parts.hpp"
#include "sim/store_reader.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

sim::RunIdentity identity_of(const RunOptions& options, const sim::RunInfo& info) {
  sim::Manifest manifest;
  manifest.run = info;
  return {manifest, repeat_command(options)};
}

void tell(const RunOptions& o, const std::string& text) {
  if (!o.quiet) print_error(folded(text, "note: ", "  "));
}

}  // namespace

KeptParts::KeptParts(const RunOptions& options, const sim::RunInfo& info) : options_(options), info_(info) {
  if (!options.checkpoint) return;
  kept_.emplace(options.out, identity_of(options, info));
  if (options.resume) {
    kept_->adopt();
    kept_->stay();
  } else if (kept_->left() > 0) {
    tell(options,
         fmt::format("{} holds {} replicates of a run that did not end. --resume goes on from there; "
                     "this run replaces them as it goes.",
                     kept_->folder().string(), whole(kept_->left())));
  }
}

void KeptParts::simulate(const Simulation& s, const sim::Config& config, const std::filesystem::path& path,
                         const RunWatch& watch) {
  if (!kept_) return app::simulate(s, info_, config, path, watch);
  sim::StoreParts parts(*kept_, info_, s.model.layout(), sim::stored_assumptions(config), path,
                        *options_.checkpoint);
  resumed_ = parts.next() - info_.first;
  if (resumed_ > 0)
    tell(options_, fmt::format("{} of {} replicates were kept from an earlier run", whole(resumed_),
                               whole(info_.replicates)));
  try {
    if (resumed_ < info_.replicates)
      simulate_blocks(
          s, parts.next(), info_.replicates - resumed_,
          [&](const sim::ReplicateBlock& block) { parts.write(block); }, watch);
  } catch (const sim::Stopped&) {
    if (options_.resume) parts.keep_rest();
    throw;
  }
  parts.finish();
}

std::string KeptParts::kept_text() const {
  std::uint32_t kept = 0;
  if (kept_)
    for (const auto& part : kept_->parts()) kept += sim::StoreReader(part).info().replicates;
  if (kept == 0) return {};
  return fmt::format("{} of {} replicates are kept in {}: the same command with --resume goes on from there",
                     whole(kept), whole(info_.replicates), kept_->folder().string());
}

void KeptParts::guard(const std::function<void()>& work) {
  const auto with_kept = [&](const std::string& fault) {
    if (kept_) kept_->stay();
    const auto text = kept_text();
    return text.empty() ? fault : fault + "\n" + text;
  };
  try {
    work();
  } catch (const sim::StoreError& error) {
    throw sim::StoreError(with_kept(error.what()));
  } catch (const sim::OutputError& error) {
    throw sim::OutputError(with_kept(error.what()));
  } catch (const sim::Stopped&) {
    if (!options_.resume) throw;
    if (const auto text = kept_text(); !text.empty()) throw StoppedAndKept("interrupted: " + text + "\n");
    throw;
  }
}

void KeptParts::done() {
  if (kept_) kept_->remove();
}

}  // namespace app
