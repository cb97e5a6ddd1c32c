#include "sim/evaluate_all.hpp"

#include <exception>
#include <mutex>

#include "sim/parallel_chunks.hpp"
#include "sim/threads.hpp"

namespace sim {

std::vector<double> evaluate_all(std::size_t count, std::size_t width, const Workers& workers,
                                 const std::function<void(std::size_t, std::span<double>)>& evaluate) {
  std::vector<double> out(count * width);
  std::vector<std::exception_ptr> failures(count);
  std::mutex telling;
  tbb::task_arena arena(thread_count(workers.threads));
  for_each_chunk(
      arena, count, workers.stop, [] { return 0; },
      [&](int&, std::size_t i) {
        try {
          evaluate(i, std::span(out).subspan(i * width, width));
        } catch (const Stopped&) {  // the whole is abandoned
        } catch (...) {
          failures[i] = std::current_exception();
        }
        if (!workers.done_one) return;
        const std::scoped_lock lock(telling);
        workers.done_one();
      });
  for (const auto& failure : failures)
    if (failure) std::rethrow_exception(failure);
  return out;
}

}  // namespace sim
