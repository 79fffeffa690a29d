// Types for clients: `hc<AppType>(url)` of hono/client knows every route, its input and its answers.
export type { AppType } from "./app.ts";
