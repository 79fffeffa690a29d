import * as v from "valibot";
import { filterOf, findNetwork } from "./networks.ts";
import {
  type DockerState,
  type FakeContainer,
  type FakeImage,
  nextId,
  otherRequests,
  Refusal,
  type Route,
} from "./state.ts";

/** The laws of names, states and networks of containers. A name is taken before the container can be seen by it. */
const Mount = v.object({
  Type: v.string(),
  Source: v.optional(v.string(), ""),
  Target: v.string(),
  ReadOnly: v.optional(v.boolean(), false),
});
const Created = v.object({
  Image: v.string(),
  Labels: v.optional(v.record(v.string(), v.string()), {}),
  Cmd: v.optional(v.array(v.string()), []),
  HostConfig: v.object({
    NetworkMode: v.string(),
    NanoCpus: v.optional(v.number(), 0),
    Init: v.optional(v.boolean(), false),
    Mounts: v.optional(v.array(Mount), []),
    PortBindings: v.optional(v.record(v.string(), v.array(v.object({ HostPort: v.string() }))), {}),
  }),
});

const taken = new WeakMap<DockerState, Set<string>>();
const namesOf = (state: DockerState) => {
  const names = taken.get(state) ?? new Set<string>();
  taken.set(state, names);
  return names;
};

function find({ containers }: DockerState, term: string): FakeContainer {
  const found = containers.find(({ id, name }) => id === term || name === term);
  if (!found) throw new Refusal(404, `No such container: ${term}`);
  return found;
}

const networksShown = ({ networks, state }: FakeContainer) =>
  Object.fromEntries(
    [...networks].map(([name, { id, address }]) => [
      name,
      { NetworkID: id, IPAddress: state === "running" ? address : "" },
    ]),
  );

const listed = (each: FakeContainer) => ({
  Id: each.id,
  Names: [`/${each.name}`],
  ImageID: each.image,
  State: each.state,
  Labels: each.labels,
  NetworkSettings: { Networks: networksShown(each) },
  Ports: each.name === "fairlead-proxy" && each.state === "running" ? [{ PublicPort: 80 }, { PublicPort: 443 }] : [],
});

const inspected = (each: FakeContainer) => ({
  Id: each.id,
  Name: `/${each.name}`,
  Image: each.image,
  RestartCount: each.deaths.length + (each.state === "restarting" ? 1 : 0),
  State: {
    Status: each.state,
    // As the daemon has it: one that waits to be restarted is both.
    Running: each.state === "running" || each.state === "restarting",
    Restarting: each.state === "restarting",
    Pid: 2,
    OOMKilled: false,
    Error: "",
    ExitCode: each.exitCode,
    FinishedAt: "2026-01-02T03:04:05.678901234Z",
  },
  Mounts: each.mounts.map(({ name, path }) => ({ Type: "volume", Name: name, Destination: path })),
  Config: { Labels: each.labels, Env: ["CADDY_VERSION=v2.6.2"] },
  NetworkSettings: { Networks: networksShown(each) },
});

/** Ends its process, as a stop or a kill does; one that crashes is started again and again. */
export function endContainer(
  container: FakeContainer,
  { exitCode, state = "exited" }: { exitCode: number; state?: "exited" | "restarting" },
): void {
  if (container.state === "created" || container.state === "exited") return;
  container.state = state;
  container.exitCode = exitCode;
  for (const tell of container.waiters.splice(0)) tell(exitCode);
}

/** What Docker up to 23 may do: the container runs again before its end is told, and the code is gone from its state. */
export function restartContainer(container: FakeContainer, { exitCode }: { exitCode: number }): void {
  container.deaths.push(exitCode);
  for (const tell of container.waiters.splice(0)) tell(0);
}

function startContainer(state: DockerState, container: FakeContainer): void {
  for (const [name, endpoint] of container.networks) {
    // By the id it had when it ran last; by name the first time.
    const { id } = findNetwork(state, endpoint.id === "" ? name : endpoint.id);
    container.networks.set(name, { id, address: endpoint.address || state.gives() });
  }
  const others = state.containers.filter(
    (each) => each !== container && each.state !== "created" && each.state !== "exited",
  );
  const taken = container.hostPorts.find((port) => others.some(({ hostPorts }) => hostPorts.includes(port)));
  if (taken !== undefined)
    throw new Refusal(
      500,
      `driver failed programming external connectivity: Bind for 127.0.0.1:${taken} failed: port is already allocated`,
    );
  if (container.init && state.lacksInit)
    throw new Refusal(400, 'exec: "docker-init": executable file not found in $PATH');
  container.state = "running";
}

function remove(state: DockerState, container: FakeContainer): void {
  endContainer(container, { exitCode: 137 });
  for (const tell of container.waiters.splice(0)) tell(container.exitCode);
  state.containers = state.containers.filter(({ id }) => id !== container.id);
  namesOf(state).delete(container.name);
}

/** One line of a command, as Docker frames what goes to its first output. */
const printed = Buffer.from("\u0001\0\0\0\0\0\0\u0009prepared\n", "latin1");

/** Those that were asked for, and one without a name for each folder that the image declares and nothing covers. */
function mountsOf({ config }: FakeImage, asked: readonly v.InferOutput<typeof Mount>[]) {
  const named = asked
    .filter(({ Type }) => Type === "volume")
    .map(({ Source, Target, ReadOnly }) => ({ name: Source, path: Target, isReadOnly: ReadOnly }));
  const unnamed = Object.keys(config?.Volumes ?? {})
    .filter((path) => !asked.some(({ Target }) => Target === path))
    .map((path) => ({ name: nextId(), path, isReadOnly: false }));
  return [...named, ...unnamed];
}

