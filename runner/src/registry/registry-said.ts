// pure

import type { IncomingHttpHeaders } from "node:http";

/** What came of one question to a registry. */
export type RegistrySaid =
  | { kind: "answer"; status: number; headers: IncomingHttpHeaders; body: string }
  | { kind: "trouble"; trouble: Trouble; detail: string };
export type RegistryAnswer = Extract<RegistrySaid, { kind: "answer" }>;

export type Trouble =
  | "slow"
  | "unreachable"
  | "unknown-name"
  | "untrusted"
  | "outdated"
  | "other-name"
  | "plain-http"
  | "broken"
  | "forbidden";

const unknownAuthority = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_UNTRUSTED",
]);
const noTls = new Set([
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_PACKET_LENGTH_TOO_LONG",
  "EPROTO",
  "HPE_INVALID_CONSTANT",
]);

/** What an error of the network means, by its code. */
export function troubleOf(code: string): Trouble {
  if (unknownAuthority.has(code)) return "untrusted";
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") return "outdated";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "other-name";
  if (noTls.has(code)) return "plain-http";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "unknown-name";
  return "broken";
}
