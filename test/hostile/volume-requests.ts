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
    route: "POST /api/v1/volumes",
    by: "team",
    body: ({ ids }, n) => ({
      name: `photos-${n}`,
      serverId: ids.servers,
      share: { kind: "nfs", host: "nas.lan", path: "/srv/photos", version: "4.1" },
    }),
    see: made("volumes"),
    shown: { serverId: "server.id" },
  },
  {
    route: "POST /api/v1/volumes",
    by: "team",
    body: ({ ids }, n) => ({
      name: `scans-${n}`,
      serverId: ids.servers,
      share: {
        kind: "smb",
        host: "nas.lan",
        share: "scans",
        username: "shop",
        domain: "OFFICE",
        version: "3.0",
        fileMode: "0640",
        folderMode: "0750",
      },
      password: "swordfish",
    }),
    see: made("volumes"),
    shown: { serverId: "server.id" },
    sealed: ["password"],
  },
  {
    // Its name is typed once more, so no other text is taken.
    route: "POST /api/v1/volumes/{id}/trash",
    by: "team",
    body: ({ domain }) => ({ name: `${domain.split(".")[0]}-data` }),
  },
];
