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

/// An area with events and savings of its own; the only one, or one of several.
struct AreaOfProgramme {
  const models::Structure* structure = nullptr;
  const sim::Config* config = nullptr;
  std::size_t first_cell = 0;
};

std::vector<AreaOfProgramme> areas_of_programme(const sim::Config& config, const models::RunModel& model) {
  if (const auto* one = model.one_area()) return {{&one->structure(), &config, 0}};
  const auto& several = *model.several();
  std::vector<AreaOfProgramme> out;
  for (std::size_t a = 0; a < several.areas().size(); ++a)
    out.push_back({&several.areas()[a].structure(), &config.areas()[a], several.first_cell(a)});
  return out;
}

/// An event or a line, by its name: where it is, and which of the areas' own it is there.
struct OfAreas {
  std::string id;
  std::vector<std::pair<std::size_t, std::size_t>> of = {};  ///< area and position there
};

template <class List>
std::vector<OfAreas> by_name(const std::vector<AreaOfProgramme>& parts, List list) {
  std::vector<OfAreas> out;
  for (std::size_t a = 0; a < parts.size(); ++a) {
    const auto& own = list(*parts[a].structure);
    for (std::size_t k = 0; k < own.size(); ++k) {
      auto found = std::find_if(out.begin(), out.end(), [&](const OfAreas& m) { return m.id == own[k].id; });
      if (found == out.end()) {
        out.push_back({own[k].id});
        found = out.end() - 1;
      }
      found->of.emplace_back(a, k);
    }
  }
  return out;
}

class Reruns {
 public:
  Reruns(const RunOptions& o, const sim::Config& config, const models::RunModel& model,
         const sim::AssumptionDraws& draws, sim::StopToken stop)
      : o_(o),
        model_(model),
        draws_(draws),
        stop_(stop),
        parts_(areas_of_programme(config, model)),
        risks_(by_name(
            parts_, [](const auto& s) -> const auto& { return s.risks; })),
        savings_(by_name(
            parts_, [](const auto& s) -> const auto& { return s.savings; })),
        area_(config.text("area")) {
    add_place(area_, std::nullopt);
    if (parts_.size() > 1)
      for (std::size_t a = 0; a < parts_.size(); ++a)
        if (!parts_[a].structure->risks.empty()) add_place(parts_[a].structure->area, a);
    out_.years = model.layout().periods(places_[0].position);
    out_.replicates = std::min(o.contributions, o.replicates);
  }

  bool nothing() const { return risks_.empty() && savings_.empty(); }

  Programme run() {
    list();
    simulate();
    choose_year();
    for (std::size_t p = 0; p < places_.size(); ++p) events(p);
    savings();
    return std::move(out_);
  }

 private:
  /// All together, or an area with events: whose position is looked at.
  struct Place {
    std::string name;
    std::optional<std::size_t> part;
    std::uint32_t position = 0;
  };
  void add_place(const std::string& name, std::optional<std::size_t> part) {
    const auto position = model_.layout().find_series("in_year_position", "total", "total", name);
    if (position || !part) places_.push_back({name, part, position.value()});  // areas may keep no totals
  }

  std::size_t years() const { return out_.years.size(); }

  std::uint32_t cell(std::size_t part, const char* family, const std::string& id, const char* param) const {
    return static_cast<std::uint32_t>(parts_[part].first_cell) +
           parts_[part].config->slot(family, id, param).offset;
  }

  bool is_simulated(std::size_t part, std::size_t k) const {
    return parts_[part].structure->savings[k].simulated;
  }

