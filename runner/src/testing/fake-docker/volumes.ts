import * as v from "valibot";
import { filterOf } from "./networks.ts";
import { type DockerState, Refusal, type Route } from "./state.ts";

/** The laws of named volumes: made once by whoever comes first, and gone only by name, when no container has them. */
const Created = v.object({ Name: v.string(), Labels: v.optional(v.record(v.string(), v.string()), {}) });

const usersOf = ({ containers }: DockerState, name: string) =>
  containers.filter(({ mounts }) => mounts.some((each) => each.name === name));

const shown = (state: DockerState, names: readonly string[]) =>
  names.map((name) => ({
    Name: name,
    Labels: state.volumes.get(name)?.labels ?? null,
    UsageData: { Size: 4_096, RefCount: usersOf(state, name).length },
  }));

export const volumeRoutes: readonly Route[] = [
  [
    "GET",
    /^\/volumes$/,
    (state, { query }) => {
      const asked = filterOf(query, "name");
      // As the daemon has it: every name that holds the text.
      const found = [...state.volumes.keys()].filter((name) => asked.some((part) => name.includes(part)));
      return { status: 200, body: { Volumes: shown(state, found), Warnings: null } };
    },
  ],
  ["GET", /^\/system\/df$/, (state) => ({ status: 200, body: { Volumes: shown(state, [...state.volumes.keys()]) } })],
  [
    "POST",
    /^\/volumes\/create$/,
    (state, { body }) => {
      const { Name, Labels } = v.parse(Created, body);
      if (!state.volumes.has(Name)) state.volumes.set(Name, { labels: Labels });
      return { status: 201, body: { Name, Labels: state.volumes.get(Name)?.labels } };
    },
  ],
  [
    "DELETE",
    /^\/volumes\/([^/]+)$/,
    (state, _call, [name = ""]) => {
      if (!state.volumes.has(name)) throw new Refusal(404, `get ${name}: no such volume`);
      if (usersOf(state, name).length > 0) throw new Refusal(409, `remove ${name}: volume is in use`);
      state.volumes.delete(name);
      return { status: 204 };
    },
  ],
];
