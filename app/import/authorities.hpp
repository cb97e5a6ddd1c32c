#pragma once
// Which authority is meant by a name or a number, and what became of those that ended.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace app {

struct KnownAuthority {
  std::string number;               ///< of the DfE
  std::string code;                 ///< of the ONS, the latest
  std::vector<std::string> former;  ///< codes of the ONS before
  std::string name;
  std::string until;                    ///< last day, "31 March 2021"; empty: there is one still
  std::vector<std::string> successors;  ///< numbers
  std::string source;                   ///< of the end: the Order
};

class Authorities {
 public:
  Authorities() = default;
  explicit Authorities(std::vector<KnownAuthority> known) : known_(std::move(known)) {}
  /// By number, code (also a former one) or name (letter case and punctuation aside); null for none.
  const KnownAuthority* find(std::string_view wanted) const;
  const KnownAuthority* by_number(std::string_view number) const;
  const std::vector<KnownAuthority>& all() const { return known_; }
  /// "Northamptonshire ended on 31 March 2021; since then North Northamptonshire (940) and ... (941): SI
  /// 2020/156"; empty for one that has not ended.
  std::string end_of(const KnownAuthority& authority) const;

 private:
  std::vector<KnownAuthority> known_;
};

/// `configs/national/authorities.csv`: number, code, former_codes, name, until, successors, source. Throws
/// UserError.
Authorities read_authorities(const std::filesystem::path& configs);

}  // namespace app
