import type { AppType } from "@fairlead/api/types";
import { type ClientResponse, hc } from "hono/client";
import { check, fetchApi } from "./http.ts";

/** Every route of the control plane with its input and answer, typed by the control plane itself. */
export const client = hc<AppType>("/", { fetch: fetchApi });
export const v1 = client.api.v1;

type Told<R> = R extends ClientResponse<infer T> ? T : never;

/** The answer of a call; throws `ApiError` for anything but a success. An empty answer reads as undefined. */
export async function told<R extends Response>(call: Promise<R>): Promise<Told<R>> {
  const response = await check(await call);
  const text = await response.text();
  return parsed<Told<R>>(text);
}

// The types of the routes say what a body holds; the control plane is built from the same sources.
const parsed = <T>(text: string): T => JSON.parse(text === "" ? "null" : text);
