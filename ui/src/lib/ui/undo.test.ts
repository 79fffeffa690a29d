import { expect, test } from "vitest";
import { createUndo, undoMs } from "./undo.ts";

const restore = () => "restored";

test("what was done last is taken back once", () => {
  const undo = createUndo();
  undo.offer({ id: "stop:a", run: () => "older" }, 0);
  undo.offer({ id: "stop:b", run: restore }, 10);
  expect(undo.take({ now: 20 })).toBe(restore);
  expect(undo.take({ now: 20 })).toBeUndefined();
});

test("the button of an older message takes back nothing else", () => {
  const undo = createUndo();
  undo.offer({ id: "stop:b", run: restore }, 0);
  expect(undo.take({ id: "stop:a", now: 1 })).toBeUndefined();
  expect(undo.take({ id: "stop:b", now: 1 })).toBe(restore);
});

test("after its time it is not offered any more", () => {
  const undo = createUndo();
  undo.offer({ id: "stop:a", run: restore }, 0);
  expect(undo.take({ now: undoMs + 1 })).toBeUndefined();
});
