// pure

import { resourceId } from "@fairlead/runner/contract";
import * as v from "valibot";

/** Of whatever runs, in a path. */
export const ResourceId = v.object({ id: resourceId() });
