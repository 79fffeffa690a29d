import * as v from "valibot";
import { added } from "../ageing/index.ts";
import { SocketPath } from "../grammar.ts";

/** null: in the usual place. An older runner would ask another Docker, so what names a socket waits for a newer one. */
export const DockerSocket = added(2, { as: v.nullable(SocketPath), absent: null });
