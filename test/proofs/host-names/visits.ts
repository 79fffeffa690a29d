import { once } from "node:events";
import { connect } from "node:tls";
import { ask } from "../../support/ask.ts";

const withinMs = 20_000;

/** Any host below a wildcard, the name itself otherwise. */
const visited = (name: string) => name.replace(/^\*\./, "any.");

/** undefined: the request met the name's own entry. */
export async function askPlain(port: number, name: string): Promise<string | undefined> {
  const host = visited(name);
  const { status, headers } = await ask({ ip: "127.0.0.1", port, host, path: "/a" });
  const wanted = ["http://target.example.org/a", `https://${host}/a`];
  return status === 308 && wanted.includes(String(headers.location))
    ? undefined
    : `${host} answered ${status} ${headers.location}`;
}

/** What the proxy asks itself before it gets a certificate. */
export async function isPermitted(port: number, name: string): Promise<boolean> {
  const path = `/?domain=${encodeURIComponent(name)}`;
  return (await ask({ ip: "127.0.0.1", port, host: "127.0.0.1", path })).status === 200;
}

/** undefined: a visitor by TLS is shown a certificate of that very name. */
export async function certificateFits(port: number, name: string): Promise<string | undefined> {
  const socket = connect({ host: "127.0.0.1", port, servername: name, rejectUnauthorized: false });
  socket.setTimeout(withinMs, () => socket.destroy(new Error(`no certificate within ${withinMs} ms`)));
  try {
    await once(socket, "secureConnect");
    const { subjectaltname } = socket.getPeerCertificate();
    return subjectaltname === `DNS:${name}` ? undefined : `${name} is shown a certificate of ${subjectaltname}`;
  } finally {
    socket.destroy();
  }
}
