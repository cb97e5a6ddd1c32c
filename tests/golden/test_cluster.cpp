// What schedulers are given, as it looks: a made-up plan, so that only a change of the scripts changes the
// golden files. SENDCAST_UPDATE_GOLDEN=1 rewrites them.

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "app/cluster/gnu_parallel.hpp"
#include "app/cluster/kubernetes.hpp"
#include "app/cluster/slurm.hpp"
#include "tests/catch.hpp"

namespace {

app::ShardPlan anytown() {
  app::ShardPlan p;
  p.program = "/opt/sendcast/bin/sendcast";
  p.version = "sendcast 0.1.0 (0123abc)";
  p.folder = "/srv/forecasts";
  p.run = "run 'any town/plan.toml' -n 4000 --seed 1 --layers";
  p.out = "out/anytown-plan";
  p.name = "anytown-plan";
  p.replicates = 4000;
  p.shards = 8;
  p.cpus = 2;
  return p;
}

void check_golden(const std::string& name, const std::string& text) {
  const std::string path = SENDCAST_SOURCE_DIR "/tests/golden/" + name;
  if (std::getenv("SENDCAST_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ifstream file(path);
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  INFO(text);
  CHECK(text == golden);
}

}  // namespace

TEST_CASE("The script that submits to Slurm") {
  check_golden("cluster_slurm.sh", app::slurm_text(anytown(), {.partition = "short",
                                                               .account = "send",
                                                               .time = "1:30:00",
                                                               .mem = "2G",
                                                               .array_limit = 4,
                                                               .options = {"--comment=places & plans"}}));
}

TEST_CASE("The manifest for Kubernetes") {
  check_golden("cluster_kubernetes.yaml",
               app::kubernetes_text(anytown(), {.image = "registry.example/sendcast:0.1.0",
                                                .claim = "forecasts",
                                                .mount = "/srv/forecasts",
                                                .space = "send",
                                                .mem = "2Gi",
                                                .parallelism = 4}));
}

TEST_CASE("The lines for GNU parallel") {
  check_golden("cluster_parallel.sh", app::parallel_text(anytown(), {}));
  check_golden("cluster_parallel_machines.sh",
               app::parallel_text(anytown(), {.jobs = "4", .sshlogin = "node1,node2"}));
}
