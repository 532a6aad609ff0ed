/* Invoking callbacks, and putting them around the work of an operation. */
#ifndef ENGINE_CALLBACK_H
#define ENGINE_CALLBACK_H

#include "engine/operation.h"

/* There is something to invoke before, in or after an operation with these needs. */
bool callbacks_exist(const operation *op, operation_needs needs);

/* Those before the first use of the engine, unless that has been: where the history is kept, as
 * ourselves. */
MUST_CHECK status callbacks_before_first_use(operation *op, error *err);

/* The work between its callbacks. Those after it come whatever the work has come to, but not when
 * somebody asked to stop; what fails first is what counts. */
MUST_CHECK status callbacks_around(operation *op, operation_needs needs, operation_work *work,
                                   void *user, error *err);

#endif
