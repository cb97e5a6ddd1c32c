#pragma once
// Dependence between assumptions: a Gaussian copula over the uniforms of the parameters that are named in it.

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/uncertain.hpp"

namespace sim {

/// Spearman's rank correlation of two parameters, in [-1, 1].
struct RankCorrelation {
  std::string a, b;
  double spearman = 0.0;
};

/// Pearson correlation of the two normals whose ranks correlate by `spearman`: 2 sin(pi spearman / 6).
double pearson_of_spearman(double spearman);
double spearman_of_pearson(double pearson);

/// Couples uniforms. Parameters are taken in the order of their names: the first keeps its own draw, each
/// later one mixes its own with those of the names before it that it depends on; so a parameter is never
/// changed by one that sorts after it, and those that no correlation names are never changed at all.
class Copula {
 public:
  Copula() = default;  ///< couples nothing
  /// u: one uniform per parameter, in the order of the names given to make_copula; coupled in place.
  void couple(std::span<double> u) const;
  bool empty() const { return rows_.empty(); }

 private:
  struct Row {
    std::uint32_t position;                               // in u
    std::vector<std::pair<std::uint32_t, double>> terms;  // position, Cholesky coefficient
  };
  std::vector<Row> rows_;  // sorted by name
  friend std::variant<Copula, std::vector<Fault>> make_copula(std::span<const std::string>,
                                                              std::span<const RankCorrelation>);
};

/// The copula over `names` (the uncertain parameters), or all faults: unknown or repeated names and pairs,
/// correlations outside [-1, 1], or a matrix that is not positive semi-definite, with the nearest one that is
/// (Higham 2002). Pairs that are not given have correlation 0.
std::variant<Copula, std::vector<Fault>> make_copula(std::span<const std::string> names,
                                                     std::span<const RankCorrelation> correlations);

}  // namespace sim
