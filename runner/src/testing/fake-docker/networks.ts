import * as v from "valibot";
import { type DockerState, type FakeNetwork, nextId, nextNumber, otherRequests, Refusal, type Route } from "./state.ts";

/**
 * The laws of Docker 20.10 to 24: a name is looked up when the request comes and taken some time later, so two that ask at once both get
 * one; from then on the name alone is ambiguous. A network with running containers is not removed.
 */
export function findNetwork({ networks }: DockerState, term: string): FakeNetwork {
  const byId = networks.find(({ id }) => id === term);
  if (byId) return byId;
  const [found, ...others] = networks.filter(({ name }) => name === term);
  if (!found) throw new Refusal(404, `network ${term} not found`);
  if (others.length > 0)
    throw new Refusal(400, `network ${term} is ambiguous (${others.length + 1} matches found on name)`);
  return found;
}

const Created = v.object({
  Name: v.string(),
  CheckDuplicate: v.optional(v.boolean(), false),
  Labels: v.optional(v.record(v.string(), v.string()), {}),
});

const shown = ({ id, name, createdAt, labels }: FakeNetwork) => ({
  Id: id,
  Name: name,
  Created: createdAt,
  Labels: labels,
});

export const networkRoutes: readonly Route[] = [
  [
    "GET",
    /^\/networks$/,
    (state, { query }) => {
      const names = filterOf(query, "name");
      const isAsked = ({ name }: FakeNetwork) => names.length === 0 || names.some((part) => name.includes(part));
      return { status: 200, body: state.networks.filter(isAsked).map(shown) };
    },
  ],
  [
    "POST",
    /^\/networks\/create$/,
    async (state, { body }) => {
      const { Name, CheckDuplicate, Labels } = v.parse(Created, body);
      if (CheckDuplicate && state.networks.some(({ name }) => name === Name))
        throw new Refusal(409, `network with name ${Name} already exists`);
      const createdAt = `2026-01-01T00:00:00.${String(nextNumber()).padStart(9, "0")}Z`;
      await otherRequests();
      await otherRequests();
      const network = { id: nextId(), name: Name, createdAt, labels: Labels };
      state.networks.push(network);
      return { status: 201, body: { Id: network.id, Warning: "" } };
    },
  ],
  [
    "POST",
    /^\/networks\/([^/]+)\/connect$/,
    (state, { body }, [term = ""]) => {
      const network = findNetwork(state, term);
      const { Container } = v.parse(v.object({ Container: v.string() }), body);
      const container = state.containers.find(({ id, name }) => id === Container || name === Container);
      if (!container) throw new Refusal(404, `No such container: ${Container}`);
      if (container.networks.has(network.name))
        throw new Refusal(403, `endpoint with name ${container.name} already exists in network ${network.name}`);
      container.networks.set(network.name, { id: network.id, address: `10.0.1.${nextNumber() % 250}` });
      return { status: 200 };
    },
  ],
  [
    "DELETE",
    /^\/networks\/([^/]+)$/,
    (state, _call, [term = ""]) => {
      const network = findNetwork(state, term);
      const isUsed = state.containers.some(
        (each) => each.state === "running" && [...each.networks.values()].some(({ id }) => id === network.id),
      );
      if (isUsed)
        throw new Refusal(
          403,
          `error while removing network: network ${network.name} id ${network.id} has active endpoints`,
        );
      state.networks = state.networks.filter(({ id }) => id !== network.id);
      return { status: 204 };
    },
  ],
];

const Filters = v.record(v.string(), v.union([v.array(v.string()), v.record(v.string(), v.boolean())]));

/** Docker takes a list as well as a map. */
export function filterOf(query: URLSearchParams, key: string): string[] {
  const found = v.parse(Filters, JSON.parse(query.get("filters") ?? "{}"))[key] ?? [];
  return Array.isArray(found) ? found : Object.keys(found);
}
