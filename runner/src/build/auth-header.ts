// pure

export type RegistryCredentials = { username: string; password: string };

/** base64url JSON, with the padding that node's own base64url leaves out: older daemons ignore the header without it. */
export function authHeader(credentials: RegistryCredentials | null, serveraddress: string): Record<string, string> {
  if (!credentials) return {};
  const { username, password } = credentials;
  const text = Buffer.from(JSON.stringify({ username, password, serveraddress })).toString("base64");
  return { "X-Registry-Auth": text.replaceAll("+", "-").replaceAll("/", "_") };
}
