import { made, type Order } from "./order.ts";

export const volumes: Order[] = [
  {
    route: "POST /api/v1/volumes",
    by: "team",
    body: ({ ids }, n) => ({ name: `data-${n}`, serverId: ids.servers, adopt: `old_data-${n}` }),
    see: made("volumes"),
    shown: { serverId: "server.id", adopt: "dockerName" },
  },
  {
    // Its name is typed once more, so no other text is taken.
    route: "POST /api/v1/volumes/{id}/trash",
    by: "team",
    body: ({ domain }) => ({ name: `${domain.split(".")[0]}-data` }),
  },
];
