import { made, type Order } from "./order.ts";

export const volumes: Order[] = [
  {
    route: "POST /api/v1/volumes",
    by: "team",
    body: ({ ids }, n) => ({ name: `data-${n}`, serverId: ids.servers, adopt: `old_data-${n}` }),
    see: made("volumes"),
  },
  {
    route: "POST /api/v1/volumes/{id}/trash",
    by: "team",
    body: (_, n) => ({ name: `data-${n}` }),
    compared: ["name"],
  },
];
