// Which authority is meant by a name or a number, and what became of those that ended.

#include "app/import/authorities.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/import/byte_source.hpp"
#include "app/import/csv_stream.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

const KnownAuthority* Authorities::by_number(std::string_view number) const {
  const auto at =
      std::find_if(known_.begin(), known_.end(), [&](const KnownAuthority& a) { return a.number == number; });
  return at == known_.end() ? nullptr : &*at;
}

const KnownAuthority* Authorities::find(std::string_view wanted) const {
  if (wanted.empty()) return nullptr;
  const std::string plain = plain_name(wanted);
  const auto is = [&](const KnownAuthority& a) {
    return a.number == wanted || plain_name(a.code) == plain || plain_name(a.name) == plain ||
           std::any_of(a.former.begin(), a.former.end(),
                       [&](const std::string& code) { return plain_name(code) == plain; });
  };
  // A name that went on under another number (Dorset) is the one that there is still.
  const KnownAuthority* found = nullptr;
  for (const auto& authority : known_)
    if (is(authority) && (!found || authority.until.empty())) found = &authority;
  return found;
}

std::string Authorities::end_of(const KnownAuthority& authority) const {
  if (authority.until.empty()) return "";
  std::string heirs;
  for (std::size_t i = 0; i < authority.successors.size(); ++i) {
    const auto* heir = by_number(authority.successors[i]);
    heirs += i == 0 ? "" : i + 1 == authority.successors.size() ? " and " : ", ";
    heirs += heir ? fmt::format("{} ({})", heir->name, heir->number) : authority.successors[i];
  }
  return fmt::format("{} ended on {}; since then {} ({})", authority.name, authority.until, heirs,
                     authority.source);
}

Authorities read_authorities(const std::filesystem::path& configs) {
  std::vector<KnownAuthority> known;
  for_each_csv(configs / "national" / "authorities.csv", [&](const std::string&, const std::string& shown,
                                                             ByteSource& bytes) {
    CsvStream csv(bytes, shown);
    const auto column = [&](const char* name) {
      const auto at = csv.column(name);
      if (at == CsvStream::absent) throw UserError(fmt::format("{}:1: column '{}' is missing", shown, name));
      return at;
    };
    const auto number = column("number"), code = column("code"), former = column("former_codes"),
               name = column("name"), until = column("until"), heirs = column("successors"),
               source = column("source");
    while (const StreamedRow* row = csv.next())
      known.push_back({row->cells[number], row->cells[code], words(row->cells[former]), row->cells[name],
                       row->cells[until], words(row->cells[heirs]), row->cells[source]});
  });
  return Authorities(std::move(known));
}

}  // namespace app
