// What `sendcast report` was asked to do.

#include "app/report/report_options.hpp"

#include <fmt/format.h>

#include "app/run/run_options.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"

namespace app {

namespace fs = std::filesystem;

ReportOptions report_options(const ReportWords& words) {
  ReportOptions o;
  if (words.run.empty()) throw UserError("RUN '': names no folder");
  o.folder = words.run;
  o.compare = words.compare;
  o.assurance = words.assurance;
  o.quiet = words.quiet;
  o.json = words.json;
  if (!words.outturns.empty()) o.outturns = words.outturns;
  const std::string name = o.assurance ? "assurance.html" : "report.html";
  o.out = words.out ? fs::path(*words.out) : o.folder / name;
  std::error_code none;
  o.in_folder =
      !words.out || fs::equivalent(o.out.has_parent_path() ? o.out.parent_path() : ".", o.folder, none);
  if (words.out && (words.out->empty() || !o.out.has_filename()))
    throw UserError(fmt::format("-o '{}': names no file; write for example -o {}", *words.out, name));
  if (o.out.extension() != ".html")
    throw UserError(
        fmt::format("-o {}: the name of a page ends with .html, for example -o {}", o.out.string(), name));
  if (!words.out && fs::is_directory(o.out, none))
    throw UserError(folded_fault(
        fmt::format("{}: is a folder, where the page is put; move it away, or name another file with -o",
                    o.out.string())));
  if (fs::is_directory(o.out, none))
    throw UserError(fmt::format("-o {}: is a folder; name a file, for example -o {}", o.out.string(),
                                (o.out / name).string()));
  return o;
}

std::string report_command(const ReportWords& words) {
  std::string text = "sendcast report " + shell_word(words.run);
  for (const auto& c : words.compare) text += " --compare " + shell_word(c);
  if (!words.outturns.empty()) text += " --outturns " + shell_word(words.outturns);
  if (words.assurance) text += " --assurance";
  if (words.out) text += " -o " + shell_word(*words.out);
  return text;
}

}  // namespace app
