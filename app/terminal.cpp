// What the terminal can show: its width, and whether colours are wanted.

#include "app/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "sim/text_file.hpp"

namespace app {

bool is_terminal(Stream stream) {
  return ::isatty(stream == Stream::out ? STDOUT_FILENO : STDERR_FILENO) == 1;
}

bool can_redraw(Stream stream) {
  const char* kind = std::getenv("TERM");
  const std::string_view known = kind == nullptr ? "" : kind;
  return is_terminal(stream) && !known.empty() && known != "dumb";
}

bool wants_colour(Stream stream) {
  const char* off = std::getenv("NO_COLOR");
  return can_redraw(stream) && (off == nullptr || *off == '\0');
}

unsigned terminal_width() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return page_width;
  return std::clamp<unsigned>(size.ws_col, 40, 120);
}

std::string Style::wrap(std::string_view code, std::string_view text) const {
  if (!colour_) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string folded(std::string_view text, std::string_view first, std::string_view rest, std::size_t width) {
  std::string out(first), word;
  std::size_t used = display_width(first);
  bool fresh = true;  // nothing but the indent on this line
  const auto flush = [&] {
    if (word.empty()) return;
    const std::size_t length = display_width(word);
    if (!fresh && used + 1 + length > width) {
      out += '\n';
      out += rest;
      used = display_width(rest);
      fresh = true;
    }
    if (!fresh) {
      out += ' ';
      ++used;
    }
    out += word;
    used += length;
    fresh = false;
    word.clear();
  };
  for (const char c : text) {
    if (c == ' ' || c == '\n')
      flush();
    else
      word += c;
  }
  flush();
  return out += '\n';
}

std::string folded_fault(std::string_view text) {
  constexpr std::string_view sender = "sendcast: ";
  std::string out, first(sender), rest = "  ";
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    out += folded(text.substr(at, end - at), first, rest);
    at = end + 1;
    if (at > text.size()) break;
    first = std::string(text.substr(at, text.find_first_not_of(' ', at) - at));
    rest = first + "  ";
  }
  out.pop_back();
  return out.substr(sender.size());
}

void print(std::string_view text) {
  const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!whole || std::fflush(stdout) != 0)
    throw sim::OutputError(std::string("standard output cannot be written: ") + std::strerror(errno));
}

void print_error(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace app
