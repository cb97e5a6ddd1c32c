// The panel of authorities from whatever files it is in.

#include "app/panel_source.hpp"

#include <fmt/format.h>

#include "app/panel_file.hpp"
#include "app/user_error.hpp"
#include "sim/read_file.hpp"
#include "sim/sha256.hpp"

namespace app {

PanelSource read_panel(const std::vector<std::filesystem::path>& sources) {
  if (sources.size() != 1 || sources.front().extension() != ".csv") throw UserError("give one panel CSV");
  return {read_panel_file(sources.front()), {}};
}

}  // namespace app
