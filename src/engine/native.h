/* Migrations that are code: functions that a program has registered, and shared objects. */
#ifndef ENGINE_NATIVE_H
#define ENGINE_NATIVE_H

#include "engine/execute.h"

/* Puts those that are registered behind the ones that were found. */
MUST_CHECK status native_add(const operation *op, migration_list *list, error *err);

/* Takes the checksums of those whose checksum is not known beforehand. */
MUST_CHECK status native_take_checksums(const operation *op, migration_list *list, error *err);

/* Runs the code of a programmatic migration, and records it. Transactions are its own business. */
MUST_CHECK status native_execute(execution *x, error *err);

#endif
