import * as v from "valibot";
import { added } from "../ageing/index.ts";
import { Port, ServerHost, SocketPath, UserName } from "../grammar.ts";
import { idOf } from "../ids.ts";

/** null: in the usual place. An older runner would ask another Docker, so what names a socket waits for a newer one. */
const DockerSocket = added(2, { as: v.nullable(SocketPath), absent: null });

/** How the runner reaches a server. `hostKey` null means first contact: only the key is read, nothing is authenticated. */
export const ServerTarget = v.variant("kind", [
  v.strictObject({ kind: v.literal("local"), server: idOf("server"), dockerSocket: DockerSocket }),
  v.strictObject({
    kind: v.literal("ssh"),
    server: idOf("server"),
    host: ServerHost,
    port: Port,
    user: UserName,
    hostKey: v.nullable(v.pipe(v.string(), v.maxLength(2_000))),
    dockerSocket: DockerSocket,
  }),
]);
export type ServerTarget = v.InferOutput<typeof ServerTarget>;

/** What a job on one application names. */
export const onApplication = { target: ServerTarget, application: idOf("application"), team: idOf("team") };
