import { made, type Order, own } from "./order.ts";

export const sources: Order[] = [
  {
    route: "POST /api/v1/sources",
    by: "team",
    body: (_, n) => ({
      name: `forge ${n}`,
      forge: "gitea",
      baseUrl: "https://git.example.com",
      auth: "token",
      tokenUser: "robot",
      token: "swordfish",
      knownHost: "git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
    }),
    see: made("sources"),
    sealed: ["token"],
  },
  {
    route: "POST /api/v1/sources",
    by: "team",
    body: ({ ids }, n) => ({
      name: `keys ${n}`,
      forge: "gitea",
      auth: "deploy-key",
      deployKeyRunnerId: ids.runners,
    }),
    see: made("sources"),
  },
  {
    route: "PATCH /api/v1/sources/{id}",
    by: "team",
    body: ({ ids }) => ({
      name: "forge",
      baseUrl: "https://github.com",
      auth: "token",
      tokenUser: "robot",
      token: "swordfish",
      deployKeyRunnerId: ids.runners,
      knownHost: "git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
    }),
    see: own("sources"),
    sealed: ["token"],
  },
  {
    route: "POST /api/v1/sources/{id}/deploy-key",
    by: "team",
    body: ({ ids }) => ({ runnerId: ids.runners }),
    compared: ["runnerId"],
  },
];
