#pragma once
// A fault of the command line that the user can put right; main prints it and exits with 2.

#include <stdexcept>

namespace app {

class UserError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace app
