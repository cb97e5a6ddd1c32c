#pragma once
// What a handler of the workbench is asked and what it answers: no socket, no header.

#include <string>

namespace app::http {

/// A request that was let in.
struct Call {
  std::string method, path, body;
  std::string session;     ///< of the browser; empty where none is needed
  bool authorised = true;  ///< false until the token was given, where one is asked for
};

struct Reply {
  int status = 200;
  std::string type = "application/json; charset=utf-8", body = {};
  std::string download = {};  ///< name under which a browser saves it; empty: it shows it
  std::string tag = {};  ///< of a body that stays the same, for browsers to keep: it changes with the body
};

/// A refusal or an error as the page reads it: {"error": "..."}.
Reply problem(int status, const std::string& why);

}  // namespace app::http
