#include "models/places.hpp"

namespace models {

namespace {

int first_with_room(const World& w, TypeIndex type, std::size_t age, std::size_t need, bool tolerance) {
  for (std::size_t p = 0; p < w.s.provisions.size(); ++p) {
    const auto& places = w.r.places[p][w.year()];
    if (w.s.provisions[p].type == type &&
        w.st.occupied[p] + w.st.lent[p] < (tolerance ? places.limit : places.residents) &&
        admits(w, p, age, need))
      return static_cast<int>(p);
  }
  return -1;
}

}  // namespace

int room_within(const World& w, TypeIndex type, std::size_t age, std::size_t need) {
  return first_with_room(w, type, age, need, false);
}

int room(const World& w, TypeIndex type, std::size_t age, std::size_t need) {
  const int within = first_with_room(w, type, age, need, false);
  return within >= 0 ? within : first_with_room(w, type, age, need, true);
}

int over_number_place(const World& w, TypeIndex type, std::size_t age, std::size_t need) {
  if (const int free = room(w, type, age, need); free >= 0) return free;
  int any = -1;
  for (std::size_t p = 0; p < w.s.provisions.size(); ++p) {
    if (w.s.provisions[p].type != type) continue;
    if (admits(w, p, age, need)) return static_cast<int>(p);
    any = static_cast<int>(p);
  }
  return any;
}

void take_any_place(World& w, PlanChild& c) {
  if (!w.s.types[c.type].finite) return;
  c.provision = static_cast<std::int16_t>(over_number_place(w, c.type, c.age, c.need));
  if (c.provision >= 0) ++w.st.occupied[static_cast<std::size_t>(c.provision)];
}

}  // namespace models
