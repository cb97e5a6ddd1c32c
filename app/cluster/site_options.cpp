// What `sendcast cluster` was told of the site, checked as its scheduler would.

#include <fmt/format.h>

#include <algorithm>

#include "app/cluster/cluster_options.hpp"
#include "app/number_words.hpp"
#include "sim/faults.hpp"

namespace app {
namespace {

constexpr std::string_view digits = "0123456789";

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of(digits) == std::string_view::npos;
}

/// Minutes, M:S, H:M:S, D-H, D-H:M or D-H:M:S.
bool is_slurm_time(std::string_view text) {
  const auto dash = text.find('-');
  const bool days = dash != std::string_view::npos;
  if (days && !is_number(text.substr(0, dash))) return false;
  std::string_view rest = days ? text.substr(dash + 1) : text;
  for (int part = 1;; ++part) {
    const auto colon = rest.find(':');
    if (!is_number(rest.substr(0, colon)) || part > 3) return false;
    if (colon == std::string_view::npos) return true;
    rest.remove_prefix(colon + 1);
  }
}

/// A whole number and one of the endings, or none.
bool is_size(std::string_view text, std::initializer_list<std::string_view> endings) {
  const auto end = std::min(text.find_first_not_of(digits), text.size());
  const auto ending = text.substr(end);
  return is_number(text.substr(0, end)) &&
         text.substr(0, end).find_first_not_of('0') != std::string_view::npos &&
         (ending.empty() || std::find(endings.begin(), endings.end(), ending) != endings.end());
}

/// Lower-case letters, digits and '-', beginning and ending with a letter or digit; parts joined by '.'.
bool is_dns_name(std::string_view text, std::size_t most, bool dots) {
  if (text.empty() || text.size() > most) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool inner = i > 0 && i + 1 < text.size();
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!plain && !(inner && (c == '-' || (dots && c == '.')))) return false;
    if (c == '.' && (text[i - 1] == '.' || text[i - 1] == '-' || text[i + 1] == '-')) return false;
  }
  return true;
}

/// One word of a scheduler: nothing that it would divide.
void check_word(const std::string& option, const std::string& word, WordFaults& faults) {
  faults.printable(option, word);
  if (word.find(' ') != std::string::npos || word.starts_with('-'))
    faults.add(fmt::format("{} {}: write one word", option, sim::quote(word)));
}

void optional_count(const char* option, const std::string& text, std::uint32_t& value, WordFaults& faults) {
  if (!text.empty())
    faults.check([&] { value = static_cast<std::uint32_t>(whole_number(option, text, 1, 1'000'000)); });
}

/// "qos=long" or "--qos=long", and none of those that make the jobs what they are.
std::string sbatch_option(const std::string& text, WordFaults& faults) {
  const auto fault = [&](const std::string& why) {
    faults.add(fmt::format("--sbatch-option {}: {}", sim::quote(text), why));
    return text;
  };
  faults.printable("--sbatch-option", text);
  auto option = text.starts_with("--") ? text : "--" + text;
  const auto name = option.substr(2, option.find('=') - 2);
  if (text.empty() || name.empty() ||
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") != std::string::npos || name[0] == '-')
    return fault("write NAME=VALUE or NAME with a long name of sbatch, such as qos=long");
  for (const auto* own : {"array", "dependency", "parsable", "wrap", "kill-on-invalid-dep"})
    if (name == own) return fault("is set by sendcast");
  for (const auto* own : {"partition", "account", "time", "mem"})
    if (name == own) return fault(fmt::format("is an option of its own: --{}", own));
  if (name == "cpus-per-task") return fault("is an option of its own: --cpus");
  if (name == "job-name") return fault("is an option of its own: --name");
  return option;
}

/// What Kubernetes takes for a name of what people named.
std::string dns_name(const std::string& name) {
  std::string out;
  for (const char c : name) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    out += lower == '.' || lower == '_' ? '-' : lower;
  }
  const auto first = out.find_first_not_of('-');
  return first == std::string::npos ? "sendcast" : out.substr(first, out.find_last_not_of('-') - first + 1);
}

}  // namespace

SlurmSite slurm_site(const SlurmWords& w, WordFaults& faults) {
  SlurmSite site{w.partition, w.account, w.time, w.mem, 0, {}};
  check_word("--partition", w.partition, faults);
  check_word("--account", w.account, faults);
  if (!w.time.empty() && !is_slurm_time(w.time))
    faults.add(fmt::format("--time {}: write minutes, H:MM:SS or D-HH:MM:SS", sim::quote(w.time)));
  if (!w.mem.empty() && w.mem != "0" && !is_size(w.mem, {"K", "M", "G", "T"}))  // 0: all of a node
    faults.add(fmt::format("--mem {}: write a whole number of K, M, G or T, such as 2G", sim::quote(w.mem)));
  optional_count("--array-limit", w.array_limit, site.array_limit, faults);
  for (const auto& option : w.options) site.options.push_back(sbatch_option(option, faults));
  return site;
}

KubernetesSite kubernetes_site(const KubernetesWords& w, ShardPlan& plan, WordFaults& faults) {
  KubernetesSite site{w.image, w.claim, w.mount, w.space, w.mem, 0};
  check_word("--image", w.image, faults);
  if (w.image.empty()) faults.add("--image: name a container image with sendcast in it");
  if (!is_dns_name(w.claim, 253, true))
    faults.add(
        fmt::format("--claim {}: name a persistent volume claim (lower-case letters, digits, '-', '.')",
                    sim::quote(w.claim)));
  if (!w.space.empty() && !is_dns_name(w.space, 63, false))
    faults.add(fmt::format("--namespace {}: use lower-case letters, digits and '-'", sim::quote(w.space)));
  faults.printable("--mount", w.mount);
  if (!w.mount.starts_with('/') || w.mount.find(':') != std::string::npos)
    faults.add(fmt::format("--mount {}: write an absolute path without ':'", sim::quote(w.mount)));
  if (!w.mem.empty() && !is_size(w.mem, {"Ki", "Mi", "Gi", "Ti", "k", "M", "G", "T"}))
    faults.add(fmt::format("--mem {}: write a whole number of Mi or Gi, such as 2Gi", sim::quote(w.mem)));
  optional_count("--parallelism", w.parallelism, site.parallelism, faults);
  if (!w.name.empty() && !is_dns_name(w.name, 63, false))
    faults.add(
        fmt::format("--name {}: Kubernetes takes lower-case letters, digits and '-'", sim::quote(w.name)));
  plan.name = dns_name(plan.name);
  plan.folder = shell_word(w.mount);
  if (w.program.empty()) plan.program = "/usr/local/bin/sendcast";
  return site;
}

ParallelSite parallel_site(const ParallelWords& w, WordFaults& faults) {
  ParallelSite site{w.jobs, w.sshlogin};
  const bool share = w.jobs.ends_with('%');
  if (!w.jobs.empty())
    faults.check([&] {
      (void)whole_number("--jobs", share ? w.jobs.substr(0, w.jobs.size() - 1) : w.jobs, 1, 1'000'000);
    });
  faults.printable("--sshlogin", w.sshlogin);
  if (w.sshlogin.starts_with('-')) faults.add("--sshlogin: write machines, such as 8/node1,8/node2");
  return site;
}

}  // namespace app
