import { made, type Order, own } from "./order.ts";

const login = { username: "robot", password: "swordfish" };

export const registries: Order[] = [
  {
    route: "POST /api/v1/registries",
    by: "team",
    body: (_, n) => ({ ...login, address: `registry-${n}.example.com:5000`, isDefault: false }),
    see: made("registries"),
    sealed: ["password"],
  },
  {
    route: "POST /api/v1/registries",
    by: "team",
    body: ({ ids }, n) => ({
      ...login,
      name: `tried ${n}`,
      isDefault: true,
      address: `tried-${n}.example.com`,
      serverId: ids.servers,
      pullImage: `tried-${n}.example.com/acme/shop:1`,
      pushImage: `tried-${n}.example.com/acme/shop`,
    }),
    see: made("registries"),
    sealed: ["password"],
  },
  {
    route: "PATCH /api/v1/registries/{id}",
    by: "team",
    body: ({ ids }, n) => ({
      ...login,
      name: `other ${n}`,
      isDefault: true,
      address: `other-${n}.example.com`,
      serverId: ids.servers,
      pullImage: `other-${n}.example.com/acme/shop:1`,
      pushImage: `other-${n}.example.com/acme/shop`,
    }),
    see: own("registries"),
    sealed: ["password"],
  },
];