export const containerRoutes: readonly Route[] = [
  [
    "GET",
    /^\/containers\/json$/,
    (state, { query }) => {
      const labels = filterOf(query, "label");
      const networks = filterOf(query, "network");
      const volumes = filterOf(query, "volume");
      const isAsked = (each: FakeContainer) =>
        (query.get("all") !== null || each.state === "running") &&
        labels.every((label) => {
          const [key = "", value] = label.split("=");
          return value === undefined ? key in each.labels : each.labels[key] === value;
        }) &&
        (volumes.length === 0 || each.mounts.some(({ name }) => volumes.includes(name))) &&
        (networks.length === 0 || networks.some((name) => each.networks.has(name)));
      return { status: 200, body: state.containers.filter(isAsked).map(listed) };
    },
  ],
  [
    "POST",
    /^\/containers\/create$/,
    async (state, { query, body }) => {
      const name = query.get("name") ?? "";
      const { Image, Labels, HostConfig, Cmd } = v.parse(Created, body);
      const image = state.images.find(({ id, tags }) => id === Image || tags.includes(Image));
      if (!image) throw new Refusal(404, `No such image: ${Image}`);
      if (HostConfig.NanoCpus > 2e9)
        throw new Refusal(400, "Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available");
      const names = namesOf(state);
      if (names.has(name)) throw new Refusal(409, `Conflict. The container name "/${name}" is already in use`);
      names.add(name);
      await otherRequests();
      const container: FakeContainer = {
        id: nextId(),
        name,
        image: image.id,
        init: HostConfig.Init,
        oneOff: name.endsWith("-command") ? Cmd.join(" ") : undefined,
        hostPorts: Object.values(HostConfig.PortBindings).flatMap((all) => all.map((each) => each.HostPort)),
        labels: Labels,
        files: new Map(),
        mounts: mountsOf(image, HostConfig.Mounts),
        networks: new Map([[HostConfig.NetworkMode, { id: "", address: "" }]]),
        state: "created",
        exitCode: 0,
        deaths: [],
        waiters: [],
      };
      for (const each of container.mounts)
        if (!state.volumes.has(each.name)) state.volumes.set(each.name, { labels: {} });
      state.containers.push(container);
      return { status: 201, body: { Id: container.id, Warnings: [] } };
    },
  ],
  [
    "GET",
    /^\/containers\/([^/]+)\/json$/,
    (state, _call, [id = ""]) => ({ status: 200, body: inspected(find(state, id)) }),
  ],
  [
    "GET",
    /^\/containers\/([^/]+)\/logs$/,
    (state, _call, [id = ""]) => ({ status: 200, ...(find(state, id).oneOff ? { bytes: printed } : {}) }),
  ],
  [
    "POST",
    /^\/containers\/([^/]+)\/start$/,
    (state, _call, [id = ""]) => {
      const container = find(state, id);
      if (container.state === "running") return { status: 304 };
      startContainer(state, container);
      // What runs once has done its work by the time that anybody looks, unless it sleeps.
      if (container.oneOff !== undefined && !container.oneOff.startsWith("sleep "))
        endContainer(container, { exitCode: Number(/^exit (\d+)$/.exec(container.oneOff)?.[1] ?? 0) });
      return { status: 204 };
    },
  ],
  [
    "POST",
    /^\/containers\/([^/]+)\/stop$/,
    (state, _call, [id = ""]) => {
      const container = find(state, id);
      if (container.state === "created" || container.state === "exited") return { status: 304 };
      endContainer(container, { exitCode: 0 });
      return { status: 204 };
    },
  ],
  [
    "POST",
    /^\/containers\/([^/]+)\/restart$/,
    (state, _call, [id = ""]) => {
      const container = find(state, id);
      endContainer(container, { exitCode: 0 });
      startContainer(state, container);
      return { status: 204 };
    },
  ],
  [
    "POST",
    /^\/containers\/([^/]+)\/rename$/,
    (state, { query }, [id = ""]) => {
      const container = find(state, id);
      const name = query.get("name") ?? "";
      const names = namesOf(state);
      if (container.name === name)
        throw new Refusal(400, "Renaming a container with the same name as its current name");
      if (names.has(name)) throw new Refusal(409, `Conflict. The container name "/${name}" is already in use`);
      names.delete(container.name);
      names.add(name);
      container.name = name;
      return { status: 204 };
    },
  ],
  [
    "POST",
    /^\/containers\/([^/]+)\/wait$/,
    (state, { query }, [id = ""]) => {
      const container = find(state, id);
      return { status: 200, lines: untilExit(container, query.get("condition") ?? "not-running") };
    },
  ],
  [
    "DELETE",
    /^\/containers\/([^/]+)$/,
    (state, _call, [id = ""]) => {
      remove(state, find(state, id));
      return { status: 204 };
    },
  ],
];

async function* untilExit(container: FakeContainer, condition: string): AsyncGenerator<object> {
  const isOver = condition === "not-running" && container.state !== "running";
  const exitCode = isOver
    ? container.exitCode
    : await new Promise<number>((resolve) => container.waiters.push(resolve));
  yield { StatusCode: exitCode };
}
