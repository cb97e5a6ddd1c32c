#pragma once
// Templates without logic: a text with holes that a JSON value fills (a part of Mustache).

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace app {

/// The text of a template that another includes, by its name.
using Partials = std::function<std::string_view(std::string_view name)>;

/// {{name}}: the value, with & < > " ' written as HTML entities. {{{name}}}: as it is. {{.}}: the value at
/// hand. {{#name}}..{{/name}}: once for each element of a list, or once inside an object or for true; not at
/// all for what is missing, null, false or empty. {{^name}}..{{/name}}: where the other is not. {{> name}}: a
/// partial. A name is looked up in the value at hand, then outwards; one that is nowhere is empty. Throws
/// std::logic_error for a template whose sections do not match: templates are ours.
std::string fill_template(std::string_view text, const nlohmann::ordered_json& value,
                          const Partials& partials = {});

/// The text with & < > " ' as HTML entities.
std::string html_escaped(std::string_view text);

}  // namespace app
