import { type Order, v1 } from "./order.ts";

/** One that is text, and one of any bytes. */
export const files: Order[] = [
  {
    route: "POST /api/v1/resources/{id}/files",
    by: "team",
    body: (_seeds, n) => ({ text: `greeting: hello ${n}` }),
    see: ({ ids }, answer) => v1(`/resources/${ids.applications}/files/${String(answer.id)}`),
  },
  {
    route: "POST /api/v1/resources/{id}/files",
    by: "team",
    body: (_seeds, n) => ({ base64: Buffer.from(`bytes ${n}`).toString("base64") }),
  },
];
