import { afterAll, beforeAll, expect, test } from "vitest";
import { printDiagnoses, type Told } from "../diagnoses/diagnosis.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { type Finding, findOn } from "./find-on.ts";
import { type ServerSetup, serverSetups } from "./server-setups.ts";

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

const look = async (row: ServerSetup): Promise<Finding> => {
  const found = await findOn(lab.server(0), row);
  told.push({ subject: row.subject, setup: row.setup, told: toldOf(found) });
  return found;
};
const named = (rows: readonly ServerSetup[]) => rows.map((row) => [row.subject, row.setup, row] as const);
const harmless = serverSetups.filter(({ expected }) => expected === "works");

test.each(named(harmless))("%s: %s does no harm", async (_subject, _setup, row) => {
  expect(await look(row)).toMatchObject({ kind: "works" });
});

test.each(named(serverSetups.filter((row) => !harmless.includes(row))))("%s: %s is told", async (_s, _setup, row) => {
  const [reason, says, advises] = row.expected;
  expect(await look(row)).toMatchObject({
    reason,
    sentence: expect.stringMatching(says ?? ""),
    nextAction: expect.stringMatching(advises ?? ""),
  });
});
