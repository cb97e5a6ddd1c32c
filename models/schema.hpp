#pragma once
// Every parameter of the SEND model, declared once: name, axes, unit, bounds, default and what it means.
#include "sim/schema.hpp"

namespace models {

/// The declarations from which checks, the dictionary and the JSON Schema are made.
const sim::Schema& schema();
/// The same for a configuration of several areas, which say themselves what one of a single area must say
/// (residents, plans at the start).
const sim::Schema& schema_of_whole();

/// The `kind` of an income line, of the area's own and of those that interventions bring.
sim::FieldSpec income_kind_field();

/// The declaration of `[provision.*]`, of which interventions bring their own.
sim::FamilySpec provision_family();

}  // namespace models
