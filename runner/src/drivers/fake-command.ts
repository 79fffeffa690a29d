import type { Effect } from "../journal/effects.ts";
import type { Release } from "../plan/names.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import type { CommandOrder, Executed, ExecuteOrder, ExitWatch, StartedCommand, StartRequest } from "../ports/driver.ts";
import type { FakeContainer, FakeServer } from "./fake.ts";
import { fakeVolumes, makeFakeVolumes, mountedNames } from "./fake-volumes.ts";

type Tools = {
  server: FakeServer;
  effect: Effect;
  own: (resource: string) => FakeContainer[];
  watch: (container: FakeContainer | undefined) => ExitWatch;
  /** A container that was made and does not run. */
  empty: () => Omit<FakeContainer, "labels" | "name" | "role" | "image" | "release" | "imageOrigin" | "commit">;
  seen: (container: FakeContainer) => ObservedContainer;
  labels: (release: Release) => Record<string, string>;
};

const asTyped = (line: string) => ({ exitCode: line.startsWith("exit ") ? Number(line.slice("exit ".length)) : 0 });

/** Commands end the moment they begin, as their image behaves. */
export async function startFakeCommand(
  { server, effect, own, watch, empty, seen, labels }: Tools,
  order: CommandOrder,
): Promise<StartedCommand> {
  const { release, role, line, image, imageOrigin, commit, onOutput } = order;
  const {
    exit = asTyped(line),
    prints = [],
    hangs = line.startsWith("sleep "),
  } = server.behaviours.get(image)?.[role === "command" ? "command" : "postDeployCommand"] ?? {};
  const earlier = own(release.resource).find(
    (each) => each.role === role && each.release.deployment === release.deployment,
  );
  const container: FakeContainer = earlier ?? {
    ...empty(),
    labels: labels(release),
    name: `fake-${release.number}-${role}`,
    role,
    image,
    release,
    imageOrigin,
    commit,
    volumes: mountedNames(order),
  };
  if (!earlier)
    await makeFakeVolumes(
      fakeVolumes(() => server, effect),
      order,
    );
  if (!earlier) await effect("make-command", async () => void server.containers.push(container));
  const isJoined = container.state === "running" || container.lastExit !== undefined;
  if (!isJoined) await putFakeFiles(effect, container, order);
  if (!isJoined)
    await effect("run-command", async () => {
      container.state = hangs ? "running" : "stopped";
      if (!hangs) container.lastExit = { exitCode: 0, isOutOfMemory: false, error: "", ...exit };
    });
  for (const line of prints) onOutput("stdout", Buffer.from(`${line}\n`));
  return { container: seen(container), watch: watch(container), isJoined, drained: Promise.resolve() };
}

export async function putFakeFiles(effect: Effect, container: FakeContainer, { files = [] }: StartRequest) {
  if (files.length === 0) return;
  await effect("put-files", async () => {
    container.files = files;
  });
}

/** Understands the same lines, and `echo`. What would take long is out of time at once. */
export async function executeFake(container: FakeContainer | undefined, order: ExecuteOrder): Promise<Executed> {
  order.signal.throwIfAborted();
  if (container?.state !== "running") return { kind: "refused" };
  if (order.line.startsWith("sleep ")) return { kind: "timeout" };
  const lines = order.line.startsWith("echo ") ? [order.line.slice("echo ".length)] : [];
  return { kind: "ended", ...asTyped(order.line), lines };
}
