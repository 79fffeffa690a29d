import { type Database, schema } from "@fairlead/db";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import { betterAuth } from "better-auth/minimal";
import { parse } from "hono/utils/cookie";
import type { Auth, Client } from "../deps.ts";
import { createMemory } from "../http/memory.ts";
import { hashToken } from "../tokens/token-text.ts";

const clientIpHeader = "x-fairlead-client-ip";
const sessionDays = 30;
const passwordLength = { min: 12, max: 200 };

/** `__Host-` binds the cookie to this very host over TLS; browsers refuse that prefix on plain http. */
const sessionCookieName = (url: string) => (url.startsWith("https:") ? "__Host-fairlead-session" : "fairlead-session");

type Hashing = { hash: typeof hashPassword; verify: typeof verifyPassword };

/**
 * One password at a time: hashing holds one of the few threads on which every signature is verified and every secret is opened, so that a
 * flood of sign-ins must never hold them all.
 */
function oneAtATime(): Hashing {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
  return {
    hash: (password) => inTurn(() => hashPassword(password)),
    verify: (pair) => inTurn(() => verifyPassword(pair)),
  };
}

const createLibrary = (options: { db: Database; url: string; cookieSecret: string; password: Hashing }) =>
  betterAuth({
    baseURL: options.url,
    basePath: "/api/auth",
    secret: options.cookieSecret,
    database: drizzleAdapter(options.db, { provider: "sqlite", schema }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      password: options.password,
    },
    session: { expiresIn: sessionDays * 24 * 60 * 60, disableSessionRefresh: true },
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    advanced: {
      // The library would add its own prefix; ours says more.
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: sessionCookieName(options.url),
          attributes: { httpOnly: true, sameSite: "lax", path: "/", secure: options.url.startsWith("https:") },
        },
      },
      ipAddress: { ipAddressHeaders: [clientIpHeader] },
    },
  });

function headersOf(client: Client): Headers {
  const headers = new Headers();
  if (client.ip) headers.set(clientIpHeader, client.ip);
  if (client.userAgent) headers.set("user-agent", client.userAgent.slice(0, 300));
  return headers;
}

const isUnauthorized = (error: unknown) => error instanceof Error && "statusCode" in error && error.statusCode === 401;

async function hmacKey(secret: string): Promise<CryptoKey> {
  const raw = new TextEncoder().encode(secret);
  return crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
/** SHA-256 as base64 with its one `=`: anything else is no signature of ours and is not worth a decode. */
const signatureShape = /^[A-Za-z0-9+/]{43}=$/;

/**
 * The library is built on first use and bound to `db`: in workerd that is one request, because a client must not be shared there.
 * Reading a session never needs it, so most requests do not pay for it.
 */
export function createAuth({ db, url, secret }: { db: Database; url: string; secret: string }): Auth {
  let library: ReturnType<typeof createLibrary> | undefined;
  // Its own key, so that a cookie's signature says nothing about the keys that seal secrets.
  const cookieSecret = hashToken(`fairlead cookies v1|${secret}`);
  const key = cookieSecret.then(hmacKey);
  const password = oneAtATime();
  const tokens = createMemory(1_000);
  /** The token of a cookie whose signature holds, else nothing. */
  const provenToken = async (cookie: string) => {
    const dot = cookie.lastIndexOf(".");
    const [token, signature] = [cookie.slice(0, dot), cookie.slice(dot + 1)];
    if (dot < 1 || !signatureShape.test(signature)) return "";
    const text = new TextEncoder().encode(token);
    return (await crypto.subtle.verify("HMAC", await key, bytesOf(signature), text)) ? token : "";
  };
  const open = async () => {
    library ??= createLibrary({ db, url, cookieSecret: await cookieSecret, password });
    return library.api;
  };
  return {
    hashPassword: password.hash,
    isPassword: (given, hash) => password.verify({ hash, password: given }),
    signIn: async (pair, client) => {
      try {
        const api = await open();
        const answer = await api.signInEmail({ body: pair, headers: headersOf(client), returnHeaders: true });
        return answer.headers.getSetCookie();
      } catch (error) {
        if (isUnauthorized(error)) return null;
        throw error;
      }
    },
    signOut: async () => {
      const api = await open();
      const answer = await api.signOut({ headers: new Headers(), returnHeaders: true });
      return answer.headers.getSetCookie();
    },
    sessionToken: async (cookies) => {
      const value = parse(cookies, sessionCookieName(url))[sessionCookieName(url)] ?? "";
      return (await tokens.of(value, provenToken)) || null;
    },
  };
}
