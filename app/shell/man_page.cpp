// The manual page.

#include "app/shell/man_page.hpp"

#include <fmt/format.h>

namespace app {
namespace {

/// Text that roff prints as it is: no requests, no escapes, minus signs that can be copied.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if (c == '\n')
      out += ' ';
    else
      out += c;
  }
  if (!out.empty() && (out.front() == '.' || out.front() == '\'')) out.insert(0, "\\&");
  return out;
}

std::string bold(const std::string& text) { return "\\fB" + plain(text) + "\\fR"; }
std::string slanted(const std::string& text) { return "\\fI" + plain(text) + "\\fR"; }

std::string synopsis(const CommandEntry& c) {
  std::string out = bold(c.name);
  bool options = false;
  for (const auto& o : c.options) {
    if (o.positional.empty()) {
      options = true;
      continue;
    }
    const std::string word = slanted(o.positional) + (o.repeated ? " ..." : "");
    out += o.required ? " " + word : " [" + word + "]";
  }
  return out + (options ? " [options]" : "") + "\n";
}

std::string option_lines(const CommandEntry& c) {
  std::string out;
  for (const auto& o : c.options) {
    std::string head = o.positional.empty() ? "" : slanted(o.positional);
    for (const auto& name : o.names) head += (head.empty() ? "" : ", ") + bold(name);
    if (!o.value.empty()) head += " " + slanted(o.value);
    out += fmt::format(".TP\n{}\n{}\n", head, plain(o.text));
  }
  return out;
}

constexpr const char* end = R"(.SH EXIT STATUS
.TP
0
Done.
.TP
1
Done, and a check in what was written has failed (report \-\-assurance).
.TP
2
The input is at fault; the message says what to change.
.TP
3
A fault of sendcast.
.TP
130
Interrupted; nothing half\-written is left.
.SH ENVIRONMENT
.TP
\fBNO_COLOR\fR
No colours where it is set.
.TP
\fBSENDCAST_SIMD\fR
scalar, avx2 or avx512: the widest instructions that are used. Results do not depend on it.
.TP
\fBSENDCAST_TOKEN\fR
The token of \fBsendcast serve\fR, out of sight of other users.
.SH FILES
.TP
\fIconfigs/\fR
Areas, placement types, interventions, risks and scenarios: TOML, one file each.
.TP
\fIout/\fR
Where results go unless \fB\-o\fR says otherwise.
)";

}  // namespace

std::string man_page(const std::vector<CommandEntry>& commands, const std::string& version) {
  const CommandEntry& program = commands.front();
  std::string out = fmt::format(
      ".\\\" Written by `sendcast man`.\n.TH SENDCAST 1 \"\" \"sendcast {}\" \"User Commands\"\n.SH NAME\n"
      "{} \\- {}\n.SH SYNOPSIS\n",
      plain(version), plain(program.name), plain(program.text));
  for (std::size_t i = 1; i < commands.size(); ++i) out += synopsis(commands[i]) + ".br\n";
  out +=
      ".SH DESCRIPTION\n"
      "sendcast simulates the children of a local authority moving through the system for special\n"
      "educational needs and disabilities, thousands of times, and answers with distributions instead of\n"
      "single numbers.\n.SH OPTIONS\n" +
      option_lines(program) + ".SH COMMANDS\n";
  for (std::size_t i = 1; i < commands.size(); ++i)
    out += fmt::format(".SS \"{}\"\n{}\n", plain(commands[i].name.substr(program.name.size() + 1)),
                       plain(commands[i].text)) +
           option_lines(commands[i]);
  return out + end;
}

}  // namespace app
