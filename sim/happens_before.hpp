#pragma once
// Tells ThreadSanitizer what oneTBB promises: the packaged library is not built with it, so its own
// synchronisation cannot be seen. In any other build these are nothing.

#if defined(__SANITIZE_THREAD__)  // g++
#define SENDCAST_SANITIZES_THREADS
#elif defined(__has_feature)  // clang
#if __has_feature(thread_sanitizer)
#define SENDCAST_SANITIZES_THREADS
#endif
#endif

#if defined(SENDCAST_SANITIZES_THREADS)
extern "C" void __tsan_acquire(void* address);
extern "C" void __tsan_release(void* address);
#endif

namespace sim {

/// A place where work changes hands: what precedes `give` on one thread happens before what follows `take` on
/// another. Only for edges that the library really makes.
class Handover {
 public:
  void give() noexcept {
#if defined(SENDCAST_SANITIZES_THREADS)
    __tsan_release(this);
#endif
  }
  void take() noexcept {
#if defined(SENDCAST_SANITIZES_THREADS)
    __tsan_acquire(this);
#endif
  }
};

/// Gives when a scope ends, in whatever way.
class GiveAtEnd {
 public:
  explicit GiveAtEnd(Handover& handover) noexcept : handover_(handover) {}
  GiveAtEnd(const GiveAtEnd&) = delete;
  GiveAtEnd& operator=(const GiveAtEnd&) = delete;
  ~GiveAtEnd() { handover_.give(); }

 private:
  Handover& handover_;
};

}  // namespace sim
