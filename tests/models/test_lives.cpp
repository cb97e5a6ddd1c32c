#include "tests/catch.hpp"
#include "tests/models/lives.hpp"
using namespace model_test;
namespace {
Changes act(const std::string& start, const std::string& parameter,
                     const std::string& how, const std::string& by, const Changes& more = {}) {
  const std::string prefix = "intervention.lever.";
  Changes changes{{prefix + "title", "\"A test\""},
                  {prefix + "source", "\"none\""},
                  {prefix + "reliability", "\"red\""},
                  {prefix + "start", "\"" + start + "\""},
                  {prefix + "act.a.parameter", "\"" + parameter + "\""},
                  {prefix + "act.a.how", "\"" + how + "\""},
                  {prefix + "act.a.by", by}};
  for (const auto& m : more) changes.push_back({prefix + m.name, m.value});
  return changes;
}
}
TEST_CASE("probe lives") {
  struct L { const char* p; const char* how; const char* by; };
  for (const auto& l : std::initializer_list<L>{{"request.rate_support","scale","0.9"},{"support.exit_rate","scale","1.1"},{"cease.rate","scale","1.3"},{"placement.state_special.first","scale","1.3"},{"placement.inmss_day.unit_cost","scale","0.8"},{"transfer.out_rate","scale","1.5"},{"assessment.assess","scale","0.9"},{"review.on_time","scale","0.5"},{"identification.rate","scale","0.9"}}) {
    const auto a = Subject::without_limits(kingston, {{"years", "5"}});
    const auto b = Subject::without_limits(kingston, Changes{{"years","5"}} + act("2019-spring", l.p, l.how, l.by));
    std::map<std::string, int> n;
    for (std::uint32_t r = 0; r < 3; ++r) {
      const auto la = lives(a, r), lb = lives(b, r);
      for (const auto& p : partings(la, lb))
        ++n[std::string(p.before ? std::to_string(int(p.before->where)) : "none") + " entry " + std::to_string(int(p.entry())) + (p.a ? " a" + std::to_string(int(p.a->where)) : " -") + (p.b ? " b" + std::to_string(int(p.b->where)) : " -")];
    }
    std::string text = l.p;
    for (auto& [k, v] : n) text += "\n   " + k + ": " + std::to_string(v);
    WARN(text);
  }
}
