import { schema } from "@fairlead/db";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSecretBox } from "../../kit/adapters/secret-box.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { ForeignSecret, markKey, refuseForeignSecret } from "./refuse-foreign-secret.ts";

let deps: TestDeps;
beforeEach(async () => {
  deps = await testDeps();
});
afterEach(() => deps.dispose());

const other = createSecretBox("another secret that is long enough to be taken");
const start = async (secrets = deps.secrets) => {
  await refuseForeignSecret({ db: deps.db, secrets });
  await markKey({ ...deps, secrets });
};
const settings = () => deps.db.query.instanceSetting.findMany();

describe("the secret of the instance", () => {
  test("another one than the data's is refused, with nothing written", async () => {
    await start();
    await aTeam(deps);
    const before = await settings();
    await expect(start(other)).rejects.toThrow(ForeignSecret);
    expect(await settings()).toEqual(before);
    await start();
  });

  test("data of a version that did not note its secret tell by what was sealed", async () => {
    await aTeam(deps);
    await expect(start(other)).rejects.toThrow(/FAIRLEAD_SECRET is not the secret/);
    await start();
    expect(await settings()).toHaveLength(1);
  });

  test("before anything is sealed any secret is right, and the one that seals first counts", async () => {
    await start(other);
    await start();
    await aTeam(deps);
    await expect(start(other)).rejects.toThrow(ForeignSecret);
  });

  test("one team with a damaged key does not keep the instance from starting", async () => {
    await aTeam(deps);
    await aTeam(deps);
    await deps.db.update(schema.team).set({ wrappedKey: "v1.k1.damaged" }).where(sql`id = (SELECT min(id) FROM team)`);
    await start();
  });

  test("a damaged mark is written anew while what is sealed opens", async () => {
    await start();
    await aTeam(deps);
    await deps.db.update(schema.instanceSetting).set({ value: "" });
    await expect(start(other)).rejects.toThrow(ForeignSecret);
    await start();
    expect(await settings()).toMatchObject([{ value: await deps.secrets.keyMark() }]);
  });

  test("what is noted is neither the secret nor anything that opens", async () => {
    const secret = "a third secret that is long enough to be taken";
    const mark = await createSecretBox(secret).keyMark();
    expect(mark).not.toContain(secret.slice(0, 8));
    expect(await createSecretBox(mark).keyMark()).not.toBe(mark);
  });
});
