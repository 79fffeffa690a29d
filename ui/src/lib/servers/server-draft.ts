import type { CreateServer, ServerView, UpdateServer } from "../api/types.ts";
import { wholeIn } from "../forms/typed-numbers.ts";

/** Texts of the server form; empty means not set. */
export type ServerDraft = {
  name: string;
  kind: "local" | "ssh";
  runnerId: string;
  host: string;
  port: string;
  user: string;
  proxy: "caddy" | "none";
  acmeEmail: string;
  acmeDirectory: string;
  acmeTrustedRoots: string;
  httpProxy: string;
  httpsProxy: string;
  noProxy: string;
  trustedProxies: string;
  buildConcurrency: string;
  dockerSocket: string;
};

export const emptyServer = (runnerId: string): ServerDraft => ({
  name: "",
  kind: "ssh",
  runnerId,
  host: "",
  port: "22",
  user: "root",
  proxy: "caddy",
  acmeEmail: "",
  acmeDirectory: "",
  acmeTrustedRoots: "",
  httpProxy: "",
  httpsProxy: "",
  noProxy: "",
  trustedProxies: "",
  buildConcurrency: "1",
  dockerSocket: "",
});

export const serverDraftOf = (view: ServerView): ServerDraft => ({
  name: view.name,
  kind: view.kind,
  runnerId: view.runner.id,
  host: view.host ?? "",
  port: String(view.port ?? 22),
  user: view.user ?? "root",
  proxy: view.proxy,
  acmeEmail: view.acmeEmail ?? "",
  acmeDirectory: view.acmeDirectory ?? "",
  acmeTrustedRoots: view.acmeTrustedRoots ?? "",
  httpProxy: view.httpProxy ?? "",
  httpsProxy: view.httpsProxy ?? "",
  noProxy: view.noProxy,
  trustedProxies: view.trustedProxies,
  buildConcurrency: String(view.buildConcurrency),
  dockerSocket: view.dockerSocket ?? "",
});

const orNull = (text: string) => text.trim() || null;

const settingsOf = (draft: ServerDraft) => ({
  proxy: draft.proxy,
  acmeEmail: orNull(draft.acmeEmail),
  acmeDirectory: orNull(draft.acmeDirectory),
  acmeTrustedRoots: orNull(draft.acmeTrustedRoots),
  httpProxy: orNull(draft.httpProxy),
  httpsProxy: orNull(draft.httpsProxy),
  noProxy: draft.noProxy.trim(),
  trustedProxies: draft.trustedProxies.trim(),
  dockerSocket: orNull(draft.dockerSocket),
});

export function createServerOf(draft: ServerDraft): CreateServer {
  const buildConcurrency = wholeIn("buildConcurrency", draft.buildConcurrency);
  const shared = { name: draft.name.trim(), runnerId: draft.runnerId, ...settingsOf(draft), buildConcurrency };
  if (draft.kind === "local") return { kind: "local", ...shared };
  return {
    kind: "ssh",
    ...shared,
    host: draft.host.trim(),
    port: wholeIn("port", draft.port),
    user: draft.user.trim(),
  };
}

/** What is saved together, in the order of the page. */
export const serverParts = {
  general: ["name", "runnerId", "host", "port", "user", "dockerSocket", "buildConcurrency"],
  proxy: ["proxy", "acmeEmail", "acmeDirectory", "acmeTrustedRoots", "trustedProxies"],
  outbound: ["httpProxy", "httpsProxy", "noProxy"],
} as const satisfies Record<string, readonly Exclude<keyof ServerDraft, "kind">[]>;

/**
 * The fields of one part. Address and user are sent for a remote machine only; a new address takes back the trust in its host key.
 */
export function updateServerOf(draft: ServerDraft, part: keyof typeof serverParts): UpdateServer {
  const fields: readonly string[] = serverParts[part];
  // A number of another part that is not one yet is none of this one's business.
  const change = part === "general" ? createServerOf(draft) : settingsOf(draft);
  return Object.fromEntries(Object.entries(change).filter(([field]) => fields.includes(field)));
}

export const serverFields = [
  "name",
  "runnerId",
  "host",
  "port",
  "user",
  "proxy",
  "acmeEmail",
  "acmeDirectory",
  "acmeTrustedRoots",
  "httpProxy",
  "httpsProxy",
  "noProxy",
  "trustedProxies",
  "buildConcurrency",
  "dockerSocket",
] as const;
