#pragma once
// comparison.csv: one line per figure and pair of runs, in the form of summary.csv.

#include <string>
#include <string_view>

#include "sim/comparison.hpp"
#include "sim/text_file.hpp"

namespace sim {

/// What the two runs are called in the file.
struct PairNames {
  std::string a, b;
};

/// The columns, without the end of the line.
std::string_view comparison_csv_header();
/// One line, without its end. Quantiles, sd and errors are of the difference B - A.
std::string comparison_csv_line(const StorePair& pair, const PairNames& names, const ComparedFigure& figure);
/// All lines of a pair, a few thousand at a time. Throws OutputError, StoreError, Stopped.
void append_comparison(TextFile& file, const StorePair& pair, const PairNames& names, unsigned threads = 0,
                       StopToken stop = {});

}  // namespace sim
