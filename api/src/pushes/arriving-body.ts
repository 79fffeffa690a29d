import type { Context } from "hono";
import type { ApiEnv } from "../kit/http/api-env.ts";
import { AppError } from "../rules/errors.ts";

/** As a whole where it is small, in pieces where it is not. */
export type ArrivingBody = Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array>;

/** More than GitHub sends, whose cap is the highest of the forges. */
export const largestBytes = 25 * 1024 * 1024;
/** Up to here a payload is kept as it was sent. */
const wholeBytes = 5 * 1024 * 1024;
/** So long a body may take. */
const maxMs = 60_000;

export const tooLarge = () =>
  new AppError("invalid", "request.too_large", { message: `The request body is larger than ${largestBytes} bytes.` });
const tooSlow = () =>
  new AppError("invalid", "request.too_slow", { message: "The request body did not come within a minute." });

export const statedBytes = ({ req }: Context<ApiEnv>): number | undefined => {
  const stated = req.header("Content-Length");
  return stated === undefined ? undefined : Number(stated);
};

/** Nothing beyond `wholeBytes` is held here. */
export async function arrivingBody(c: Context<ApiEnv>): Promise<ArrivingBody> {
  const stated = statedBytes(c);
  if (stated !== undefined && stated <= wholeBytes) return new Uint8Array(await c.req.arrayBuffer());
  const reader = c.req.raw.body?.getReader();
  if (!reader) return new Uint8Array();
  const next = piecesOf(reader);
  const first: Uint8Array[] = [];
  let size = 0;
  while (size <= wholeBytes) {
    const { done, value } = await next.next();
    if (done) return joined(first, size);
    first.push(value);
    size += value.length;
  }
  return inOrder(first, next);
}

async function* piecesOf(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let size = 0;
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reader.cancel().catch(() => undefined);
  }, maxMs);
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length;
      if (size > largestBytes) throw tooLarge();
      yield next.value;
    }
    if (isLate) throw tooSlow();
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => undefined);
  }
}

async function* inOrder(first: Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  // Each piece is let go as it is handed on.
  for (let piece = first.shift(); piece; piece = first.shift()) yield piece;
  yield* rest;
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
