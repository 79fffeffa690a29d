// pure

import { ImageRef } from "@fairlead/runner/contract";
import * as v from "valibot";

/** An image as a person names it. Stored ones are read by `ImageRef`, which once took ports that are none. */
export const ImageName = v.pipe(
  ImageRef,
  v.check((image) => Number(/^[^/]+:([0-9]+)\//.exec(image)?.[1] ?? 1) <= 65_535, "has a port above 65535"),
);
