// pure

import * as v from "valibot";

const asked = "must be the revision that was read with the values";

/** Of a row, as it was read: raised by every save. */
export const Revision = v.pipe(v.number(asked), v.integer(asked), v.minValue(1, asked));

/** The body of a save: what is given is changed, from what was read at that revision. */
export const saveOf = <const E extends v.ObjectEntries>(fields: E) =>
  v.strictObject({ revision: Revision, ...v.partial(v.strictObject(fields)).entries });
