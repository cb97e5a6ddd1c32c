#pragma once
// A finished run, opened by its folder: what every command that simulates nothing asks its figures of.

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/load.hpp"
#include "sim/manifest.hpp"
#include "sim/pairing.hpp"
#include "sim/store_reader.hpp"

namespace app {

/// A line of a metric as people name it.
struct SeriesName {
  std::string metric, breakdown = "total", category = "total";
};

/// A series of a run at one of its periods.
struct Figure {
  std::uint32_t series = 0, period = 0;
  bool operator==(const Figure&) const = default;
};

/// Several lists of numbers of equal length, such as figures or assumptions with one number per replicate.
class Columns {
 public:
  Columns(std::size_t rows, std::size_t columns) : rows_(rows), data_(rows * columns) {}
  std::size_t rows() const { return rows_; }
  std::size_t size() const { return rows_ == 0 ? 0 : data_.size() / rows_; }
  std::span<const double> operator[](std::size_t i) const {
    return std::span(data_).subspan(i * rows_, rows_);
  }
  std::span<double> operator[](std::size_t i) { return std::span(data_).subspan(i * rows_, rows_); }

 private:
  std::size_t rows_;
  std::vector<double> data_;
};

/// Safe to share between threads. Holds no figures; draws of assumptions from their first use on.
class StoredRun {
 public:
  /// Throws UserError if the folder holds no finished run, sim::StoreError if its store is of another
  /// program or version, or damaged.
  /// `area`: whose figures are asked for in a run of several, by default those of all together; UserError
  /// with the nearest name if the run has no such area.
  explicit StoredRun(const std::filesystem::path& folder, const std::string& area = {});

  const std::filesystem::path& folder() const { return folder_; }
  const sim::StoreReader& store() const { return *store_; }
  const sim::RunInfo& info() const { return store_->info(); }
  const sim::Layout& layout() const { return store_->layout(); }
  std::size_t replicates() const { return info().replicates; }
  const std::string& area() const { return area_; }
  /// Of a run of several areas all together, its regions, then its areas; of one area that alone.
  const std::vector<std::string>& areas() const { return areas_; }
  /// What another run must share to be its twin, replicate by replicate (sim::unpaired says why not).
  const sim::Pairing& pairing() const { return pairing_; }
  const sim::Manifest& manifest() const { return manifest_; }
  /// Reads the whole store once, so that damage is found before anything is made of it. Throws
  /// sim::StoreError.
  void check_store() const;

  /// A line of a metric. Throws UserError with the nearest name if the run has none of that name, or if
  /// `--store headline` kept no draws of it.
  std::uint32_t series(const SeriesName& name) const;
  /// The same; nothing where the run lacks it or its draws.
  std::optional<std::uint32_t> find(const SeriesName& name) const;
  /// Categories of a metric's breakdown of which the run has draws, in its order; empty if it has none.
  std::vector<std::string> categories(std::string_view metric, std::string_view breakdown) const;
  const std::vector<std::string>& periods(std::uint32_t series) const { return layout().periods(series); }
  /// A line of a metric at a period. Throws UserError that says which periods there are.
  Figure figure(const SeriesName& name, std::string_view period) const;
  std::optional<Figure> find(const SeriesName& name, std::string_view period) const;
  const sim::Metric& metric_of(Figure f) const { return layout().metric_of(f.series); }

  /// A figure in each replicate, in the units of summary.csv (counts, pounds, ratios; NaN for a ratio whose
  /// base is empty). member: 0, or 1 and 2 of a run with --layers.
  std::vector<double> values(Figure figure, unsigned member = 0) const;
  /// Many figures, in the order given, each part of the store decoded once.
  Columns values(std::span<const Figure> figures, unsigned member = 0) const;

  const std::vector<sim::StoredAssumption>& assumptions() const { return store_->assumptions(); }
  /// The draws of all assumptions, in the order of assumptions().
  const Columns& draws() const;
  /// Those of one. Throws UserError with the nearest name if the run draws none of that name.
  std::span<const double> draws(std::string_view assumption) const;

 private:
  std::filesystem::path folder_;
  std::unique_ptr<sim::StoreReader> store_;
  sim::Manifest manifest_;
  sim::Pairing pairing_;
  std::vector<std::string> areas_;
  std::string area_;
  mutable std::once_flag drawn_;
  mutable std::unique_ptr<Columns> draws_;
};

/// Throws UserError if the folder holds a shard of a run instead of a run.
void refuse_shard(const std::filesystem::path& folder);

/// "Camden, Croydon, and 31 more".
std::string some_of(const std::vector<std::string>& names, std::size_t most = 12);

/// "cumulative_deficit", "place_demand by placement state-special".
std::string to_string(const SeriesName& name);

}  // namespace app