  /// First each event, then all of them; then each simulated line, then all of those.
  void list() {
    Without all;
    for (std::size_t e = 0; e < risks_.size(); ++e) {
      Without event{{}, {e}, false};
      for (const auto& [part, _] : risks_[e].of)
        for (const char* param : {"probability", "probability_given"})
          event.cells.push_back(cell(part, "risk", risks_[e].id, param));
      all.cells.insert(all.cells.end(), event.cells.begin(), event.cells.end());
      all.events.push_back(e);
      without_.push_back(std::move(event));
    }
    all_events_ = without_.size();
    without_.push_back(std::move(all));
    Without all_lines{{}, {}, true};
    for (const auto& saving : savings_) {
      Without line{{}, {}, true};
      for (const auto& [part, k] : saving.of)
        if (is_simulated(part, k))
          for (const auto& id : parts_[part].config->text_list("saving", saving.id, "interventions"))
            line.cells.push_back(cell(part, "intervention", id, "dose"));
      if (line.cells.empty()) continue;
      all_lines.cells.insert(all_lines.cells.end(), line.cells.begin(), line.cells.end());
      of_line_[saving.id] = without_.size();
      without_.push_back(std::move(line));
    }
    all_lines_ = without_.size();
    without_.push_back(std::move(all_lines));
  }

  struct Worker {
    models::RunModel::Workspace workspace;
    std::vector<double> values, cells, changed = {};
    std::vector<std::int64_t> row;
  };

  void simulate() {
    const std::size_t n = out_.replicates;
    difference_.assign(places_.size(), std::vector<Table>(without_.size(), Table(n * years())));
    delivered_.assign(savings_.size(), Table(n * years()));
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
    for (const auto& part : parts_)
      happened_[r].push_back(models::events(
          part.structure->risks, models::Values(std::span<const double>(w.cells).subspan(part.first_cell))));
    simulate(w, r, w.cells);
    std::vector<std::vector<double>> positions;
    for (const auto& place : places_) positions.push_back(at_years(w.row, place.position));
    for (std::size_t k = 0; k < savings_.size(); ++k) keep_line(w, r, k);
    for (std::size_t k = 0; k < without_.size(); ++k) {
      const auto& left_out = without_[k];
      const bool differs = left_out.always
                               ? !left_out.cells.empty()
                               : std::any_of(left_out.events.begin(), left_out.events.end(),
                                             [&](std::size_t e) { return happens(r, e, std::nullopt); });
      if (!differs) continue;
      w.changed = w.cells;
      for (const auto c : left_out.cells) w.changed[c] = 0;
      simulate(w, r, w.changed);
      for (std::size_t p = 0; p < places_.size(); ++p) {
        const auto then = at_years(w.row, places_[p].position);
        for (std::size_t y = 0; y < years(); ++y)
          difference_[p][k][r * years() + y] = positions[p][y] - then[y];
      }
    }
  }

  std::vector<double> at_years(const std::vector<std::int64_t>& row, std::uint32_t series) const {
    std::vector<double> out;
    for (std::uint32_t y = 0; y < years(); ++y)
      out.push_back(static_cast<double>(row[model_.layout().column(series, y)]));
    return out;
  }

  /// What a line plans, and what a cash line delivers, in the run itself. A line may be simulated in one area
  /// and cash in another.
  void keep_line(const Worker& w, std::size_t r, std::size_t k) {
    const auto keep = [&](const char* metric, Table& table) {
      const auto series = model_.layout().find_series(metric, "saving", savings_[k].id, area_).value();
      const auto figures = at_years(w.row, series);
      for (std::size_t y = 0; y < years(); ++y) table[r * years() + y] += figures[y];
    };
    bool simulated = false, cash = false;
    for (const auto& [part, own] : savings_[k].of) (is_simulated(part, own) ? simulated : cash) = true;
    if (simulated) keep("savings_planned_simulated", planned_[k]);
    if (cash) keep("savings_planned", planned_[k]);
    if (cash) keep("savings_delivered", delivered_[k]);
  }

