#pragma once
// Who is let in: decided from the head of a request alone, before anything of its body is read.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace app::http {

/// Of a request: what the gate looks at. Empty or absent where the header is.
struct Knock {
  std::string method, path;
  std::vector<std::string> hosts;  ///< every Host header
  std::string origin, fetch_site, content_type, content_encoding, transfer_encoding, content_length;
};

enum class Access {
  anyone,  ///< files of the page itself: they hold nothing of the user's
  page,    ///< the page: gives a browser its session
  session  ///< everything else
};

/// By path, the methods that it takes ("GET", "POST").
using Doors = std::map<std::string, std::map<std::string, Access>>;

struct GateRules {
  std::vector<std::string> hosts;   ///< "127.0.0.1:8080": the names under which the server may be called
  std::uint64_t most_body = 65536;  ///< bytes
};

struct Refusal {
  int status = 400;
  std::string why;
};

/// A name and port as it is compared: in small letters, without the dot that may end a name.
std::string plain_host(std::string_view host);

/// The names under which a server at an address and port may be called: its address (and "localhost", where
/// only this machine reaches it) with the port, which browsers leave out where it is 80; names of its own
/// with it and without.
std::vector<std::string> own_hosts(const std::string& address, int port,
                                   const std::vector<std::string>& names);

/// True for an address that only this machine reaches.
bool is_loopback(const std::string& address);

/// Why a request is not let in, with the status that says so; nothing if it is.
///
/// Host: a name that is not ours comes from DNS rebinding (421). POST: only from our own pages, by Origin
/// and Sec-Fetch-Site (403), as JSON and not compressed (415), of a stated (411) and small (413) length. What
/// another site asks for is refused whatever the method (403).
std::optional<Refusal> refusal(const GateRules& rules, const Doors& doors, const Knock& knock);

}  // namespace app::http
