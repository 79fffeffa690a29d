import type { WorkloadSpec } from "@fairlead/runner/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LeaseLost, StepFailed } from "../../runner/src/outcome.ts";
import { containers, runningOf } from "../support/containers.ts";
import { readFixture } from "../support/fixtures.ts";
import {
  anId,
  aReleaseWorld,
  type DeployPayload,
  type ReleaseWorld,
  type TestApplication,
  team,
} from "./release-world.ts";
import { dieAt } from "./usual-deaths.ts";

let world: ReleaseWorld;
let application: TestApplication;
let files: Record<string, string | Buffer>;
let round = 0;
const id = anId("vol");
const volume = {
  id,
  name: "data",
  dockerName: `fairlead-${id.replace("_", "-")}`,
  isAdopted: false,
  share: null,
  isMade: false,
};
const bytes = "kept: 0123456789 ü";

/** Writes the volume; its release command sees what the version before left, and cannot write. */
const withVolume = (spec: WorkloadSpec): WorkloadSpec => ({
  ...spec,
  procedure: "replace",
  container: {
    ...spec.container,
    // Docker gives a folder that the image has not to root.
    user: "0",
    stopGraceSeconds: 1,
    releaseCommand: "if touch /kept/by-command; then exit 9; else echo read-only; fi",
    mounts: [{ volume: id, path: "/kept", isReadOnly: false }],
  },
});
type Change = { path?: string; isMade?: boolean; fixture?: string };
const payloadOf = async ({ path = "/kept", isMade = true, fixture }: Change = {}): Promise<DeployPayload> => {
  const tree = fixture ? await readFixture(fixture) : { ...files, "version.txt": `round ${++round}\n` };
  const payload = await application.deployPayload(tree, (spec) => {
    const { container, ...rest } = withVolume(spec);
    return { ...rest, container: { ...container, mounts: [{ volume: id, path, isReadOnly: false }] } };
  });
  return { ...payload, volumes: [{ ...volume, isMade }] };
};

beforeAll(async () => {
  world = await aReleaseWorld();
  application = await world.anApplication("keeper");
  files = await readFixture("healthy");
  const { result, log, error } = await world.run(await payloadOf({ isMade: false }));
  if (!result) throw new Error(log, { cause: error });
  await inside(`printf '%s' "$1" > /kept/file`, bytes);
});
afterAll(() => world?.stop());

const server = () => world.lab.server(0);
async function inside(line: string, ...given: string[]): Promise<string> {
  const [running] = await runningOf(server(), application.id);
  const { stdout } = await server().exec(["docker", "exec", running?.name ?? "", "sh", "-c", line, "sh", ...given]);
  return String(stdout);
}
const runningNow = async () =>
  (await runningOf(server(), application.id)).map(({ labels }) => labels["fairlead.deployment"]);
const kept = () => inside("cat /kept/file");
const isThere = async (name = volume.dockerName) => {
  const { stdout } = await server().exec(["docker", "volume", "ls", "--quiet"]);
  return String(stdout).split("\n").includes(name);
};
const on = () => ({ target: world.target, application: application.id, team });

test("a volume is ours by its labels, and the release command could only read it", async () => {
  const { stdout } = await server().exec(["docker", "volume", "inspect", volume.dockerName]);
  expect(JSON.parse(String(stdout))[0].Labels).toMatchObject({ "fairlead.team": team, "fairlead.volume": id });
  expect(await inside("ls /kept")).toBe("file\n");
});

test("its bytes are there after redeploys, a stop and a start", async () => {
  for (let again = 0; again < 3; again++) {
    const { error } = await world.run(await payloadOf());
    expect(error).toBeUndefined();
    expect(await kept()).toBe(bytes);
  }
  await world.run({ kind: "stop", ...on(), graceSeconds: 1 });
  await world.run({ kind: "start", ...on() });
  expect(await kept()).toBe(bytes);
});

test("a version that never answers leaves them to the one before", async () => {
  const { error } = await world.run(await payloadOf({ fixture: "never-healthy" }));
  expect(error).toBeInstanceOf(StepFailed);
  expect(await kept()).toBe(bytes);
});

test.each([
  { step: "release-command", moment: "before", effect: "make-volume" },
  { step: "release-command", moment: "after", effect: "make-volume" },
  { step: "start", moment: "after", effect: "make-volume" },
  { step: "start", moment: "after", effect: "create" },
  { step: "start", moment: "after", effect: "start" },
])("a runner that dies in $step, $moment $effect loses none of them", async (death) => {
  const next = await payloadOf({ isMade: false });
  expect((await world.run(next, { failpoints: dieAt(death) })).error).toBeInstanceOf(LeaseLost);
  expect((await world.run(next, { attempt: 2 })).error).toBeUndefined();
  expect(await kept()).toBe(bytes);
});

