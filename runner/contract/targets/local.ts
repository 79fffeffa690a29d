import * as v from "valibot";
import { dockerAbility } from "../choose-procedure.ts";
import { idOf } from "../ids.ts";
import { DockerSocket } from "./docker-socket.ts";
import { targetKind } from "./target-kind.ts";

export const local = targetKind({
  kind: "local",
  shape: v.strictObject({ kind: v.literal("local"), server: idOf("server"), dockerSocket: DockerSocket }),
  ability: dockerAbility,
  host: () => null,
});
