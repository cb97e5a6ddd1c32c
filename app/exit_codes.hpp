#pragma once
// What the program tells the shell.

namespace app {

inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;  ///< all was done, and a check that was asked for has failed
inline constexpr int exit_input = 2;   ///< the user's input is at fault; the message says what to change
inline constexpr int exit_fault = 3;   ///< our fault
inline constexpr int exit_interrupted = 130;  ///< Ctrl-C

}  // namespace app