test.each([
  ["hide the application", "/app", "works in"],
  ["hide its programs' folder around it", "/srv", undefined],
])("a mount that would %s is judged before the old version stops", async (_what, path, sentence) => {
  const before = await runningNow();
  const { error } = await world.run(await payloadOf({ path }));
  if (sentence === undefined) return expect(error).toBeUndefined();
  expect(String(error)).toContain(sentence);
  expect(await runningNow()).toEqual(before);
});

test("a volume that is gone is missed before anything is stopped, and not made anew", async () => {
  const gone = { ...volume, dockerName: `${volume.dockerName}-gone`, isMade: true };
  const next = await payloadOf();
  const { error } = await world.run({ ...next, volumes: [gone] });
  expect(String(error)).toContain("is gone from the server");
  expect(await isThere(gone.dockerName)).toBe(false);
  expect(await runningOf(server(), application.id)).toHaveLength(1);
});

test.each([
  {
    share: { kind: "nfs", host: "127.0.0.1", path: "/srv/photos", version: "4.2", isSoft: true } as const,
    password: null,
    options: { type: "nfs", device: ":/srv/photos", o: "addr=127.0.0.1,nfsvers=4.2,soft,rw,nosuid,nodev" },
  },
  {
    share: {
      kind: "smb",
      host: "127.0.0.1",
      share: "photos",
      username: "shop",
      domain: null,
      version: "3.0",
      uid: 1000,
      gid: 1000,
      fileMode: "0640",
      folderMode: "0750",
    } as const,
    password: "swordfish,uid=0",
    options: {
      type: "cifs",
      device: "//127.0.0.1/photos",
      o: "addr=127.0.0.1,username=shop,password=swordfish,,uid=0,vers=3.0,uid=1000,gid=1000,file_mode=0640,dir_mode=0750,rw,nosuid,nodev",
    },
  },
])(
  "a share that the server cannot mount ends the deployment with the reason, and its options are Docker's: $share.kind",
  async ({ share, password, options }) => {
    const before = await runningNow();
    const own = anId("vol");
    const shared = { ...volume, id: own, dockerName: `fairlead-${own.replace("_", "-")}`, share };
    const next = await payloadOf();
    const { container } = next.spec;
    const mounts = [{ volume: own, path: "/shared", isReadOnly: false }];
    const sharePasswords = password === null ? [] : [{ volume: own, password }];
    const spec = { ...next.spec, container: { ...container, mounts, releaseCommand: null } };
    const { error, log } = await world.run({ ...next, spec, volumes: [shared] }, { secrets: { sharePasswords } });
    expect(error).toBeInstanceOf(StepFailed);
    expect(String(error)).toMatch(/cannot mount|does not reach|does not let this server in|or not by this version/);
    expect(`${log}${JSON.stringify((error as StepFailed).failure)}`).not.toContain("swordfish");
    const { stdout } = await server().exec(["docker", "volume", "inspect", shared.dockerName]);
    expect(JSON.parse(String(stdout))[0]).toMatchObject({ Options: options, Labels: { "fairlead.volume": own } });
    expect(await runningNow()).toEqual(before);
  },
);

test("the trash takes it only when nothing has it: removing the application leaves it whole", async () => {
  const empty = { kind: "empty-trash", target: world.target, team, volumes: [{ ...volume, isMade: true }] } as const;
  const emptied = async () => (await world.run({ ...empty, volumes: [...empty.volumes] })).result;
  expect(await emptied()).toMatchObject({ volumes: [{ id, outcome: "in-use" }] });
  await world.run({ kind: "remove", ...on() });
  expect(
    (await containers(server())).filter(({ labels }) => labels["fairlead.application"] === application.id),
  ).toEqual([]);
  expect(await isThere()).toBe(true);
  const measured = await world.run({ ...empty, kind: "measure-volumes", volumes: [...empty.volumes] });
  expect(measured.result).toMatchObject({ volumes: [{ id, containers: 0 }] });
  // Brought back by another application, under another name, it is as it was.
  application = await world.anApplication("heir");
  expect((await world.run(await payloadOf())).error).toBeUndefined();
  expect(await kept()).toBe(bytes);
  await world.run({ kind: "remove", ...on() });
  const stranger = await world.run({ ...empty, team: anId("team"), volumes: [...empty.volumes] });
  expect(stranger.result).toMatchObject({ volumes: [{ id, outcome: "not-ours" }] });
  expect(await emptied()).toMatchObject({ volumes: [{ id, outcome: "removed" }] });
  expect(await emptied()).toMatchObject({ volumes: [{ id, outcome: "absent" }] });
  expect(await isThere()).toBe(false);
});
