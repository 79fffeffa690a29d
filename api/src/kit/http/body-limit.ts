import type { Context } from "hono";
import { AppError } from "../../rules/errors.ts";
import type { ApiEnv } from "./api-env.ts";

const tooLarge = (maxBytes: number) =>
  new AppError("invalid", "request.too_large", { message: `The request body is larger than ${maxBytes} bytes.` });

/** How much of a body that is too large is still read, so that its connection can be used again after the refusal. */
const drainBytes = 4 * 1024 * 1024;

/**
 * Refuses a body larger than `maxBytes` before anything parses it. A stated length is held by the HTTP parser; a body without one
 * comes in pieces, which are counted here and kept for the handler.
 */
export async function limitBody(c: Context<ApiEnv>, maxBytes: number): Promise<void> {
  const { method, raw } = c.req;
  if (method === "GET" || method === "HEAD") return;
  const stated = c.req.header("Content-Length");
  if (stated !== undefined) {
    if (Number(stated) > maxBytes) throw tooLarge(maxBytes);
    return;
  }
  const reader = raw.body?.getReader();
  if (!reader) return;
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size <= maxBytes) parts.push(next.value);
    else parts.length = 0;
    if (size > maxBytes + drainBytes) {
      // A sender without an end is cut off.
      c.header("Connection", "close");
      await reader.cancel();
      break;
    }
  }
  if (size > maxBytes) throw tooLarge(maxBytes);
  // The framework keeps promises there, whatever its types say: handlers read the kept bytes as text, JSON or bytes.
  Object.assign(c.req.bodyCache, { arrayBuffer: Promise.resolve(joined(parts, size)) });
}

function joined(parts: Uint8Array[], size: number): ArrayBuffer {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.buffer;
}
