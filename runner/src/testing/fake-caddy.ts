import type http from "node:http";

export type FakeCaddy = { answer: http.RequestListener; config: unknown };

/** The admin API of Caddy as far as its documents go: an entity tag a state, a write that names an older one is refused. */
export function createFakeCaddy(): FakeCaddy {
  const caddy: FakeCaddy = {
    config: null,
    answer: (request, response) => void answer(caddy, request, response),
  };
  return caddy;
}

async function answer(caddy: FakeCaddy, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const say = (status: number, body: unknown) =>
    response.writeHead(status, { etag: etagOf(caddy.config) }).end(JSON.stringify(body));
  const id = request.url?.match(/^\/id\/(.+)$/)?.[1];
  if (id !== undefined) {
    const found = findById(caddy.config, id);
    return void say(found ? 200 : 404, found ?? { error: "unknown object ID" });
  }
  if (request.method !== "POST") return void say(200, caddy.config);
  const expected = request.headers["if-match"];
  if (expected !== undefined && expected !== etagOf(caddy.config)) return void say(412, { error: "If-Match" });
  caddy.config = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  say(200, null);
}

function etagOf(config: unknown): string {
  const text = JSON.stringify(config);
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (hash * 31 + text.charCodeAt(at)) | 0;
  return `"/config/ ${text.length}-${hash}"`;
}

function findById(value: unknown, id: string): object | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("@id" in value && value["@id"] === id) return value;
  for (const each of Object.values(value)) {
    const found = findById(each, id);
    if (found) return found;
  }
  return undefined;
}
