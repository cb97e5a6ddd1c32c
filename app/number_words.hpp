#pragma once
// Numbers of the command line, or what is wrong with them.

#include <cstdint>
#include <string>
#include <string_view>

namespace app {

/// A whole number between two others. Throws UserError that begins with the option.
std::uint64_t whole_number(std::string_view option, const std::string& text, std::uint64_t low,
                           std::uint64_t high);
/// A number between two others.
double real_number(std::string_view option, const std::string& text, double low, double high);
/// Pounds as people write them, to 1e15: 350000, £350,000, 350k, -£1.2m, 2bn.
double pounds_number(std::string_view option, const std::string& text);
/// The same, not below nought.
double pounds_not_negative(std::string_view option, const std::string& text);

}  // namespace app
