import { made, type Order, own } from "./order.ts";

const login = { username: "robot", password: "swordfish" };

export const registries: Order[] = [
  {
    route: "POST /api/v1/registries",
    by: "team",
    body: (_, n) => ({ ...login, address: `registry-${n}.example.com:5000` }),
    see: made("registries"),
    sealed: ["password"],
  },
  {
    route: "PATCH /api/v1/registries/{id}",
    by: "team",
    body: (_, n) => ({ ...login, address: `other-${n}.example.com` }),
    see: own("registries"),
    sealed: ["password"],
  },
];
