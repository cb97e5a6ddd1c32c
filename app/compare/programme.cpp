// Replicates simulated again with one part of a plan left out, and what that says of savings and events.

#include "app/compare/programme.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "sim/ensemble.hpp"
#include "sim/parallel_chunks.hpp"
#include "sim/threads.hpp"

namespace app {
namespace {

/// What is left out: cells that become nought, in the replicates in which one of the events happens, or in
/// all of them.
struct Without {
  std::vector<std::uint32_t> cells;
  std::vector<std::size_t> events;
  bool always = false;
};

/// Pence by replicate and financial year, row by row.
using Table = std::vector<double>;

class Reruns {
 public:
  Reruns(const RunOptions& o, const sim::Config& config, const models::SendModel& model,
         const sim::AssumptionDraws& draws, sim::StopToken stop)
      : o_(o), config_(config), model_(model), draws_(draws), stop_(stop), s_(model.structure()) {
    const auto& layout = model.layout();
    position_ = layout.find_series("in_year_position", "total", "total", s_.area).value();
    out_.years = layout.periods(position_);
    out_.replicates = std::min(o.contributions, o.replicates);
  }

  Programme run() {
    list();
    simulate();
    choose_year();
    for (std::size_t k = 0; k < s_.risks.size(); ++k)
      out_.events.push_back(event(s_.risks[k].id, k, [&](std::size_t r) { return happened_[r][k] > 0; }));
    if (s_.risks.size() > 1) {
      out_.all_events = event("", all_events_, [&](std::size_t r) { return any_happened(r); });
      out_.all_events->title = "All together";
    }
    savings();
    return std::move(out_);
  }

 private:
  std::size_t years() const { return out_.years.size(); }

  std::uint32_t cell(const char* family, const std::string& id, const char* param) const {
    return config_.slot(family, id, param).offset;
  }

  /// First each event, then all of them; then each simulated line, then all of those.
  void list() {
    Without all;
    for (std::size_t k = 0; k < s_.risks.size(); ++k) {
      const auto& id = s_.risks[k].id;
      const std::vector<std::uint32_t> cells{cell("risk", id, "probability"),
                                             cell("risk", id, "probability_given")};
      without_.push_back({cells, {k}, false});
      all.cells.insert(all.cells.end(), cells.begin(), cells.end());
      all.events.push_back(k);
    }
    all_events_ = without_.size();
    without_.push_back(std::move(all));
    Without all_lines{{}, {}, true};
    for (const auto& saving : s_.savings) {
      if (!saving.simulated) continue;
      Without line{{}, {}, true};
      for (const auto& id : config_.text_list("saving", saving.id, "interventions"))
        line.cells.push_back(cell("intervention", id, "dose"));
      all_lines.cells.insert(all_lines.cells.end(), line.cells.begin(), line.cells.end());
      of_line_[saving.id] = without_.size();
      without_.push_back(std::move(line));
    }
    all_lines_ = without_.size();
    without_.push_back(std::move(all_lines));
  }

  struct Worker {
    models::SendModel::Workspace workspace;
    std::vector<double> values, cells, changed = {};
    std::vector<std::int64_t> row;
  };

  void simulate() {
    const std::size_t n = out_.replicates;
    difference_.assign(without_.size(), Table(n * years()));
    delivered_.assign(s_.savings.size(), Table(n * years()));
    planned_ = delivered_;
    happened_.resize(n);
    tbb::task_arena arena(sim::thread_count(o_.threads));
    sim::for_each_chunk(
        arena, n, stop_,
        [&] {
          return Worker{model_.workspace(),
                        std::vector<double>(draws_.names.size()),
                        std::vector<double>(draws_.base.size()),
                        {},
                        {}};
        },
        [&](Worker& w, std::size_t r) { replicate(w, r); });
  }

  void simulate(Worker& w, std::size_t r, const std::vector<double>& cells) {
    w.row.assign(model_.layout().columns(), 0);
    model_.simulate(sim::member_key(o_.seed, static_cast<std::uint32_t>(r), 0), cells, w.workspace, w.row,
                    stop_);
  }

  void replicate(Worker& w, std::size_t r) {
    draws_.fill(static_cast<std::uint32_t>(r), w.values, w.cells);
    const models::Values v(w.cells);
    happened_[r] = models::events(s_.risks, v);
    simulate(w, r, w.cells);
    const auto position = at_years(w.row, position_);
    for (std::size_t k = 0; k < s_.savings.size(); ++k) keep_line(w, r, k);
    for (std::size_t k = 0; k < without_.size(); ++k) {
      const auto& left_out = without_[k];
      const bool differs = left_out.always ? !left_out.cells.empty()
                                           : std::any_of(left_out.events.begin(), left_out.events.end(),
                                                         [&](std::size_t e) { return happened_[r][e] > 0; });
      if (!differs) continue;
      w.changed = w.cells;
      for (const auto c : left_out.cells) w.changed[c] = 0;
      simulate(w, r, w.changed);
      const auto then = at_years(w.row, position_);
      for (std::size_t y = 0; y < years(); ++y) difference_[k][r * years() + y] = position[y] - then[y];
    }
  }

  std::vector<double> at_years(const std::vector<std::int64_t>& row, std::uint32_t series) const {
    std::vector<double> out;
    for (std::uint32_t y = 0; y < years(); ++y)
      out.push_back(static_cast<double>(row[model_.layout().column(series, y)]));
    return out;
  }