  /// Whether an event happens in a replicate, in an area or in any.
  bool happens(std::size_t r, std::size_t event, std::optional<std::size_t> part) const {
    return std::any_of(risks_[event].of.begin(), risks_[event].of.end(), [&](const auto& own) {
      return (!part || own.first == *part) && happened_[r][own.first][own.second] > 0;
    });
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

  EventResult event(std::size_t place, std::size_t k, const std::vector<std::size_t>& events) const {
    EventResult e;
    for (std::size_t r = 0; r < out_.replicates; ++r) {
      const bool any = std::any_of(events.begin(), events.end(),
                                   [&](std::size_t i) { return happens(r, i, places_[place].part); });
      e.happened += any ? 1.0 / out_.replicates : 0;
    }
    e.position = summaries(difference_[place][k]);
    e.deficit = summaries(difference_[place][k], true);
    return e;
  }

  /// Of all together, or of an area with events of its own.
  void events(std::size_t place) {
    std::vector<EventResult> list;
    std::vector<std::size_t> own;
    for (std::size_t e = 0; e < risks_.size(); ++e) {
      const auto& of = risks_[e].of;
      const auto part = places_[place].part;
      if (part && std::none_of(of.begin(), of.end(), [&](const auto& at) { return at.first == *part; }))
        continue;
      own.push_back(e);
      list.push_back(event(place, e, {e}));
      const auto& config = *parts_[part.value_or(of.front().first)].config;
      list.back().id = risks_[e].id;
      list.back().title = config.text("risk", risks_[e].id, "title");
      list.back().workstream = config.text("risk", risks_[e].id, "workstream");
    }
    std::optional<EventResult> all;
    if (own.size() > 1) {
      all = event(place, all_events_, own);
      all->title = "All together";
    }
    if (place > 0)
      out_.areas.push_back({places_[place].name, std::move(list), std::move(all)});
    else
      out_.events = std::move(list), out_.all_events = std::move(all);
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
    for (std::size_t k = 0; k < savings_.size(); ++k) {
      const auto& id = savings_[k].id;
      const auto& config = *parts_[savings_[k].of.front().first].config;
      add(whole.delivered, delivered_[k]);  // of cash; what is simulated comes together
      if (const auto own = of_line_.find(id); own != of_line_.end())
        std::transform(delivered_[k].begin(), delivered_[k].end(), difference_[0][own->second].begin(),
                       delivered_[k].begin(), std::minus<>());
      add(whole.planned, planned_[k]);
      auto line = saving(planned_[k], delivered_[k]);
      line.id = id;
      line.title = config.text("saving", id, "title");
      line.workstream = config.text("saving", id, "workstream");
      line.how = config.text("saving", id, "how");
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
    if (savings_.empty()) return;
    const auto& without_lines = difference_[0][all_lines_];
    Table together(without_lines.size());
    std::transform(without_lines.begin(), without_lines.end(), together.begin(), std::negate<>());
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
  const models::RunModel& model_;
  const sim::AssumptionDraws& draws_;
  sim::StopToken stop_;
  std::vector<AreaOfProgramme> parts_;
  std::vector<OfAreas> risks_, savings_;
  std::string area_;
  std::vector<Place> places_;  ///< all together first
  std::vector<Without> without_;
  std::size_t all_events_ = 0, all_lines_ = 0;
  std::map<std::string, std::size_t> of_line_;
  std::vector<std::vector<Table>> difference_;  ///< with less without, by place and what is left out
  std::vector<Table> planned_, delivered_;      ///< by line
  std::vector<std::vector<std::vector<double>>> happened_;  ///< by replicate, area and its event
  Programme out_;
};

}  // namespace

std::optional<Programme> programme(const RunOptions& o, const sim::Config& config,
                                   const models::RunModel& model, const sim::AssumptionDraws& draws,
                                   sim::StopToken stop) {
  if (o.contributions == 0) return std::nullopt;
  Reruns reruns(o, config, model, draws, stop);
  if (reruns.nothing()) return std::nullopt;
  return reruns.run();
}

}  // namespace app
