import { check, fetchApi } from "./http.ts";

type Query = Record<string, string | undefined>;
type Options = { query?: Query; json?: unknown; signal?: AbortSignal };

/** Sends one request under /api/v1 and reads its JSON. Parts of the path are encoded here, so an id never changes the route. */
export async function send<T>(method: string, path: readonly string[], options: Options = {}): Promise<T> {
  const query = new URLSearchParams(
    Object.entries(options.query ?? {}).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );
  const url = `/api/v1/${path.map(encodeURIComponent).join("/")}${query.size > 0 ? `?${query}` : ""}`;
  const response = await check(
    await fetchApi(url, {
      method,
      ...(options.signal ? { signal: options.signal } : {}),
      ...(options.json === undefined
        ? {}
        : { body: JSON.stringify(options.json), headers: { "Content-Type": "application/json" } }),
    }),
  );
  return response.status === 204 ? nothing<T>() : response.json();
}

const nothing = <T>() => undefined as T;
