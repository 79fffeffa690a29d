import { expect, test } from "vitest";
import { proofOf } from "./proof.ts";

const command = "[2/3] RUN npm run build";
const error = "src/index.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.";
const sentence = `The build failed with exit code 1: ${error}`;

test("the instruction stands in the place, and the lines that quote it are left out", () => {
  const quotes = [
    "RUN npm run build",
    'process "/bin/sh -c npm run build" did not complete successfully: exit code: 1',
    "executor failed running [/bin/sh -c npm run build]: exit code: 1",
  ];
  expect(proofOf({ sentence, evidence: [command, "> tsc -p .", error, ...quotes] })).toEqual({
    at: "step 2 of 3 · exit 1",
    lines: ["> tsc -p .", error],
  });
});

test("a stage's name belongs to the instruction", () => {
  expect(proofOf({ sentence: "", evidence: ["[builder 4/12] COPY . .", error] })).toEqual({
    at: "step 4 of 12",
    lines: [error],
  });
});

test("evidence that is nothing but the command stays: it is all there is", () => {
  expect(proofOf({ sentence, evidence: [command] })).toEqual({ at: "step 2 of 3 · exit 1", lines: [command] });
});

test("what was no build keeps every line", () => {
  const lines = ["Error: connect ECONNREFUSED 10.0.0.5:5432", "    at connect (db.js:4)"];
  expect(proofOf({ sentence: "The process ended.", evidence: lines })).toEqual({ at: undefined, lines });
});
