import { afterEach, beforeEach, expect, test } from "vitest";
import { createSecretBox } from "../kit/adapters/secret-box.ts";
import { ForeignSecret } from "../people/instance/refuse-foreign-secret.ts";
import { aTeam, type TestDeps, testDeps } from "../testing/test-deps.ts";
import { assureSecret } from "./worker-home.ts";

let deps: TestDeps;
beforeEach(async () => {
  deps = await testDeps();
});
afterEach(() => deps.dispose());

test("a Worker asks whether its secret is the data's until it has heard that it is", async () => {
  await aTeam(deps);
  const foreign = { ...deps, secrets: createSecretBox("another secret that is long enough to be taken") };
  for (const _ of [1, 2]) await expect(assureSecret(foreign)).rejects.toThrow(ForeignSecret);
  await assureSecret(deps);
  const asked: string[] = [];
  await assureSecret({ ...deps, secrets: { ...deps.secrets, keyMark: async () => String(asked.push("asked")) } });
  expect(asked).toEqual([]);
});
