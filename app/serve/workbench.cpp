// The workbench itself.

#include "app/serve/workbench.hpp"

#include <algorithm>
#include <cstdlib>

#include "app/json_values.hpp"
#include "app/load.hpp"
#include "app/serve/fields.hpp"
#include "app/user_error.hpp"

namespace app {

using http::Call;
using http::problem;
using http::Reply;

namespace {

Reply json_reply(const Json& json) { return {.body = text_of(json)}; }

constexpr std::uint32_t opening_replicates = 256;  // enough to tell which assumptions matter most

}  // namespace

Workbench::Workbench(WorkbenchOptions options)
    : options_(std::move(options)), starts_(options_.starts), queue_(options_.queue) {
  std::string name = (std::filesystem::temp_directory_path() / "sendcast-serve-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw UserError("serve: no folder can be made for files: " + name);
  scratch_ = name;
}

Workbench::~Workbench() {
  queue_.close();
  std::error_code ignored;
  std::filesystem::remove_all(scratch_, ignored);
}

void Workbench::drop_folder(Bench& bench) {
  std::error_code ignored;
  if (!bench.folder.empty()) std::filesystem::remove_all(bench.folder, ignored);
  bench.folder.clear();
}

void Workbench::forget(const std::string& session) {
  queue_.forget(session);
  const std::lock_guard lock(mutex_);
  const auto it = benches_.find(session);
  if (it == benches_.end()) return;
  drop_folder(it->second);
  benches_.erase(it);
}

Reply Workbench::areas(const Call&) { return json_reply(areas_json(options_.areas)); }

Reply Workbench::submit(const std::string& session, const char* kind, http::JobQueue::Work work) {
  if (!starts_.take()) return problem(429, "too many runs at once; wait a moment");
  {
    const std::lock_guard lock(mutex_);
    benches_[session].kind = kind;
  }
  const auto number = queue_.submit(session, std::move(work));
  if (number == 0) return problem(503, "too many runs are waiting; try again in a little while");
  return {.status = 202, .body = text_of({{"number", number}})};
}

void Workbench::opened(const std::string& session, std::shared_ptr<const OpenedArea> area) {
  const std::lock_guard lock(mutex_);
  const auto it = benches_.find(session);
  if (it == benches_.end()) return;  // gone meanwhile
  Bench& bench = it->second;
  bench.figures = area->figures;
  bench.opened = std::move(area);
  bench.wishes = {};
  bench.wishes.run = {.seed = 1, .replicates = opening_replicates, .threads = options_.threads};
  bench.form.clear();
  drop_folder(bench);
  ++bench.version;
}

Reply Workbench::open(const Call& call) {
  nlohmann::json json;
  try {
    json = json_of(call.body);
  } catch (const UserError& error) {
    return problem(422, error.what());
  }
  if (json.is_object())
    if (const auto why = unknown_fields(json, std::vector<std::string>{"area"}); !why.empty())
      return problem(422, why);
  if (!json.is_object() || !json.contains("area") || !json["area"].is_string())
    return problem(400, "write {\"area\": \"...\"}");
  const auto id = json["area"].get<std::string>();
  const auto area = std::find_if(options_.areas.begin(), options_.areas.end(),
                                 [&](const OfferedArea& a) { return a.id == id; });
  if (area == options_.areas.end()) return problem(422, "no such area is offered");
  const std::string session = call.session;
  return submit(session, "open", [this, session, area = *area](http::JobControl& control) {
    std::shared_ptr<const OpenedArea> ready;
    {
      const std::lock_guard lock(mutex_);
      if (const auto it = open_.find(area.id); it != open_.end()) ready = it->second;
    }
    if (!ready) {
      const LiveOptions run{.seed = 1, .replicates = opening_replicates, .threads = options_.threads};
      const auto progress = [&](std::uint64_t done, std::uint64_t total) { control.progress(done, total); };
      ready = std::make_shared<const OpenedArea>(
          open_area(area, run, {.progress = progress, .stop = control.stop()}));
      const std::lock_guard lock(mutex_);
      open_[area.id] = ready;
    }
    opened(session, ready);
  });
}

Reply Workbench::choices(const Call& call) {
  const std::lock_guard lock(mutex_);
  const Bench& bench = benches_[call.session];
  if (!bench.opened) return problem(409, "no area is open");
  return json_reply(choices_json(bench.opened->choices));
}

Workbench::Publish Workbench::publisher(const std::string& session, Wishes wishes, std::string form) {
  return [this, session, wishes = std::move(wishes),
          form = std::move(form)](std::shared_ptr<const LiveFigures> figures) {
    const std::lock_guard lock(mutex_);
    const auto it = benches_.find(session);
    if (it == benches_.end()) return;  // gone meanwhile
    Bench& bench = it->second;
    bench.figures = std::move(figures);
    bench.wishes = wishes;
    bench.form = form;
    drop_folder(bench);
    ++bench.version;
  };
}

Reply Workbench::run(const Call& call) {
  std::shared_ptr<const OpenedArea> area;
  {
    const std::lock_guard lock(mutex_);
    area = benches_[call.session].opened;
  }
  if (!area) return problem(409, "no area is open");
  Wishes wishes;
  try {
    wishes = read_wishes(call.body, area->choices, options_.limits);
  } catch (const UserError& error) {
    return problem(422, error.what());
  }
  wishes.run.threads = options_.threads;
  const auto publish = publisher(call.session, wishes, call.body);
  return submit(call.session, "run", [area, wishes, publish](http::JobControl& control) {
    area->files->forget_changed();  // jobs are done one at a time, so that no other reads them meanwhile
    const auto loaded =
        load({area->choices.area.file, {}, words_of_run(wishes, area->choices)}, *area->files);
    if (!loaded.config) throw UserError(faults_text(loaded.faults));
    const auto progress = [&](std::uint64_t done, std::uint64_t total) { control.progress(done, total); };
    live_run(*loaded.config, wishes.run, {.progress = progress, .publish = publish, .stop = control.stop()});
  });
}

Reply Workbench::cancel(const Call& call) {
  queue_.cancel(call.session);
  return json_reply(Json::object());
}

Reply Workbench::state(const Call& call) {
  const auto job = queue_.status(call.session);
  const std::lock_guard lock(mutex_);
  const Bench& bench = benches_[call.session];
  Json files = Json::array();
  if (!bench.folder.empty())
    for (const auto& name : file_names())
      if (std::filesystem::exists(bench.folder / name)) files.push_back(name);
  return json_reply({{"kind", bench.kind},
                     {"number", job.number},
                     {"phase", http::to_string(job.phase)},
                     {"ahead", job.ahead},
                     {"done", job.done},
                     {"total", job.total},
                     {"seconds", number(job.seconds)},
                     {"message", job.message},
                     {"area", bench.opened ? Json(bench.opened->choices.area.id) : Json(nullptr)},
                     {"version", bench.version},
                     {"form", bench.form},
                     {"pinned", bench.baseline.figures ? Json(bench.baseline.name) : Json(nullptr)},
                     {"most_replicates", options_.limits.most_replicates},
                     {"files", std::move(files)}});
}

Reply Workbench::figures(const Call& call) {
  std::shared_ptr<const LiveFigures> figures;
  Baseline baseline;
  std::uint64_t version = 0;
  {
    const std::lock_guard lock(mutex_);
    const Bench& bench = benches_[call.session];
    figures = bench.figures;
    baseline = bench.baseline;
    version = bench.version;
  }
  if (!figures) return problem(409, "nothing has been run yet");
  Json json = figures_json(*figures, baseline);
  json["version"] = version;
  return json_reply(json);
}

Reply Workbench::pin(const Call& call) {
  const std::lock_guard lock(mutex_);
  Bench& bench = benches_[call.session];
  if (!bench.figures) return problem(409, "nothing has been run yet");
  if (!bench.figures->whole()) return problem(409, "the run has not ended yet");
  bench.baseline = {bench.figures->scenario, bench.figures};
  ++bench.version;
  return json_reply(Json::object());
}

Reply Workbench::unpin(const Call& call) {
  const std::lock_guard lock(mutex_);
  Bench& bench = benches_[call.session];
  bench.baseline = {};
  ++bench.version;
  return json_reply(Json::object());
}

Reply Workbench::scenario(const Call& call) {
  const std::lock_guard lock(mutex_);
  const Bench& bench = benches_[call.session];
  if (!bench.opened) return problem(409, "no area is open");
  Wishes wishes = bench.wishes;
  if (wishes.name.empty()) wishes.name = "workbench";
  std::string file = wishes.name;
  std::replace(file.begin(), file.end(), ' ', '-');
  return {.type = "application/toml; charset=utf-8",
          .body = scenario_toml(wishes, bench.opened->choices),
          .download = file + ".toml"};
}

}  // namespace app
