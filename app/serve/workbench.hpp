#pragma once
// The workbench itself: what each browser has chosen, what it runs, and what it is shown. No sockets.

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/serve/http/job_queue.hpp"
#include "app/serve/http/message.hpp"
#include "app/serve/http/rate_limit.hpp"
#include "app/serve/live_json.hpp"
#include "app/serve/wishes.hpp"

namespace app {

struct WorkbenchOptions {
  std::vector<OfferedArea> areas;
  unsigned threads = 0;
  WishLimits limits = {};
  http::QueueLimits queue = {};
  http::Rate starts = {.per_second = 4, .at_once = 16};  ///< of runs, by all browsers
};

/// Handlers are safe to call from several threads.
class Workbench {
 public:
  explicit Workbench(WorkbenchOptions options);
  ~Workbench();

  http::Reply areas(const http::Call& call);
  http::Reply open(const http::Call& call);     ///< {"area": "kingston/plan-2018"}
  http::Reply choices(const http::Call& call);  ///< of the area that is open
  http::Reply run(const http::Call& call);      ///< wishes
  http::Reply cancel(const http::Call& call);
  http::Reply state(const http::Call& call);
  http::Reply figures(const http::Call& call);
  http::Reply pin(const http::Call& call);
  http::Reply unpin(const http::Call& call);
  http::Reply scenario(const http::Call& call);    ///< the file
  http::Reply make_files(const http::Call& call);  ///< a whole run into a folder
  /// One of its files, by the name after "/api/files/".
  http::Reply file(const http::Call& call, const std::string& name);
  /// The names of those that it can have.
  static const std::vector<std::string>& file_names();

  /// A browser has gone.
  void forget(const std::string& session);

 private:
  struct Bench {
    std::shared_ptr<const OpenedArea> opened;
    std::shared_ptr<const LiveFigures> figures;
    std::uint64_t version = 0;  ///< counts what `figures` was
    std::string form;           ///< as the browser sent it
    Wishes wishes;              ///< behind `figures`
    Baseline baseline;
    std::string kind;              ///< of the latest job: "open", "run", "files"
    std::filesystem::path folder;  ///< of files; empty where there are none
  };
  using Publish = std::function<void(std::shared_ptr<const LiveFigures>)>;
  Publish publisher(const std::string& session, Wishes wishes, std::string form);
  http::Reply submit(const std::string& session, const char* kind, http::JobQueue::Work work);
  void opened(const std::string& session, std::shared_ptr<const OpenedArea> area);
  void write_files(const std::string& session, const OfferedArea& area, const Choices& choices,
                   const Wishes& wishes, http::JobControl& control);
  void drop_folder(Bench& bench);

  WorkbenchOptions options_;
  http::RateLimit starts_;
  std::filesystem::path scratch_;
  std::mutex mutex_;
  std::map<std::string, Bench> benches_;                           // by session
  std::map<std::string, std::shared_ptr<const OpenedArea>> open_;  // by id of the area
  std::uint64_t folders_ = 0;
  http::JobQueue queue_;  // last: its worker ends before what it uses
};

}  // namespace app
