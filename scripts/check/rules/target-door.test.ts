import { expect, test } from "vitest";
import { parsed, placesOf } from "../samples.ts";
import { targetDoor } from "./target-door.ts";

const inFile = (path: string, from: string) => ({ [path]: `import { x } from "${from}";` });

test.each([
  ["runner/src/jobs/deploy.ts", "../drivers/docker/apply.ts"],
  ["runner/src/jobs/deploy.ts", "../proxies/caddy/apply.ts"],
  ["runner/src/jobs/facts.ts", "../engine/images.ts"],
  ["runner/src/steps/flip.ts", "../drivers/docker/flip.ts"],
  ["runner/src/plan/retention.ts", "../drivers/docker/roles.ts"],
  ["runner/src/hosts/ssh-host.ts", "../engine/docker-client.ts"],
  ["runner/src/proxies/caddy/render.ts", "../../drivers/docker/upstreams.ts"],
  ["runner/src/drivers/docker/apply.ts", "../../proxies/none.ts"],
  ["runner/src/jobs/run-payload.ts", "../targets/docker-target.ts"],
])("%s may not import %s", (path, from) => {
  expect(placesOf(targetDoor, inFile(path, from))).toEqual([`${path}:1`]);
});

test.each([
  ["runner/src/targets/docker-target.ts", "../drivers/docker/apply.ts"],
  ["runner/src/jobs/deploy.ts", "../targets/open-target.ts"],
  ["runner/src/jobs/deploy.ts", "../ports/target.ts"],
  ["runner/src/build/image.ts", "../engine/docker-client.ts"],
  ["runner/src/plan/plan.test.ts", "../drivers/docker/roles.ts"],
  ["runner/src/testing/fake-machine.ts", "../proxies/caddy/render.ts"],
])("%s may import %s", (path, from) => {
  expect(placesOf(targetDoor, inFile(path, from))).toEqual([]);
});

test("the message names the room to go to", () => {
  const [found] = targetDoor(parsed(inFile("runner/src/jobs/deploy.ts", "../drivers/docker/apply.ts")));
  expect(found?.message).toContain("runner/src/targets/open-target.ts");
});