  /// What a line plans, and what a cash line delivers, in the run itself.
  void keep_line(const Worker& w, std::size_t r, std::size_t k) {
    const auto keep = [&](const char* metric, Table& table) {
      const auto series = model_.layout().find_series(metric, "saving", s_.savings[k].id, s_.area).value();
      const auto figures = at_years(w.row, series);
      std::copy(figures.begin(), figures.end(), table.begin() + static_cast<std::ptrdiff_t>(r * years()));
    };
    keep(s_.savings[k].simulated ? "savings_planned_simulated" : "savings_planned", planned_[k]);
    if (!s_.savings[k].simulated) keep("savings_delivered", delivered_[k]);
  }

  bool any_happened(std::size_t r) const {
    return std::any_of(happened_[r].begin(), happened_[r].end(), [](double x) { return x > 0; });
  }

  /// By year, in pounds, of a table or of its running sums.
  std::vector<sim::Summary> summaries(const Table& table, bool running = false) const {
    std::vector<sim::Summary> out;
    std::vector<double> values(out_.replicates);
    for (std::size_t y = 0; y < years(); ++y) {
      for (std::size_t r = 0; r < values.size(); ++r)
        values[r] = (running ? values[r] : 0) + table[r * years() + y] / 100;
      out.push_back(sim::summarise(values));
    }
    return out;
  }

  EventResult event(const std::string& id, std::size_t k, auto&& happens) const {
    EventResult e;
    e.id = id;
    if (!id.empty()) {
      e.title = config_.text("risk", id, "title");
      e.workstream = config_.text("risk", id, "workstream");
    }
    for (std::size_t r = 0; r < out_.replicates; ++r) e.happened += happens(r) ? 1.0 / out_.replicates : 0;
    e.position = summaries(difference_[k]);
    e.deficit = summaries(difference_[k], true);
    return e;
  }

  SavingResult saving(const Table& planned, const Table& delivered) const {
    SavingResult s;
    for (const auto& year : summaries(planned)) s.planned.push_back(year.mean);
    s.delivered = summaries(delivered);
    Table shortfall(planned.size());
    std::transform(planned.begin(), planned.end(), delivered.begin(), shortfall.begin(), std::minus<>());
    s.shortfall = summaries(shortfall);
    return s;
  }

  static void add(Table& sum, const Table& more) {
    sum.resize(more.size());
    std::transform(sum.begin(), sum.end(), more.begin(), sum.begin(), std::plus<>());
  }

  void savings() {
    struct Sums {
      Table planned, delivered;
    };
    std::map<std::string, Sums> workstreams;
    Sums whole;
    for (std::size_t k = 0; k < s_.savings.size(); ++k) {
      const auto& id = s_.savings[k].id;
      if (s_.savings[k].simulated)
        std::transform(difference_[of_line_.at(id)].begin(), difference_[of_line_.at(id)].end(),
                       delivered_[k].begin(), std::negate<>());
      else
        add(whole.delivered, delivered_[k]);
      add(whole.planned, planned_[k]);
      auto line = saving(planned_[k], delivered_[k]);
      line.id = id;
      line.title = config_.text("saving", id, "title");
      line.workstream = config_.text("saving", id, "workstream");
      line.how = config_.text("saving", id, "how");
      add(workstreams[line.workstream].planned, planned_[k]);
      add(workstreams[line.workstream].delivered, delivered_[k]);
      out_.lines.push_back(std::move(line));
    }
    if (workstreams.size() == 1 && workstreams.contains("")) workstreams.clear();  // no line has one
    for (const auto& [name, sums] : workstreams) {
      out_.workstreams.push_back(saving(sums.planned, sums.delivered));
      out_.workstreams.back().id = name;
      out_.workstreams.back().title = name.empty() ? "In no workstream" : name;
    }
    if (s_.savings.empty()) return;
    Table together(difference_[all_lines_].size());
    std::transform(difference_[all_lines_].begin(), difference_[all_lines_].end(), together.begin(),
                   std::negate<>());
    add(whole.delivered, together);
    out_.total = saving(whole.planned, whole.delivered);
    out_.total->title = "All together";
  }

  void choose_year() {
    out_.shown = years() - 1;
    double most = 0;
    for (std::size_t y = 0; y < years(); ++y) {
      double planned = 0;
      for (const auto& table : planned_) planned += table.empty() ? 0 : table[y];
      if (planned >= most * (1 - 1e-12)) {  // the last of equal years: what adds up has by then
        most = std::max(most, planned);
        out_.shown = y;
      }
    }
  }

  const RunOptions& o_;
  const sim::Config& config_;
  const models::SendModel& model_;
  const sim::AssumptionDraws& draws_;
  sim::StopToken stop_;
  const models::Structure& s_;
  std::uint32_t position_ = 0;
  std::vector<Without> without_;
  std::size_t all_events_ = 0, all_lines_ = 0;
  std::map<std::string, std::size_t> of_line_;
  std::vector<Table> difference_;           ///< with less without, by what is left out
  std::vector<Table> planned_, delivered_;  ///< by line
  std::vector<std::vector<double>> happened_;
  Programme out_;
};

}  // namespace

std::optional<Programme> programme(const RunOptions& o, const sim::Config& config,
                                   const models::SendModel& model, const sim::AssumptionDraws& draws,
                                   sim::StopToken stop) {
  const auto& s = model.structure();
  if (o.contributions == 0 || (s.savings.empty() && s.risks.empty())) return std::nullopt;
  return Reruns(o, config, model, draws, stop).run();
}

}  // namespace app
