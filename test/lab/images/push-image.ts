import { readFile } from "node:fs/promises";
import { type Layer, sha256 } from "./layer.ts";

/** What a container of the image runs with: the `config` part of the Docker image config. */
export interface ImageConfig {
  Env?: string[];
  Cmd?: string[];
  Entrypoint?: string[];
  WorkingDir?: string;
  User?: string;
  ExposedPorts?: Record<string, Record<string, never>>;
  Labels?: Record<string, string>;
}

export interface PushTarget {
  /** `http://10.77.4.1:5000` */
  url: string;
  username?: string;
  password?: string;
}

export interface PushedImage {
  repository: string;
  tags: readonly string[];
  /** Digest of the manifest: `sha256:…`. */
  digest: string;
}

const manifestType = "application/vnd.docker.distribution.manifest.v2+json";
const architecture = process.arch === "arm64" ? "arm64" : "amd64";

/** Pushes an image to a registry with nothing but HTTP: no docker daemon needs to run where base images are made. */
export async function pushImage(
  target: PushTarget,
  image: { repository: string; tags: readonly string[]; layers: readonly Layer[]; config: ImageConfig },
): Promise<PushedImage> {
  const { repository, tags, layers } = image;
  for (const layer of layers) {
    await pushBlob(target, { repository, digest: layer.digest, read: () => readFile(layer.file) });
  }
  const config = Buffer.from(JSON.stringify(renderConfig(image)));
  await pushBlob(target, { repository, digest: sha256(config), read: async () => config });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: {
      mediaType: "application/vnd.docker.container.image.v1+json",
      size: config.length,
      digest: sha256(config),
    },
    layers: layers.map(({ sizeBytes, digest }) => ({
      mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip",
      size: sizeBytes,
      digest,
    })),
  });
  for (const tag of tags) {
    const headers = { "content-type": manifestType };
    await ask(target, { path: `${repository}/manifests/${tag}`, method: "PUT", body: manifest, headers });
  }
  return { repository, tags, digest: sha256(manifest) };
}

function renderConfig({ layers, config }: { layers: readonly Layer[]; config: ImageConfig }) {
  // A fixed date: the same content has the same digest wherever and whenever it is made.
  const created = "2026-01-01T00:00:00Z";
  return {
    architecture,
    os: "linux",
    created,
    config,
    rootfs: { type: "layers", diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map(() => ({ created, created_by: "lab" })),
  };
}

interface Blob {
  repository: string;
  digest: string;
  read(): Promise<Buffer>;
}

async function pushBlob(target: PushTarget, { repository, digest, read }: Blob): Promise<void> {
  const known = await fetch(`${target.url}/v2/${repository}/blobs/${digest}`, {
    method: "HEAD",
    headers: login(target),
  });
  if (known.ok) return;
  const started = await ask(target, { path: `${repository}/blobs/uploads/`, method: "POST" });
  const place = new URL(started.headers.get("location") ?? "", target.url);
  place.searchParams.set("digest", digest);
  const body = new Uint8Array(await read());
  const headers = { ...login(target), "content-type": "application/octet-stream" };
  const stored = await fetch(place, { method: "PUT", body, headers });
  if (!stored.ok) throw new Error(`the registry refused ${digest}: ${stored.status} ${await stored.text()}`);
}

interface RegistryRequest {
  path: string;
  method: string;
  body?: string;
  headers?: Record<string, string>;
}

async function ask(target: PushTarget, { path, ...request }: RegistryRequest): Promise<Response> {
  const answer = await fetch(`${target.url}/v2/${path}`, {
    ...request,
    headers: { ...login(target), ...request.headers },
  });
  if (!answer.ok) throw new Error(`the registry answered ${answer.status} to ${path}: ${await answer.text()}`);
  return answer;
}

function login({ username, password }: PushTarget): Record<string, string> {
  if (username === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
}
