import type { CreateSource, RunnerView, SourceView, UpdateSource } from "../api/types.ts";

export type SourceDraft = {
  name: string;
  forge: SourceView["forge"];
  baseUrl: string;
  auth: SourceView["auth"];
  tokenUser: string;
  token: string;
  deployKeyRunnerId: string;
  knownHost: string;
};

export const emptySource = (): SourceDraft => ({
  name: "",
  forge: "github",
  baseUrl: "",
  auth: "none",
  tokenUser: "",
  token: "",
  deployKeyRunnerId: "",
  knownHost: "",
});

export const sourceDraftOf = (view: SourceView): SourceDraft => ({
  name: view.name,
  forge: view.forge,
  baseUrl: view.baseUrl ?? "",
  auth: view.auth,
  tokenUser: view.tokenUser ?? "",
  token: "",
  deployKeyRunnerId: view.deployKeyRunnerId ?? "",
  knownHost: view.knownHost ?? "",
});

/** Runners that can keep a deploy key, and the one that keeps the stored one, whatever became of it. */
export const keyRunnersOf = (runners: readonly RunnerView[], storedId: string | null): RunnerView[] =>
  runners.filter(({ id, revokedAt }) => revokedAt === null || id === storedId);

/** What decides which repositories a source is for. */
export const reachOf = ({ baseUrl, auth }: SourceDraft): string => `${auth} ${baseUrl.trim()}`;

const orNull = (text: string) => text.trim() || null;

/** Only what belongs to the chosen way of reading is sent; an empty token keeps the stored one. */
export function updateSourceOf(draft: SourceDraft): UpdateSource {
  const isToken = draft.auth === "token";
  const isKey = draft.auth === "deploy-key";
  return {
    name: draft.name.trim(),
    baseUrl: orNull(draft.baseUrl),
    auth: draft.auth,
    tokenUser: isToken ? orNull(draft.tokenUser) : null,
    ...(isToken ? (draft.token ? { token: draft.token.trim() } : {}) : { token: null }),
    deployKeyRunnerId: isKey ? orNull(draft.deployKeyRunnerId) : null,
    knownHost: isKey ? orNull(linesOf(draft.knownHost)) : null,
  };
}

const linesOf = (text: string) =>
  text
    .split("\n")
    .flatMap((line) => line.trim() || [])
    .join("\n");

export function createSourceOf(draft: SourceDraft): CreateSource {
  const {
    auth = "none",
    tokenUser = null,
    token = null,
    deployKeyRunnerId = null,
    knownHost = null,
    baseUrl,
  } = updateSourceOf(draft);
  return {
    name: draft.name.trim(),
    forge: draft.forge,
    ...(baseUrl ? { baseUrl } : {}),
    auth,
    tokenUser,
    token,
    deployKeyRunnerId,
    knownHost,
  };
}

export const sourceFields = [
  "name",
  "forge",
  "baseUrl",
  "auth",
  "tokenUser",
  "token",
  "deployKeyRunnerId",
  "knownHost",
] as const;
