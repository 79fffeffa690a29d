import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Push } from "../forge/push.ts";

/** One call of a webhook, ready to be sent: the body exactly as signed. */
export interface Delivery {
  headers: Record<string, string>;
  body: string;
}

export interface DeliveryOptions {
  secret: string;
  push: Push;
  /** The forge's id of the delivery; the same id twice is a redelivery. */
  deliveryId: string;
}

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object under a key of a payload; payloads are fixtures, so its absence is a mistake in the fixture. */
export function objectIn(payload: JsonObject, key: string): JsonObject {
  const value = payload[key];
  if (!isObject(value)) throw new Error(`the example payload has no object ${key}`);
  return value;
}

export function readPayload(name: string): JsonObject {
  const payload: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, "../../fixtures/deliveries", name), "utf8"),
  );
  if (!isObject(payload)) throw new Error(`${name} is not a payload`);
  return payload;
}

export const hmacHex = (
  body: string,
  { secret, algorithm = "sha256" }: { secret: string; algorithm?: string },
): string => createHmac(algorithm, secret).update(body).digest("hex");

/** Forges number repositories; the same name gets the same number. */
export const numberOf = (fullName: string): number =>
  createHash("sha256").update(fullName).digest().readUInt32BE() % 1_000_000;

export const webUrl = ({ repository }: Push): string => repository.httpsUrl.replace(/\.git$/, "");
export const ownerOf = ({ repository }: Push): string => repository.fullName.split("/")[0] ?? "";
export const nameOf = ({ repository }: Push): string => repository.fullName.split("/")[1] ?? "";
export const isTag = ({ ref }: Push): boolean => ref.startsWith("refs/tags/");
export const shortRef = ({ ref }: Push): string => ref.replace(/^refs\/(heads|tags)\//, "");
