#pragma once
// Pieces of text that the summaries of a run and of a comparison share.

#include <string>
#include <vector>

#include "app/run/run_summary.hpp"

namespace app {

std::string goal_name(const Goal& goal);  ///< its title, or the name of its metric
std::string aim_text(const Goal& goal);   ///< "<= 1,165"
/// At most `width` characters of a text, the rest shown as "...".
std::string cut(const std::string& text, std::size_t width);
/// The lines of a text folded to a width, the later ones indented.
std::vector<std::string> lines_of(const std::string& text, std::size_t width);
/// "+-1.2" of a share's Monte Carlo error of 0.012; "-" where there is none.
std::string error_of(double mcse);
/// A table, with an empty line after it; nothing of no layers.
std::string layers_table(const std::vector<LayerResult>& layers, const Style& style);
/// That replicates are too few, if they are; the notes; where the files are.
std::string notes_and_files(std::uint32_t replicates, const std::vector<std::string>& notes,
                            const std::filesystem::path& folder, const std::vector<std::string>& files);

}  // namespace app
