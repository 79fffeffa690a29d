import { afterAll, describe, expect, test } from "vitest";
import { printDiagnoses, type Subject, type Told } from "./diagnosis.ts";
import { builds } from "./subjects/builds.ts";
import { capabilities } from "./subjects/capabilities.ts";
import { channels } from "./subjects/channels.ts";
import { docker } from "./subjects/docker.ts";
import { forges, largeFiles } from "./subjects/forges.ts";
import { pushes } from "./subjects/pushes.ts";
import { registries } from "./subjects/registries.ts";

// What people set up wrongly, by the words in which Docker, registries, forges and receivers say so, and what is made of them.

const told: { subject: string; setup: string; told: Told }[] = [];
afterAll(() => process.stdout.write(`${printDiagnoses(told)}\n`));

function judge<Said>({ name, explain, rows }: Subject<Said>): void {
  describe(name, () => {
    test.each(rows.map((row) => [row.setup, row] as const))("%s", async (setup, row) => {
      const seen = await explain(row.said);
      told.push({ subject: name, setup, told: seen });
      expect(seen).toMatchObject({
        class: row.class,
        sentence: expect.stringMatching(row.says),
        nextAction: expect.stringMatching(row.advises),
      });
    });
  });
}

judge(docker);
judge(registries);
judge(pushes);
judge(builds);
judge(capabilities);
judge(forges);
judge(largeFiles);
judge(channels);

test("there are enough of them that none is a fluke", () => {
  expect(told.length).toBeGreaterThanOrEqual(60);
});
