// What a shell completes on the Tab key.

#include "app/shell/completion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace app {
namespace {

/// "export open-data" of "sendcast export open-data"; empty of the program itself.
std::string path_of(const CommandEntry& c) {
  const auto space = c.name.find(' ');
  return space == std::string::npos ? "" : c.name.substr(space + 1);
}

/// The commands directly below a path.
std::vector<const CommandEntry*> below(const std::vector<CommandEntry>& commands, const std::string& path) {
  std::vector<const CommandEntry*> out;
  for (const auto& c : commands) {
    const auto own = path_of(c);
    if (own.empty() || (!path.empty() && !own.starts_with(path + " "))) continue;
    if (own.find(' ', path.empty() ? 0 : path.size() + 1) == std::string::npos) out.push_back(&c);
  }
  return out;
}

std::string last_word(const CommandEntry& c) { return c.name.substr(c.name.rfind(' ') + 1); }

std::vector<std::string> all_names(const CommandEntry& c) {
  std::vector<std::string> out;
  for (const auto& o : c.options) out.insert(out.end(), o.names.begin(), o.names.end());
  return out;
}

/// The words that the first positional of a command is one of.
std::vector<std::string_view> first_choices(const CommandEntry& c) {
  if (c.options.empty() || c.options.front().positional.empty()) return {};
  return choices_of(c, c.options.front());
}

/// Within single quotes of a shell.
std::string single_quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

/// The first sentence, for a line beside an option.
std::string brief(const std::string& text) { return text.substr(0, text.find_first_of(";(\n")); }

/// In zsh, [ ] and : have a meaning within a description.
std::string zsh_text(const std::string& text) {
  std::string out;
  for (const char c : brief(text)) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string identifier(std::string path) {
  std::replace_if(
      path.begin(), path.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
  return path.empty() ? "_sendcast" : "_sendcast_" + path;
}

}  // namespace

std::string bash_completion(const std::vector<CommandEntry>& commands) {
  std::string cases, values;
  for (const auto& c : commands) {
    std::vector<std::string> words = all_names(c);
    for (const auto* sub : below(commands, path_of(c))) words.push_back(last_word(*sub));
    cases += fmt::format("    {}) words='{}' ;;\n", single_quoted(path_of(c)), fmt::join(words, " "));
    // Directly behind a command whose first word is one of a few: those, and no files.
    if (const auto first = first_choices(c); !first.empty())
      values +=
          fmt::format("    {}) files=no words='{} {}' ;;\n", single_quoted(path_of(c) + "|" + last_word(c)),
                      fmt::join(first, " "), fmt::join(all_names(c), " "));
    for (const auto& o : c.options)
      if (!o.value.empty())
        for (const auto& name : o.names)
          values += fmt::format("    {}) files={} words='{}' ;;\n", single_quoted(path_of(c) + "|" + name),
                                takes_path(o) ? "yes" : "no", fmt::join(choices_of(c, o), " "));
  }
  return fmt::format(
      R"(# Completion of sendcast for bash, written by `sendcast completion bash`.
_sendcast() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} path= words= files=yes i
  for (( i = 1; i < COMP_CWORD; i++ )); do
    case "$path${{path:+ }}${{COMP_WORDS[i]}}" in
{}    esac
  done
  case $path in
{}  esac
  case "$path|$before" in
{}  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  if [[ $files == yes && $word != -* && -n $path ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY+=($(compgen -f -- "$word"))
  fi
}}
complete -F _sendcast sendcast ./sendcast
)",
      [&] {
        std::string out;
        for (const auto& c : commands)
          if (!path_of(c).empty()) out += fmt::format("      {0}) path={0} ;;\n", single_quoted(path_of(c)));
        return out;
      }(),
      cases, values);
}

std::string zsh_completion(const std::vector<CommandEntry>& commands) {
  std::string out =
      "#compdef sendcast\n# Completion of sendcast for zsh, written by `sendcast completion zsh`.\n";
  for (const auto& c : commands) {
    const auto subs = below(commands, path_of(c));
    out += fmt::format("\n{}() {{\n", identifier(path_of(c)));
    if (!subs.empty()) out += "  local state line\n";
    out += fmt::format("  _arguments {}-S", subs.empty() ? "" : "-C ");
    std::size_t place = 0;
    for (const auto& o : c.options) {
      const auto choices = choices_of(c, o);
      const auto action = !choices.empty() ? fmt::format("({})", fmt::join(choices, " "))
                          : takes_path(o)  ? std::string("_files")
                                           : std::string(" ");
      if (!o.positional.empty()) {
        out += " \\\n    " +
               single_quoted(fmt::format("{}:{}:{}", o.repeated ? "*" : std::to_string(++place),
                                         zsh_text(o.positional), choices.empty() ? "_files" : action));
        continue;
      }
      for (const auto& name : o.names)
        out += " \\\n    " + single_quoted(fmt::format(
                                 "{}{}[{}]{}", o.repeated ? "*" : "", name, zsh_text(o.text),
                                 o.value.empty() ? "" : fmt::format(":{}:{}", zsh_text(o.value), action)));
    }
    if (!subs.empty()) out += " \\\n    '1:command:->command' '*::argument:->argument'";
    out += "\n";
    if (!subs.empty()) {
      out += "  case $state in\n  command)\n    local -a commands\n    commands=(\n";
      for (const auto* sub : subs)
        out += "      " + single_quoted(last_word(*sub) + ":" + zsh_text(sub->text)) + "\n";
      out += "    )\n    _describe command commands ;;\n  argument)\n    case $line[1] in\n";
      for (const auto* sub : subs)
        out += fmt::format("    {}) {} ;;\n", last_word(*sub), identifier(path_of(*sub)));
      out += "    esac ;;\n  esac\n";
    }
    out += "}\n";
  }
  // Read by compinit from a folder of functions, or by `source`.
  return out +
         "\nif [[ $funcstack[1] == _sendcast ]]; then\n  _sendcast \"$@\"\nelse\n  compdef _sendcast "
         "sendcast\nfi\n";
}

std::string fish_completion(const std::vector<CommandEntry>& commands) {
  std::string out = "# Completion of sendcast for fish, written by `sendcast completion fish`.\n";
  for (const auto& c : commands) {
    const auto path = path_of(c);
    std::string when = "__fish_use_subcommand";
    if (!path.empty()) {
      when.clear();
      for (std::size_t from = 0; from < path.size();) {
        const auto to = std::min(path.find(' ', from), path.size());
        when +=
            (when.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + path.substr(from, to - from));
        from = to + 1;
      }
    }
    for (const auto* sub : below(commands, path))
      out += fmt::format("complete -c sendcast -n {} {}-a {} -d {}\n", single_quoted(when),
                         path.empty() ? "-f " : "", last_word(*sub), single_quoted(brief(sub->text)));
    if (const auto first = first_choices(c); !first.empty())
      out += fmt::format("complete -c sendcast -n {} -f -a {}\n", single_quoted(when),
                         single_quoted(fmt::format("{}", fmt::join(first, " "))));
    for (const auto& o : c.options) {
      if (o.names.empty()) continue;
      out += fmt::format("complete -c sendcast -n {}", single_quoted(when));
      for (const auto& name : o.names)
        out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      const auto choices = choices_of(c, o);
      if (!o.value.empty()) out += takes_path(o) ? " -r -F" : " -x";
      if (!choices.empty()) out += " -a " + single_quoted(fmt::format("{}", fmt::join(choices, " ")));
      out += " -d " + single_quoted(brief(o.text)) + "\n";
    }
  }
  return out;
}

}  // namespace app
