import { type Order, own, v1 } from "./order.ts";

/** What a resource and the places around it take alike. */
function givesVariables(holders: string): Order[] {
  const few = holders === "applications" ? {} : { few: true as const };
  return [
    {
      route: `POST /api/v1/${holders}/{id}/variables`,
      ...few,
      by: "team",
      body: (_, n) => ({
        key: `KEY_${n}`,
        value: "x",
        kind: "literal",
        scope: "runtime",
        isSecret: false,
      }),
      see: (_, answer) => v1(`/variables/${String(answer.id)}/value`),
    },
    {
      // Whoever saves one is answered with all of it.
      route: `POST /api/v1/${holders}/{id}/variables`,
      few: true,
      by: "team",
      body: (_, n) => ({ key: `NOTED_${n}`, value: "x", scope: "runtime", isSecret: false, comment: "from the vault" }),
    },
    {
      route: `PUT /api/v1/${holders}/{id}/variables`,
      ...few,
      by: "team",
      body: () => ({
        variables: [{ key: "KEY", value: "x", kind: "reference", scope: "runtime", isSecret: false, comment: "x" }],
      }),
      see: ({ ids }) => v1(`/${holders}/${ids[holders]}/variables`),
      shown: {
        "variables.0.comment": "items.0.comment",
        "variables.0.key": "items.0.key",
        "variables.0.value": "items.0.value",
        "variables.0.kind": "items.0.kind",
        "variables.0.scope": "items.0.scope",
      },
    },
  ];
}

/** Domains, variables and deployments of an application, and what is done to many. */
const ofApplications: Order[] = [
  ...["applications", "resources"].map(
    (kind): Order => ({
      route: `POST /api/v1/${kind}/{id}/forget`,
      by: "team",
      body: ({ ids }) => ({ destinationId: ids.destinations }),
      // Nothing leaves that server, so there is nothing to forget.
      compared: ["destinationId"],
    }),
  ),
  {
    route: "POST /api/v1/applications/{id}/domains",
    by: "team",
    body: (_, n) => ({ host: `shop-${n}.example.com`, path: "/shop", scheme: "https" }),
    shown: { host: "items.0.host", path: "items.0.path", scheme: "items.0.scheme" },
  },
  {
    route: "POST /api/v1/applications/{id}/domains",
    by: "team",
    body: ({ domain }, n) => ({ host: `old-${n}.example.com`, redirectTo: domain }),
    shown: { host: "items.0.host", redirectTo: "items.0.redirectTo" },
  },
  {
    route: "PATCH /api/v1/domains/{id}",
    by: "team",
    body: () => ({ path: "/shop", scheme: "https" }),
    see: own("domains"),
  },
  {
    route: "PATCH /api/v1/domains/{id}",
    by: "team",
    body: ({ otherDomain }) => ({ redirectTo: otherDomain }),
    see: own("domains"),
  },
  ...["applications", "servers", "environments", "projects", "teams"].flatMap(givesVariables),
  {
    route: "PATCH /api/v1/variables/{id}",
    by: "team",
    body: () => ({ value: "x", kind: "reference", scope: "runtime" }),
    see: ({ ids }) => v1(`/variables/${ids.variables}/value`),
  },
  { route: "PATCH /api/v1/variables/{id}", by: "team", body: () => ({ comment: "from the vault" }) },
  {
    route: "PUT /api/v1/applications/{id}/tags",
    by: "team",
    body: () => ({ tags: ["nightly"] }),
    see: ({ ids }) => v1(`/applications/${ids.applications}/tags`),
  },
  {
    route: "POST /api/v1/applications/{id}/deployments",
    by: "team",
    body: () => ({ commit: "a".repeat(40) }),
  },
  {
    route: "POST /api/v1/applications/{id}/changes/undo",
    by: "team",
    body: () => ({ path: "container.port" }),
    compared: ["path"],
  },
  {
    route: "POST /api/v1/bulk",
    by: "team",
    body: ({ ids }, n) => ({ verb: "deploy", ids: [ids.applications], key: `key-of-order-${n}` }),
    compared: ["key"],
  },
  {
    route: "POST /api/v1/bulk",
    by: "team",
    body: ({ ids }) => ({
      verb: "deploy",
      tag: "nightly",
      projectId: ids.projects,
      environmentId: ids.environments,
    }),
    compared: ["tag"],
  },
];

const atResources = ({ route }: Order) => route.replace("/applications/", "/resources/");
/** The same handlers stand at both addresses: every fifth text is enough for one of them. */
export const parts: Order[] = [
  ...ofApplications,
  ...ofApplications
    .filter((order) => atResources(order) !== order.route)
    .map((order): Order => ({ ...order, route: atResources(order), few: true })),
];
