import { expect, test } from "vitest";
import { chosenDestinations, refuseSharedServer, targetChanges } from "./target-changes.ts";

const on = (name: string, given: { destinationId?: string; isLeaving?: boolean; deploymentId?: string } = {}) => ({
  id: `srv_${name}`,
  name,
  destinationId: given.destinationId ?? `dst_${name}`,
  isLeaving: given.isLeaving ?? false,
  deploymentId: given.deploymentId ?? null,
});

test("a server runs an application once", () => {
  expect(() => refuseSharedServer([on("web-1"), on("web-2")])).not.toThrow();
  expect(() => refuseSharedServer([on("web-1"), on("web-1", { destinationId: "dst_other" })])).toThrow(
    "name web-1 twice, and a server runs it once; leave one of them out",
  );
});

test("one destination or a list of them says where an application runs, and both only when they agree", () => {
  expect(chosenDestinations({ destinationId: "dst_a" })).toEqual(["dst_a"]);
  expect(chosenDestinations({ destinations: ["dst_a", "dst_b"] })).toEqual(["dst_a", "dst_b"]);
  expect(chosenDestinations({ destinationId: "dst_a", destinations: ["dst_a", "dst_b"] })).toEqual(["dst_a", "dst_b"]);
  expect(() => chosenDestinations({ destinationId: "dst_b", destinations: ["dst_a", "dst_b"] })).toThrow(
    "must begin with destinationId; or leave destinationId out",
  );
  expect(() => chosenDestinations({})).toThrow("is missing: name where it shall run");
});

test("what is new is added, what is left out is left, and the order is the one that was given", () => {
  expect(targetChanges([on("web-1"), on("web-2")], ["dst_web-3", "dst_web-1"])).toEqual({
    added: ["dst_web-3"],
    left: ["dst_web-2"],
    order: ["dst_web-3", "dst_web-1"],
  });
});

test("a server that is being left already is not left twice, nor joined before that has ended", () => {
  const before = [on("web-1"), on("web-2", { isLeaving: true })];
  expect(targetChanges(before, ["dst_web-1"])).toEqual({ added: [], left: [], order: ["dst_web-1"] });
  expect(() => targetChanges(before, ["dst_web-1", "dst_web-2"])).toThrow(
    "It is still being removed from web-2. Add it again once that has ended.",
  );
});

test("the last server that serves stays until another one does", () => {
  const serving = on("web-1", { deploymentId: "dep_1" });
  const message =
    "Nothing else than web-1 serves it. Add the new server, wait until it serves too, then leave the old one out.";
  expect(() => targetChanges([serving], ["dst_web-2"])).toThrow(message);
  expect(() => targetChanges([serving, on("web-2")], ["dst_web-2"])).toThrow(message);
  const both = [serving, on("web-2", { deploymentId: "dep_1" })];
  expect(targetChanges(both, ["dst_web-2"]).left).toEqual(["dst_web-1"]);
});
