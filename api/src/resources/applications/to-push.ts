import type { Database } from "@fairlead/db";
import { registryOf } from "@fairlead/runner/contract";
import { findLogin } from "../../places/registries/registries.store.ts";
import { invalidField, invalidPair } from "../../rules/errors.ts";
import type { PushInput } from "./applications.schemas.ts";
import type { ApplicationChange } from "./applications.store.ts";

type Asked = { teamId: string; push: PushInput | null | undefined; kind: "git" | "image" };

/** Columns of where an image is pushed. What is not built is pushed nowhere. */
export async function toPushColumns(db: Database, { teamId, push, kind }: Asked): Promise<ApplicationChange> {
  if (kind === "image" && push)
    throw invalidField("push", "is for what is built: an application that is an image lies in a registry already");
  if (push === undefined && kind === "git") return {};
  if (!push) return { pushRegistryId: null, pushRepository: null, pushTag: null };
  const { registryId, repository, tag } = push;
  const login = await findLogin(db, teamId, registryId);
  const registry = registryOf(repository);
  if (!login) throw invalidField("push.registryId", "must be a registry of the team");
  if (login.address !== registry)
    throw invalidPair(
      ["push.registryId", "push.repository"],
      `is a login for ${login.address}, and the repository is of ${registry}. Choose one for ${registry}`,
    );
  return { pushRegistryId: registryId, pushRepository: repository, pushTag: tag };
}
