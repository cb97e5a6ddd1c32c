#pragma once
// Long names of parameters in narrow columns: broken where their parts meet.

#include <string>
#include <vector>

namespace app {

/// The name in lines of at most `width` characters, broken after '.', '-', '_' or '[' where it can be, the
/// later lines indented by two.
std::vector<std::string> name_lines(const std::string& name, std::size_t width);

}  // namespace app
