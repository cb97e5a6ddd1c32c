#pragma once
// Ctrl-C (and a polite kill) raise a flag that the run looks at, so that it can stop without leaving files
// behind.

#include "sim/stop.hpp"

namespace app {

/// From now on SIGINT, SIGTERM and SIGHUP set the flag instead of ending the program; a file that
/// outgrows the user's limit is an error of writing.
void catch_interrupts();
/// Raised once the user wants to stop.
sim::StopToken interrupted();

}  // namespace app
