import * as v from "valibot";
import { Cause } from "../../../contract/index.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import { RunnerFault, StepFailed } from "../../outcome.ts";
import type { Upstreams } from "../../ports/upstreams.ts";
import type { CaddyAdmin, SeenDocument } from "./admin.ts";
import type { ProxyContainer } from "./container.ts";
import { keepSettings } from "./kept-state.ts";
import { proxyFiles, proxyFolder } from "./proxy-paths.ts";
import { type ProxySettings, renderCaddy, withoutCertificates } from "./render.ts";
import { keepForStart, readText, seenVersion } from "./start-document.ts";
import { featuresOf } from "./version.ts";

export type LoadedDocument = {
  isLoaded: boolean;
  /** Names the document that serves now. */
  inForce: string;
  /** Why the wanted settings are not in force. */
  settings: Cause | null;
};

type Order = {
  admin: CaddyAdmin;
  settings: ProxySettings;
  hash: string;
  proxy: ProxyContainer;
  upstreams: Upstreams;
};

/**
 * Puts the document with these settings in force, if another one is. Settings that are refused leave the ones before; where there are
 * none, everything but certificates is served.
 */
export async function loadDocument(host: DockerHost, order: Order): Promise<LoadedDocument> {
  // Another runner may write between our look and our write: then look again.
  for (let attempt = 0; attempt < 5; attempt++) {
    const seen = await order.admin.readDocument();
    if (!seen) break;
    if (seen.hash === order.hash) {
      await stay(host, order.hash);
      return { isLoaded: false, inForce: order.hash, settings: null };
    }
    const loaded = await tryLoad(host, order, seen);
    if (loaded) return loaded;
  }
  throw new RunnerFault({
    class: "internal",
    step: null,
    sentence: "The proxy went away or was changed by others while it was given its settings.",
    evidence: [],
    nextAction: "Try again; if it happens again, look at `docker logs fairlead-proxy` on the server.",
  });
}

async function tryLoad(host: DockerHost, order: Order, seen: SeenDocument): Promise<LoadedDocument | undefined> {
  const { settings, hash } = order;
  const known = await readRefusal(host, hash);
  const cause = known ?? (await put(host, order, { settings, hash, seen }));
  if (cause === "conflict") return undefined;
  if (cause === "loaded") return { isLoaded: true, inForce: hash, settings: null };
  if (!known) await writeRefusal(host, { hash, cause });
  if (seen.hash !== undefined) return { isLoaded: false, inForce: seen.hash, settings: cause };
  const plain = await put(host, order, { settings: withoutCertificates(settings), hash: `${hash}00`, seen });
  if (plain === "conflict") return undefined;
  if (plain !== "loaded") throw new StepFailed(plain);
  return { isLoaded: true, inForce: `${hash}00`, settings: cause };
}

type Attempt = { settings: ProxySettings; hash: string; seen: SeenDocument };

async function put(
  host: DockerHost,
  { admin, proxy, upstreams }: Order,
  { settings, hash, seen }: Attempt,
): Promise<"loaded" | "conflict" | Cause> {
  const roots = settings.acme?.trustedRoots;
  const path = `${proxyFolder(host.home)}/${proxyFiles.acmeRoots(hash)}`;
  if (roots) await host.files.write(path, roots, { mode: 0o600 });
  const { version } = await seenVersion(host, proxy);
  const config = renderCaddy(settings, { features: featuresOf(version), hash, upstreams });
  try {
    if (seen.hash !== undefined) await leave(host, seen.hash);
    const answer = await admin.load(config, seen);
    if (answer === "conflict") return answer;
    await keepForStart(host, { proxy, config });
    if (settings.hasCertificates !== false) await keepSettings(host, settings);
    return answer;
  } catch (error) {
    if (error instanceof StepFailed) return error.failure;
    throw error;
  } finally {
    if (seen.hash !== undefined) await stay(host, seen.hash);
  }
}

const leaving = (host: DockerHost, hash: string) => `${proxyFolder(host.home)}/${proxyFiles.leaving(hash)}`;

/** Until the document ends, it asks everybody to come again on another connection. */
const leave = (host: DockerHost, hash: string) => host.files.write(leaving(host, hash), "", { mode: 0o600 });

/** Also for whoever died between leaving and the load. */
const stay = (host: DockerHost, hash: string) => host.files.remove(leaving(host, hash));

const Refusal = v.pipe(v.string(), v.parseJson(), v.object({ hash: v.string(), cause: Cause }));

/** Trying again what was refused could leave another listener behind each time. */
async function readRefusal(host: DockerHost, hash: string): Promise<Cause | undefined> {
  const parsed = v.safeParse(Refusal, await readText(host, proxyFiles.refused));
  return parsed.success && parsed.output.hash === hash ? parsed.output.cause : undefined;
}

const writeRefusal = (host: DockerHost, refusal: { hash: string; cause: Cause }) =>
  host.files.write(`${proxyFolder(host.home)}/${proxyFiles.refused}`, JSON.stringify(refusal), { mode: 0o600 });
