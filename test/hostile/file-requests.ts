import { type Order, v1 } from "./order.ts";

/** One that is text, and one of bytes that are none. */
const heldBy = (holders: string): Order[] => [
  {
    route: `POST /api/v1/${holders}/{id}/files`,
    by: "team",
    body: (_seeds, n) => ({ text: `greeting: hello ${n}` }),
    see: ({ ids }, answer) => v1(`/resources/${ids.applications}/files/${String(answer.id)}`),
  },
  {
    route: `POST /api/v1/${holders}/{id}/files`,
    by: "team",
    body: (_seeds, n) => ({ base64: Buffer.from([255, n % 256]).toString("base64") }),
    see: ({ ids }, answer) => v1(`/resources/${ids.applications}/files/${String(answer.id)}`),
  },
];

export const files: Order[] = ["applications", "resources"].flatMap(heldBy);
