// The savings programme: how a line is written, and what of it arrives.
#include "models/saving.hpp"

#include <cmath>

#include "models/structure.hpp"

namespace models {

using sim::FieldKind;

sim::FamilySpec saving_family() {
  return {
      .name = "saving",
      .text = "A line of a savings programme: cash off the ledger, or realised by interventions.",
      .params =
          {{"amount",
            {"year"},
            "GBP",
            -1e12,
            1e12,
            0,
            "Planned saving by financial year; a year that is not named has the figure of the one before."},
           {"delivered",
            {},
            "share",
            0,
            2,
            1,
            "Share of a cash line that is delivered (assumption, held for the horizon)."},
           {"delay",
            {},
            "years",
            0,
            20,
            0,
            "Years by which a cash line arrives later than planned (assumption); parts of a year count "
            "in proportion."}},
      .fields =
          {{"title", FieldKind::text, false, "", {}, "Name for people."},
           {"workstream", FieldKind::text, false, "", {}, "Workstream of the plan that it belongs to."},
           {"how",
            FieldKind::text,
            false,
            "cash",
            {"cash", "simulated"},
            "Cash: pounds off a ledger line. Simulated: the interventions that it names save it, and the "
            "simulation says how much."},
           {"kind",
            FieldKind::text,
            false,
            "cash",
            {"cash", "block_transfer"},
            "What a cash line is: less spend, or (block_transfer) cost that other blocks of the grant take "
            "over."},
           {"interventions",
            FieldKind::text_list,
            false,
            "",
            {},
            "Interventions that realise the line; of a cash line those of the library that would, and must "
            "not "
            "be active."},
           {"line",
            FieldKind::text,
            false,
            "savings",
            {},
            "Ledger line that a cash line reduces (savings: a line of its own)."}},
      .from_folder = false};
}

double Saving::planned(Values v, int fy) const { return 100 * v(amount, year_index(fy)); }

double Saving::arriving(Values v, int fy, int first) const {
  const double late = v(delay), whole = std::floor(late), part = late - whole;
  const auto of = [&](int year) { return year < first ? 0.0 : planned(v, year); };
  const int year = fy - static_cast<int>(whole);
  const double due = part > 0 ? of(year) + part * (of(year - 1) - of(year)) : of(year);
  return due * v(delivered);
}

std::vector<Saving> read_savings(const sim::Config& c) {
  std::vector<Saving> all;
  for (const auto& id : c.members("saving")) {
    Saving s;
    s.id = id;
    s.simulated = c.text("saving", id, "how") == "simulated";
    s.amount = c.slot("saving", id, "amount");
    s.delivered = c.slot("saving", id, "delivered");
    s.delay = c.slot("saving", id, "delay");
    all.push_back(s);
  }
  return all;
}

}  // namespace models
