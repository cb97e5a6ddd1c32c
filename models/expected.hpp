#pragma once
// The expected-value engine: the same stages with means, exact where no place, assessment or package limit
// binds.

#include <array>
#include <span>
#include <vector>

#include "models/accounts.hpp"
#include "models/prepared.hpp"
#include "models/state.hpp"

namespace models {

inline constexpr std::size_t kinds = need_count * severity_count;  ///< need x severity
inline constexpr std::size_t flag_count = 5;  ///< as Flag, with directed in the place of waiting
inline constexpr std::size_t due_count = 4;
/// Terms that a request can reach ahead: 80 weeks.
inline constexpr std::size_t horizon_terms = 7;

/// Choice probabilities by type for every chooser the model can have.
class ChoiceTable {
 public:
  ChoiceTable(const Structure& s, const Rates& r);
  std::span<const double> first(std::size_t age, std::size_t kind) const { return at(first_, age, kind); }
  std::span<const double> transfer(std::size_t phase, std::size_t group, std::size_t age,
                                   std::size_t kind) const {
    return at(transfer_[phase * groups.size() + group], age, kind);
  }
  /// Weights, not probabilities: a move excludes the type it leaves.
  std::span<const double> move(std::size_t group, std::size_t age, std::size_t kind) const {
    return at(move_[group], age, kind);
  }
  std::span<const double> appeal(std::size_t age) const { return {appeal_.data() + age * types_, types_}; }

 private:
  using Table = std::vector<double>;
  std::span<const double> at(const Table& t, std::size_t age, std::size_t kind) const {
    return {t.data() + (age * kinds + kind) * types_, types_};
  }
  std::size_t types_;
  Table first_, appeal_;
  std::vector<Table> transfer_, move_;
};

/// Where the requests of one term end up, by terms ahead: shares of requests, and for plans their mean day.
struct Outlook {
  std::array<double, horizon_terms> refused{}, not_issued{}, issued{}, issued_day{}, in_20_weeks{},
      over_a_year{};
};
Outlook outlook(const sim::Term& requested, const Timeliness& timeliness, double in_six_weeks,
                const std::vector<sim::Term>& ahead);

/// Expected numbers of children in every state.
class Expectation {
 public:
  Expectation(const Structure& s, const Rates& r, const Prepared& prepared, Accounts<double>& accounts,
              Recorder<double>* record);

  /// Starts from a realised starting stock.
  void start(const State& state);
  /// Sets the running sums of the accounts from the state, and the months before the start.
  void open_books();
  /// Runs every term of the course whose rates these are, and closes the ledger.
  void run(Course& course);
  /// Lives through `terms` terms from no children at all, and through the 1 September on which the next term
  /// begins, if it does: for the mix of needs and severities, without disputes about plans and with reviews
  /// spread evenly over terms.
  void live_through(std::size_t terms);

  double support(std::size_t age, std::size_t kind) const;
  double support(std::size_t age, std::size_t kind, bool again) const;
  /// Requests of the last terms, 0 the last one; from SEN support, or direct.
  double requested(std::size_t back, bool direct, std::size_t age, std::size_t kind) const {
    return requested_[back][direct][age][kind];
  }
  double in_assessment(std::size_t age, std::size_t kind) const { return in_assessment_[age][kind]; }
  /// Refusals in dispute: 0 to assess, 1 to issue.
  double disputed(std::size_t refusal, std::size_t age, std::size_t kind) const {
    return disputes_[refusal][age][kind];
  }
  double plans(std::size_t age, std::size_t type, std::size_t kind) const;

 private:
  using Kinds = std::array<double, kinds>;

  void step();
  void decide_plan_disputes();
  void end_of_academic_year();
  void decide_at_gate();
  void start_packages();
  void support_and_requests();
  void identify();
  void decide_refusal_disputes();
  void assess();
  void leave_in_year();
  void place();
  void place_new();
  void count_places();
  void january();
  void sum_accounts();
  void fill_provisions(std::size_t type, double children);
  double children_in(std::size_t type) const;
  void hold_reviews();
  void transfer_in();
  void close_term();

