import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { Cadence, type EnrolRequest, idOf, tolerant } from "../../contract/index.ts";
import { writeWhole } from "../../state-lock/index.ts";
import type { ControlPlane } from "./control-plane.ts";

/** Who this runner is at its control plane. The credential leaves the state folder only as a bearer token to the control plane. */
export const Identity = v.object({
  runner: idOf("runner"),
  credential: v.string(),
  /** SHA-256 of the token it was enrolled with, so that one token is tried once. */
  tokenHash: v.string(),
  cadence: Cadence,
});
export type Identity = v.InferOutput<typeof Identity>;

const fileOf = (home: string) => join(home, "identity.json");
const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

/** undefined: not enrolled yet. */
export async function readIdentity(home: string): Promise<Identity | undefined> {
  const text = await readFile(fileOf(home), "utf8").catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), tolerant(Identity)), text);
  return parsed.success ? parsed.output : undefined;
}

/** Whether a token that is given now may bring back a runner whose credential was refused. */
export const isNewToken = (identity: Identity, token: string | undefined): token is string =>
  token !== undefined && hashOf(token) !== identity.tokenHash;

/** Trades the one-time token for a credential and keeps it. */
export async function enrol(
  home: string,
  { controlPlane, request }: { controlPlane: ControlPlane; request: EnrolRequest },
): Promise<Identity> {
  const { runner, credential, cadence } = await controlPlane.enrol(request);
  const identity: Identity = { runner, credential, cadence, tokenHash: hashOf(request.token) };
  await mkdir(home, { recursive: true, mode: 0o700 });
  writeWhole(fileOf(home), JSON.stringify(identity));
  return identity;
}
