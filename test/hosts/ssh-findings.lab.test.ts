import { afterAll, beforeAll, expect, test } from "vitest";
import { printDiagnoses, type Told } from "../diagnoses/diagnosis.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { type Finding, findOn } from "./find-on.ts";
import { serverSetups } from "./server-setups.ts";

// What servers are set up like, and what the runner makes of it: it works, or the words say what is in its way.

let lab: Lab;
const told: { subject: string; setup: string; told: Told }[] = [];
beforeAll(async () => {
  lab = await startLab({ servers: 1 });
});
afterAll(async () => {
  process.stdout.write(`${printDiagnoses(told)}\n`);
  await lab?.stop();
});

const toldOf = (found: Finding): Told =>
  found.kind === "works"
    ? { class: "works", sentence: `by ${found.via}`, nextAction: "" }
    : { class: found.causeClass, sentence: found.sentence, nextAction: found.nextAction };

test.each(serverSetups.map((row) => [row.subject, row.setup, row] as const))("%s: %s", async (subject, setup, row) => {
  const found = await findOn(lab.server(0), row);
  told.push({ subject, setup, told: toldOf(found) });
  if (row.expected === "works") {
    expect(found).toMatchObject({ kind: "works" });
    return;
  }
  const [reason, says, advises] = row.expected;
  expect(found).toMatchObject({
    reason,
    sentence: expect.stringMatching(says),
    nextAction: expect.stringMatching(advises),
  });
});
