import http from "node:http";
import { type Duplex, duplexPair } from "node:stream";
import { TLSSocket } from "node:tls";
import { createFakeHost } from "../../engine/fake-host.ts";

/** Signed by itself, for registry.example.com and auth.example.com, until 2126. */
const itsAuthority = `-----BEGIN CERTIFICATE-----
MIICAjCCAaigAwIBAgIURbMD8QKnyFMbN6FM/GAz+fjTu8cwCgYIKoZIzj0EAwIw
OzEaMBgGA1UECgwRSGFyYm91ciBBdXRob3JpdHkxHTAbBgNVBAMMFHJlZ2lzdHJ5
LmV4YW1wbGUuY29tMCAXDTI2MTIwMTExMDEyNVoYDzIxMjYxMTA3MTEwMTI1WjA7
MRowGAYDVQQKDBFIYXJib3VyIEF1dGhvcml0eTEdMBsGA1UEAwwUcmVnaXN0cnku
ZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARA3MRj9hTD7UmW
t7kuh3jQjui7fzuosBJq2jQiE4o6xJiYIrh5xDmQb6d799CJ0ArZ2l4hhxG4aPjK
RV8jAzEio4GHMIGEMB0GA1UdDgQWBBRY2kkYnbaC/drG/o9z96hoc0GNYTAfBgNV
HSMEGDAWgBRY2kkYnbaC/drG/o9z96hoc0GNYTAPBgNVHRMBAf8EBTADAQH/MDEG
A1UdEQQqMCiCFHJlZ2lzdHJ5LmV4YW1wbGUuY29tghBhdXRoLmV4YW1wbGUuY29t
MAoGCCqGSM49BAMCA0gAMEUCIQDLuyf5TMTtMyKwi367rceIbNRUFRgnMZ5Css4u
HN8MOgIgHbsV+obEEFR/k9ftOeKZSZzLRm8mpD/6o7LmG6TWmR0=
-----END CERTIFICATE-----
`;
const itsKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/oT2zHN58dkDrW70
MqGUf2x4geUthDBXLWAFIAMbUImhRANCAARA3MRj9hTD7UmWt7kuh3jQjui7fzuo
sBJq2jQiE4o6xJiYIrh5xDmQb6d799CJ0ArZ2l4hhxG4aPjKRV8jAzEi
-----END PRIVATE KEY-----
`;

const robot = `Basic ${Buffer.from("robot:swordfish").toString("base64")}`;

export type Heard = { host: string; method: string; path: string; authorization: string | undefined };
type Said = { status: number; headers?: Record<string, string>; body?: string };
export type FakeRegistryOptions = {
  /** How it asks to sign in; `open`: not at all. */
  asks?: "bearer" | "basic" | "open";
  /** Says another thing in place of its own answer; `silence`: nothing ever. */
  says?: (heard: Heard) => Said | "silence" | undefined;
  isPlain?: boolean;
  /** The server has its authority where Docker looks for it. */
  isTrusted?: boolean;
  /** What Docker says of its registries. */
  config?: object;
  realm?: string;
};

/**
 * A registry by its protocol, at registry.example.com:5000, with its tokens at auth.example.com, as one server sees them. `robot` with
 * `swordfish` may pull `acme/shop` and push `acme/mine`.
 */
export async function aFakeRegistry(options: FakeRegistryOptions = {}) {
  const { asks = "bearer", isTrusted = true, isPlain = false } = options;
  const heard: Heard[] = [];
  const server = http.createServer((request, response) => {
    const { host = "", authorization } = request.headers;
    const said: Heard = { host, method: request.method ?? "", path: request.url ?? "", authorization };
    heard.push(said);
    const answer =
      options.says?.(said) ?? usual(said, { asks, realm: options.realm ?? "https://auth.example.com/token" });
    if (answer === "silence") return;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  const host = await createFakeHost({
    docker: (_request, response) => {
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ RegistryConfig: options.config ?? {} }));
    },
    listeners: (address) => {
      if ("unix" in address || !/example\.com$/.test(address.host)) return undefined;
      const [ours, theirs] = duplexPair();
      server.emit("connection", isPlain ? theirs : secured(theirs));
      return ours;
    },
  });
  if (isTrusted) {
    const folder = "/etc/docker/certs.d/registry.example.com:5000";
    await host.files.makeDirectory(folder);
    await host.files.write(`${folder}/ca.crt`, itsAuthority);
  }
  return { host, heard };
}

const secured = (stream: Duplex) =>
  new TLSSocket(stream, { isServer: true, cert: itsAuthority, key: itsKey }).on("error", () => undefined);

type Usual = { asks: "bearer" | "basic" | "open"; realm: string };
const api = { "Docker-Distribution-Api-Version": "registry/2.0" };

function usual({ host, method, path, authorization }: Heard, { asks, realm }: Usual): Said {
  if (host.startsWith("auth.")) return tokenFor(path, authorization);
  const challenge =
    asks === "bearer" ? `Bearer realm="${realm}",service="registry.example.com"` : 'Basic realm="of the registry"';
  const isKnown =
    asks === "open" || (asks === "basic" ? authorization === robot : /^Bearer /.test(authorization ?? ""));
  if (!isKnown) return { status: 401, headers: { ...api, "WWW-Authenticate": challenge }, body: '{"errors":[]}' };
  return {
    headers: api,
    ...answerOf({ method, path, rights: asks === "bearer" ? (authorization ?? "") : "pull,push" }),
  };
}

function tokenFor(path: string, authorization: string | undefined) {
  if (authorization !== robot) return { status: 401, body: '{"details":"incorrect username or password"}' };
  const scope = new URL(path, "https://auth.example.com").searchParams.get("scope") ?? "";
  const may =
    scope === "repository:acme/shop:pull" ? "pull" : scope.startsWith("repository:acme/mine:") ? "pull,push" : "none";
  return { status: 200, body: JSON.stringify({ token: may }) };
}

function answerOf({ method, path, rights }: { method: string; path: string; rights: string }) {
  if (path === "/v2/") return { status: 200, body: "{}" };
  if (method === "HEAD" && !rights.includes("pull")) return { status: 401 };
  if (method === "HEAD") return { status: path.endsWith("/1") ? 200 : 404 };
  if (!rights.includes("push")) return { status: 401 };
  const begun = { ...api, Location: "/v2/acme/mine/blobs/uploads/1?_state=x" };
  return method === "POST" ? { status: 202, headers: begun } : { status: 204 };
}
