// How to repeat the run: the command, the version, and the inputs by their digests.

#include <fmt/format.h>

#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"

namespace app {

PageSection repeat_section(const ReportSources& s) {
  PageSection section{"repeat", "How to repeat this", {}};
  const auto& manifest = s.run().manifest();
  const auto& info = s.run().info();
  section.blocks.emplace_back(
      PageText{"The same version, inputs and command give the same figures, byte for byte, on any number of "
               "threads."});
  section.blocks.emplace_back(PageCommand{manifest.command});
  PageTable t{"The run", {"What", "Value"}, {}};
  const auto row = [&](const char* what, std::string value) {
    t.rows.push_back({{what, NAN}, {std::move(value), NAN}});
  };
  row("Replicates", page_figure(sim::Unit::count, info.replicates));
  row("Seed", std::to_string(info.seed));
  row("Design of the assumption draws", info.design);
  row("Commit of the program that ran it", manifest.commit);
  row("Digest of the configuration (SHA-256)", info.config_digest);
  row("Fingerprint of the mathematical library", info.fingerprint);
  section.blocks.emplace_back(std::move(t));
  if (manifest.inputs.empty()) return section;
  PageTable inputs{"Files that the run read", {"File", "Bytes", "SHA-256"}, {}, true};
  for (const auto& i : manifest.inputs)
    inputs.rows.push_back(
        {{i.path, NAN}, cell(sim::Unit::count, static_cast<double>(i.bytes)), {i.sha256, NAN}});
  section.blocks.emplace_back(std::move(inputs));
  return section;
}

}  // namespace app
