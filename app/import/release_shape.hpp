#pragma once
// What the files of the DfE release "Education, health and care plans" look like: data, not branches. A new
// year's names are added here.

#include <span>
#include <string_view>

#include "app/import/panel.hpp"

namespace app {

/// A figure of every row: the sum of columns ("a + b"), each under one of its names ("a | alias"). Columns
/// that a release does not have are left out of the sum; missing cells are no zeros: a sum is missing if all
/// of its cells are.
struct ReleaseFigure {
  std::string_view measure, breakdown, category, columns;
};

/// Rows of one topic and what their label is: the whole, or an age under the name of a breakdown.
struct Topic {
  std::string_view topic;      ///< text of `breakdown_topic`; "" where the file has no such column
  std::string_view breakdown;  ///< "total", or the name under which ages are kept
};

/// A label of a file with one row per category, and the category that it adds to.
struct LabelCategory {
  std::string_view label, breakdown, category;
};

/// One kind of file.
struct FileShape {
  std::string_view title;      ///< for people
  std::string_view names;      ///< of the file, without ".csv"; "a | b"
  std::string_view signature;  ///< columns that only this kind has, for a file under another name
  Clock clock;
  std::uint8_t rank;  ///< of two files with the same figure, the lower speaks
  std::span<const ReleaseFigure> figures;
  std::span<const Topic> topics;  ///< rows by breakdown_topic; other topics are passed over
  std::string_view label_column;  ///< one row per category: the column that names it ("" where columns do)
  std::span<const LabelCategory> labels;  ///< its labels
};

std::span<const FileShape> release_shapes();

}  // namespace app
