import { type Order, own } from "./order.ts";

const password = "correct horse battery";
const email = (n: number) => `guest-${n}@fairlead.test`;
/** People, teams and tokens. */
export const identity: Order[] = [
  {
    route: "POST /api/auth/sign-up/email",
    few: true,
    by: "anyone",
    body: (_, n) => ({ name: "Guest", email: email(n), password }),
    sealed: ["password"],
    shown: { name: "user.name", email: "user.email" },
  },
  {
    route: "POST /api/auth/sign-up/email",
    few: true,
    by: "anyone",
    body: (_, n) => ({ name: "Guest", email: email(n), password, invitation: "none" }),
    compared: ["invitation", "name", "email", "password"],
  },
  {
    route: "POST /api/auth/sign-in/email",
    few: true,
    by: "anyone",
    body: ({ owner }) => ({ email: owner.email, password: owner.password }),
    compared: ["password"],
  },
  {
    route: "POST /api/auth/request-password-reset",
    by: "anyone",
    body: (_, n) => ({ email: email(n) }),
  },
  {
    route: "POST /api/auth/reset-password",
    few: true,
    by: "anyone",
    body: () => ({ token: "none", password }),
    compared: ["token", "password"],
  },
  {
    route: "POST /api/v1/setup",
    by: "anyone",
    body: (_, n) => ({ code: "none", email: email(n), password, name: "Ada", team: "Harbour" }),
    compared: ["code", "email", "password", "name", "team"],
  },
  { route: "PATCH /api/v1/me", by: "person", body: () => ({ name: "Ada" }), shown: { name: "user.name" } },
  {
    route: "POST /api/v1/me/password",
    few: true,
    by: "person",
    body: ({ owner }) => ({ current: owner.password, password: owner.password }),
    compared: ["current", "password"],
  },
  { route: "PATCH /api/v1/instance", by: "person", body: () => ({ signUps: "open", addressSuffix: "sslip.io" }) },
  {
    route: "POST /api/v1/teams",
    by: "person",
    body: () => ({ name: "Harbour" }),
  },
  { route: "PATCH /api/v1/teams/{id}", by: "team", body: () => ({ name: "Harbour" }), see: own("teams") },
  { route: "PATCH /api/v1/members/{id}", by: "team", body: () => ({ role: "viewer" }) },
  {
    route: "POST /api/v1/invitations",
    by: "team",
    body: (_, n) => ({ email: email(n), role: "viewer" }),
    shown: { email: "invitation.email" },
  },
  { route: "POST /api/v1/invitations/show", by: "anyone", body: () => ({ token: "none" }), compared: ["token"] },
  { route: "POST /api/v1/invitations/accept", by: "person", body: () => ({ token: "none" }), compared: ["token"] },
  {
    route: "POST /api/v1/tokens",
    by: "team",
    body: () => ({ name: "ci", scope: "read" }),
    shown: { name: "apiToken.name" },
  },
];
