// pure

import { invalidField } from "../rules/errors.ts";
import type { CreateSource } from "./sources.schemas.ts";

type Auth = Pick<CreateSource, "forge" | "auth" | "tokenUser" | "deployKeyRunnerId"> & {
  baseUrl: string | null;
  hasToken: boolean;
};

const knownBases: Partial<Record<CreateSource["forge"], string>> = {
  github: "https://github.com",
  gitlab: "https://gitlab.com",
  bitbucket: "https://bitbucket.org",
};

/** Where repositories of a forge lie when nothing was said. */
export const baseUrlOf = (forge: CreateSource["forge"], given: string | null | undefined): string | null =>
  given === undefined ? (knownBases[forge] ?? null) : given;

/** What each way to sign in needs. */
export function checkAuth({ auth, hasToken, baseUrl, deployKeyRunnerId, tokenUser }: Auth): void {
  if (auth === "token" && !hasToken) throw invalidField("token", "is needed to sign in with a token");
  if (auth === "token" && baseUrl === null)
    throw invalidField("baseUrl", "is needed beside a token: the token is sent to no other address");
  if (auth === "deploy-key" && deployKeyRunnerId === null)
    throw invalidField("deployKeyRunnerId", "name the runner that makes and keeps the key");
  if (auth !== "token" && tokenUser !== null) throw invalidField("tokenUser", "belongs to a token");
}
