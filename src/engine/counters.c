#include "engine/counters.h"

void counters_add(bolt_counters *sum, const bolt_counters *more)
{
    sum->nodes_created += more->nodes_created;
    sum->nodes_deleted += more->nodes_deleted;
    sum->relationships_created += more->relationships_created;
    sum->relationships_deleted += more->relationships_deleted;
    sum->properties_set += more->properties_set;
    sum->labels_added += more->labels_added;
    sum->labels_removed += more->labels_removed;
    sum->indexes_added += more->indexes_added;
    sum->indexes_removed += more->indexes_removed;
    sum->constraints_added += more->constraints_added;
    sum->constraints_removed += more->constraints_removed;
    sum->system_updates += more->system_updates;
    sum->contains_updates |= more->contains_updates;
    sum->contains_system_updates |= more->contains_system_updates;
}