  void ask(std::size_t age, std::size_t kind, double n, const Outlook& view, bool direct);
  void open_requests(std::size_t age, std::size_t kind, double n, const Outlook& view, std::size_t age_now);
  void refuse(std::size_t age, std::size_t kind, Dispute dispute, double n);
  void cease_after_appeal(std::size_t age, std::size_t severity, double n);
  void count_stops(std::size_t age, std::span<const double, severity_count> stops, double appeals);
  /// Adds children to a table of plans; those without a flag may appeal against the placement.
  void arrive(std::vector<Kinds>& to, std::size_t flag, std::size_t due, std::size_t age, std::size_t type,
              std::size_t kind, double n, bool can_appeal);
  /// Counts children who ask for a finite type and, without limits, are served.
  void count_served(std::size_t type, double n);
  void count_move(std::size_t from, std::size_t to, double n);
  void add(Metric m, By by, std::size_t category, double x) {
    if (record_ && x != 0) record_->add(m, by, category, t_, x);
  }
  void add_age(Metric m, std::size_t age, double x);

  /// Flag and terms until the review that children with a plan can have: in the past, without disputes
  /// about plans and with reviews spread evenly, two; then every one.
  struct Block {
    std::size_t flag, due;
  };
  std::span<const Block> blocks() const;
  std::span<Kinds> in_block(std::vector<Kinds>& table, Block b) const {
    return std::span(table).subspan(cell(b.flag, b.due, 0, 0), ages * types_);
  }

  std::size_t cell(std::size_t flag, std::size_t due, std::size_t age, std::size_t type) const {
    return ((flag * due_count + due) * ages + age) * types_ + type;
  }
  const sim::Term& term() const { return s_.clock[t_]; }
  // The past is for the mix of children, not for their reviews: no disputes about plans, and reviews spread
  // evenly over terms.
  double appeal_rate(Dispute d) const {
    const bool of_plan = d == Dispute::placement || d == Dispute::ceasing;
    return past_ && of_plan ? 0 : r_.v(s_.slot.appeal_rate, static_cast<std::size_t>(d));
  }
  std::size_t due_when_new() const { return past_ ? 0 : 2; }
  void spread_reviews();
  void start_packages(std::size_t kind);
  std::size_t year() const {
    return static_cast<std::size_t>(term().academic_year - s_.clock[0].academic_year);
  }
  const std::vector<sim::Term>& terms_ahead();
  /// Of the requests of this term; terms of one season and timeliness have the same.
  const Outlook& view();

  const Structure& s_;
  const Rates& r_;
  const Prepared& prepared_;
  Accounts<double>& accounts_;
  Recorder<double>* record_;
  ChoiceTable choice_;
  std::size_t types_, t_ = 0;
  bool past_ = false, first_term_ = true, books_open_ = false;

  std::vector<std::array<double, support_cells>>
      support_;  // 0: no package; then by kind, terms since it started
  /// Where a kind's children stand in support_: in its first term, and when its effect is over.
  struct Stretch {
    std::size_t first = 0, done = 0;
  };
  std::vector<Stretch> stretch_;
  std::vector<Kinds> plans_, fresh_,
      moved_;                     // [flag][due][age][type]; fresh_: issued this term, moved_: scratch
  double placement_appeals_ = 0;  ///< lodged in the term so far
  std::vector<double> held_;      // by type: places in use this term, those of leavers included
  std::vector<Kinds> left_;       // [age][type]: left in the year, still there on 1 September
  struct Pending {
    std::array<Kinds, ages> refused{}, not_issued{}, issued{}, issued_day{};
    double started = 0, in_20_weeks = 0, in_time_excl = 0, not_excepted = 0, over_a_year = 0;
  };
  std::array<Pending, horizon_terms> ahead_;
  struct Issued {
    std::array<Kinds, ages> number{}, days{};
  };
  Issued issued_;
  std::array<std::array<Kinds, ages>, 2> disputes_{};  // refusal to assess, to issue
  std::array<Kinds, ages> in_assessment_{};
  std::array<Kinds, ages> back_again_{}, joining_{};        // joins SEN support at the end of the term
  std::array<Kinds, ages> gate_disputed_{};                 // plans ended at a gate this term, in dispute
  using Requests = std::array<std::array<Kinds, ages>, 2>;  // from SEN support, direct
  std::array<Requests, warm_up_terms> requested_{};         // by terms back
  std::vector<sim::Term> ahead_terms_;
  struct View {
    int days = 0;  ///< of the term; 0: none yet
    double within_20_weeks = 0, within_a_year = 0, in_6_weeks = 0;
    Outlook outlook;
  };
  std::array<View, 3> views_;  ///< by season
};

}  // namespace models
