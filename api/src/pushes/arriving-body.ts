import type { Context } from "hono";
import type { ApiEnv } from "../kit/http/api-env.ts";
import { AppError } from "../rules/errors.ts";

/** As a whole where it is small, in pieces where it is not. */
export type ArrivingBody = Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array>;

/** More than GitHub sends, whose cap is the highest of the forges. */
export const largestBytes = 25 * 1024 * 1024;
/** Up to here a payload is kept as it was sent. */
const wholeBytes = 5 * 1024 * 1024;
/** So long a body may take, whether it tells its length or not. */
const maxMs = 60_000;

/** Does something once so many ms have passed, unless it is stopped before. */
export type After = (ms: number, act: () => void) => () => void;
export const afterMs: After = (ms, act) => {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
};

export const tooLarge = () =>
  new AppError("invalid", "request.too_large", { message: `The request body is larger than ${largestBytes} bytes.` });
const tooSlow = () =>
  new AppError("invalid", "request.too_slow", { message: "The request body did not come within a minute." });

export const statedBytes = ({ req }: Context<ApiEnv>): number | undefined => {
  const stated = req.header("Content-Length");
  return stated === undefined ? undefined : Number(stated);
};

/** Nothing beyond `wholeBytes` is held here. */
export async function arrivingBody(c: Context<ApiEnv>, after: After): Promise<ArrivingBody> {
  const stated = statedBytes(c);
  if (stated !== undefined && stated <= wholeBytes) return new Uint8Array(await inTime(c.req.arrayBuffer(), after));
  const reader = c.req.raw.body?.getReader();
  if (!reader) return new Uint8Array();
  const next = piecesOf(reader, after);
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

async function inTime<T>(arrives: Promise<T>, after: After): Promise<T> {
  let stop: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    stop = after(maxMs, () => reject(tooSlow()));
  });
  return Promise.race([arrives, late]).finally(stop);
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function* piecesOf(reader: Reader, after: After): AsyncGenerator<Uint8Array, void> {
  let size = 0;
  let isLate = false;
  const stop = after(maxMs, () => {
    isLate = true;
    reader.cancel().catch(() => undefined);
  });
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length;
      if (size > largestBytes) throw tooLarge();
      yield next.value;
    }
    if (isLate) throw tooSlow();
  } finally {
    stop();
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
