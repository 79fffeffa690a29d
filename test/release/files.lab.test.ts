import type { WorkloadSpec } from "@fairlead/runner/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LeaseLost } from "../../runner/src/outcome.ts";
import { runningOf } from "../support/containers.ts";
import { readFixture } from "../support/fixtures.ts";
import { anId, aReleaseWorld, type DeployPayload, type ReleaseWorld, type TestApplication } from "./release-world.ts";
import { dieAt } from "./usual-deaths.ts";

let world: ReleaseWorld;
let application: TestApplication;
let round = 0;
const id = anId("file");
const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
const secrets = { files: [{ id, content: bytes.toString("base64") }] };

beforeAll(async () => {
  world = await aReleaseWorld();
  application = await world.anApplication("configured");
});
afterAll(() => world?.stop());

/** Its release command sees the file as well. */
const payloadOf = async (path = "/etc/shop/deep/data"): Promise<DeployPayload> => {
  const tree = { ...(await readFixture("healthy")), "version.txt": `round ${++round}\n` };
  return application.deployPayload(tree, (spec: WorkloadSpec) => ({
    ...spec,
    container: {
      ...spec.container,
      user: "1000",
      releaseCommand: `test "$(stat -c '%a %u:%g %s' ${path})" = '640 1000:50 256'`,
      files: [{ path, content: id, mode: "0640", owner: "1000:50" }],
    },
  }));
};
async function inside(line: string): Promise<string> {
  const [running] = await runningOf(world.lab.server(0), application.id);
  const { stdout } = await world.lab.server(0).exec(["docker", "exec", running?.name ?? "", "sh", "-c", line]);
  return String(stdout).trim();
}

test("a file is there for the release command and the process, byte by byte, with its permissions", async () => {
  const { error } = await world.run(await payloadOf(), { secrets });
  expect(error).toBeUndefined();
  expect(await inside("stat -c '%a %u:%g' /etc/shop/deep/data")).toBe("640 1000:50");
  expect(await inside("node -p \"fs.readFileSync('/etc/shop/deep/data').toString('hex')\"")).toBe(
    bytes.toString("hex"),
  );
});

test("one where the image has a folder ends the deployment with the path, and the version before serves on", async () => {
  const [before] = await runningOf(world.lab.server(0), application.id);
  const { error } = await world.run(await payloadOf("/app"), { secrets });
  expect(String(error)).toContain("The image has a folder at /app");
  expect(await runningOf(world.lab.server(0), application.id)).toMatchObject([{ name: before?.name }]);
});

test.each([
  { step: "release-command", moment: "before", effect: "put-files" },
  { step: "release-command", moment: "after", effect: "put-files" },
  { step: "start", moment: "before", effect: "put-files" },
  { step: "start", moment: "after", effect: "put-files" },
])("a runner that dies in $step, $moment the files are put there, leaves it to the next attempt", async (death) => {
  const next = await payloadOf();
  expect((await world.run(next, { secrets, failpoints: dieAt(death) })).error).toBeInstanceOf(LeaseLost);
  expect((await world.run(next, { secrets, attempt: 2 })).error).toBeUndefined();
  expect(await inside("stat -c '%s' /etc/shop/deep/data")).toBe("256");
});
