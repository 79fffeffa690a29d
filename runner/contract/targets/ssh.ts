import * as v from "valibot";
import { dockerAbility } from "../choose-procedure.ts";
import { Port, ServerHost, UserName } from "../grammar.ts";
import { idOf } from "../ids.ts";
import { DockerSocket } from "./docker-socket.ts";
import { targetKind } from "./target-kind.ts";

/** `hostKey` null means first contact: only the key is read, nothing is authenticated. */
export const ssh = targetKind({
  kind: "ssh",
  shape: v.strictObject({
    kind: v.literal("ssh"),
    server: idOf("server"),
    host: ServerHost,
    port: Port,
    user: UserName,
    hostKey: v.nullable(v.pipe(v.string(), v.maxLength(2_000))),
    dockerSocket: DockerSocket,
  }),
  ability: dockerAbility,
  host: ({ host }) => host,
});
