// pure

/** What a registry asks of whoever has not signed in: a password with each request, or a token of another address. */
export type Challenge = { scheme: "basic" } | { scheme: "bearer"; realm: string; service: string | undefined };

const longest = 4_096;

/** The first way to sign in of a `WWW-Authenticate` header that is known here; undefined: there is none. */
export function challengeOf(header: string | undefined): Challenge | undefined {
  const text = (header ?? "").slice(0, longest);
  const scheme = /^\s{0,9}(basic|bearer)(?:\s|$)/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === "basic") return { scheme };
  if (scheme !== "bearer") return undefined;
  const realm = parameter(text, "realm");
  return realm === undefined ? undefined : { scheme, realm, service: parameter(text, "service") };
}

function parameter(text: string, name: string): string | undefined {
  const begin = text.toLowerCase().indexOf(`${name}="`);
  if (begin === -1) return undefined;
  const from = begin + name.length + 2;
  const end = text.indexOf('"', from);
  return end === -1 ? undefined : text.slice(from, end);
}

/** Where a token is asked for. Over plain http only where the registry itself speaks it. */
export function tokenAddress(
  { realm, service }: Extract<Challenge, { scheme: "bearer" }>,
  { scope, user, isHttpAllowed }: { scope: string | undefined; user: string | undefined; isHttpAllowed: boolean },
): URL | undefined {
  if (!URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  const isPlain = url.protocol === "http:";
  if (url.protocol !== "https:" && !(isPlain && isHttpAllowed)) return undefined;
  url.username = "";
  url.password = "";
  if (user !== undefined) url.searchParams.set("account", user);
  url.searchParams.set("client_id", "fairlead");
  if (service !== undefined) url.searchParams.set("service", service);
  if (scope !== undefined) url.searchParams.set("scope", scope);
  return url;
}

/** The token of an answer of that address. */
export function tokenIn(body: string): string | undefined {
  try {
    const told: unknown = JSON.parse(body);
    if (typeof told !== "object" || told === null) return undefined;
    const named = "token" in told ? told.token : "access_token" in told ? told.access_token : undefined;
    // What goes into a header: nothing that could end it.
    return typeof named === "string" && /^[\x21-\x7e]{1,65536}$/.test(named) ? named : undefined;
  } catch {
    return undefined;
  }
}
