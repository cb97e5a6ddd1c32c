// Kubernetes: an Indexed Job of the shards, and a suspended Job that merges them.

#include "app/cluster/kubernetes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/cluster/shard_commands.hpp"
#include "app/cluster/yaml_text.hpp"

namespace app {
namespace {

constexpr std::uint32_t failures_a_shard = 2;  // as many as a crashed machine or two cost; exit 2 costs none

/// Kubernetes replaces $(NAME) in arguments, and $$ by $, before a shell sees them.
std::string for_arguments(const std::string& script) {
  std::string out;
  for (const char c : script) out += c == '$' ? "$$" : std::string(1, c);
  return out;
}

std::string head(const ShardPlan& p, const KubernetesSite& site, const char* part) {
  std::string out = fmt::format("apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: {}-{}\n", p.name, part);
  if (!site.space.empty()) out += fmt::format("  namespace: {}\n", yaml_text(site.space));
  return out + fmt::format(
                   "  labels:\n"
                   "    app.kubernetes.io/name: sendcast\n"
                   "    app.kubernetes.io/instance: {}\n"
                   "spec:\n",
                   yaml_text(p.name));
}

std::string resources(std::uint32_t cpus, const std::string& mem) {
  std::string out = fmt::format("          resources:\n            requests:\n              cpu: {}\n", cpus);
  if (mem.empty()) return out;
  return out + fmt::format(
                   "              memory: {0}\n"
                   "            limits:\n"
                   "              memory: {0}\n",
                   yaml_text(mem));
}

/// Faults of the input end the job at once; a lost node is no fault of the shard.
std::string failure_policy(const char* container) {
  return fmt::format(
      "  podFailurePolicy:\n"
      "    rules:\n"
      "      - action: FailJob  # exit 2: the input is at fault, and would be again\n"
      "        onExitCodes:\n"
      "          containerName: {}\n"
      "          operator: In\n"
      "          values: [2]\n"
      "      - action: Ignore  # a drained or lost node\n"
      "        onPodConditions:\n"
      "          - type: DisruptionTarget\n"
      "            status: \"True\"\n",
      container);
}

std::string pod(const ShardPlan& p, const KubernetesSite& site, const char* container,
                const std::string& script) {
  return fmt::format(
             "  template:\n"
             "    metadata:\n"
             "      labels:\n"
             "        app.kubernetes.io/name: sendcast\n"
             "        app.kubernetes.io/instance: {}\n"
             "    spec:\n"
             "      restartPolicy: Never\n"
             "      containers:\n"
             "        - name: {}\n"
             "          image: {}\n"
             "          command: [\"/bin/sh\", \"-c\"]\n"
             "          args:\n"
             "            - |\n"
             "{}",
             yaml_text(p.name), container, yaml_text(site.image), yaml_block(for_arguments(script), 14)) +
         resources(p.cpus, site.mem) +
         fmt::format(
             "          volumeMounts:\n"
             "            - name: work\n"
             "              mountPath: {}\n"
             "      volumes:\n"
             "        - name: work\n"
             "          persistentVolumeClaim:\n"
             "            claimName: {}\n",
             yaml_text(site.mount), yaml_text(site.claim));
}

}  // namespace

std::string kubernetes_text(const ShardPlan& p, const KubernetesSite& site) {
  const auto at_once = site.parallelism > 0 ? std::min(site.parallelism, p.shards) : p.shards;
  const auto space = site.space.empty() ? "" : " -n " + site.space;
  const auto shard = shard_script(p, "\"$((${JOB_COMPLETION_INDEX} + 1))\"");
  return fmt::format(
             "# {}\n"
             "# Needs Kubernetes 1.26. With this in jobs.yaml:\n"
             "#   kubectl{} apply -f jobs.yaml\n"
             "#   kubectl{} wait --for=condition=complete --timeout=-1s job/{}-shards\n"
             "#   kubectl{} patch job/{}-merge -p '{{\"spec\":{{\"suspend\":false}}}}'\n"
             "# In the scripts $$ stands for $: Kubernetes makes one of two.\n",
             plan_words(p), space, space, p.name, space, p.name) +
         head(p, site, "shards") +
         fmt::format("  completionMode: Indexed\n  completions: {}\n  parallelism: {}\n  backoffLimit: {}\n",
                     p.shards, at_once, failures_a_shard * p.shards) +
         failure_policy("shard") + pod(p, site, "shard", shard) + "---\n" + head(p, site, "merge") +
         fmt::format("  suspend: true\n  backoffLimit: {}\n", failures_a_shard) + failure_policy("merge") +
         pod(p, site, "merge", merge_script(p));
}

}  // namespace app
