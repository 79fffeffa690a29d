import { expect, test } from "vitest";
import { label } from "../../plan/names.ts";
import { ids } from "../../testing/builders.ts";
import { createFakeDocker } from "../../testing/fake-docker/fake-docker.ts";
import { type FakeContainer, nextId } from "../../testing/fake-docker/state.ts";
import { readMissing } from "./missing-resources.ts";

const gone = ids.resource.replace(/.$/, "9");
const aContainer = (labels: Record<string, string>, state: FakeContainer["state"] = "running"): FakeContainer => ({
  id: nextId(),
  name: `c-${nextId()}`,
  image: "sha256:0",
  init: true,
  oneOff: undefined,
  hostPorts: [],
  labels,
  mounts: [],
  files: new Map(),
  networks: new Map(),
  state,
  exitCode: 0,
  deaths: [],
  waiters: [],
});
const ours = (resource: string) => ({ [label.managed]: "true", [label.application]: resource });
const oursByItsNewName = (resource: string) => ({ [label.managed]: "true", [label.resource]: resource });

async function aServerWith(...containers: FakeContainer[]) {
  const docker = createFakeDocker();
  docker.state.containers.push(...containers);
  let calls = 0;
  docker.faultOf = () => void calls++;
  return { host: await docker.connect(), calls: () => calls };
}

test("a resource is missing when its server has no container of ours of it, in whatever state", async () => {
  const { host, calls } = await aServerWith(
    aContainer(ours(ids.resource), "exited"),
    aContainer(oursByItsNewName(ids.otherResource)),
    aContainer({ [label.application]: gone }),
    aContainer({ [label.managed]: "true", [label.proxy]: "1" }),
  );
  const before = calls();
  expect(await readMissing(host, [ids.resource, ids.otherResource, gone])).toEqual([gone]);
  expect(calls() - before).toBe(1);
});

test("where nothing is expected nothing is asked", async () => {
  const { host, calls } = await aServerWith();
  const before = calls();
  expect(await readMissing(host, [])).toEqual([]);
  expect(calls() - before).toBe(0);
});
