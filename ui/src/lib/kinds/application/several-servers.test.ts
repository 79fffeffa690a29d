import { expect, test } from "vitest";
import type { ApplicationView } from "../../api/types.ts";
import { awayWhileLeaving, behindText, leavingText, lostNames, serverNames, unreachable } from "./several-servers.ts";

type Target = ApplicationView["targets"][number];
const on = (name: string, given: Partial<Target> & { reach?: string } = {}): Target => {
  const { reach = "ready", ...rest } = given;
  return {
    destinationId: `dst_${name}`,
    server: { id: `srv_${name}`, name, state: reach, isReachable: reach === "ready" },
    state: "running",
    stateObservedAt: 1,
    activeNumber: 5,
    isBehind: false,
    ...rest,
  };
};

test("all servers are named in their order", () => {
  expect(serverNames({ targets: [on("web-1")] })).toBe("web-1");
  expect(serverNames({ targets: [on("web-1"), on("web-2"), on("web-3")] })).toBe("web-1, web-2 and web-3");
});

test("nothing is said while every server has the newest release", () => {
  expect(behindText({ targets: [on("web-1"), on("web-2")] })).toBeNull();
});

test("a server that is behind is named with what it serves", () => {
  const targets = [
    on("web-1"),
    on("web-2", { isBehind: true, activeNumber: 4 }),
    on("web-3", { isBehind: true, activeNumber: null }),
  ];
  expect(behindText({ targets })).toEqual({
    title: "Behind on web-2 and web-3",
    text: "web-2 still serves #4. Nothing serves on web-3 yet. A server that was away or was added gets the newest release by itself once it answers.",
  });
});

test("a server that is behind because it is away is told once", () => {
  const targets = [on("web-1"), on("web-2", { isBehind: true, activeNumber: 4, reach: "unreachable" })];
  expect(behindText({ targets })?.text).toMatch(/^web-2 still serves #4, and it cannot be reached\./);
  expect(unreachable({ targets })).toEqual([]);
});

test("a server that is being left is told, and not as one that is behind", () => {
  const targets = [on("web-1"), on("web-2", { state: "removing", isBehind: true })];
  expect(leavingText({ targets })).toBe("Being removed from web-2");
  expect(behindText({ targets })).toBeNull();
  expect(leavingText({ targets: [on("web-1", { state: "removing" })] })).toBeNull();
});

test("servers that do not answer are told one by one", () => {
  expect(
    unreachable({ targets: [on("web-1"), on("web-2", { reach: "unreachable" })] }).map(({ name }) => name),
  ).toEqual(["web-2"]);
});

test("what is being taken away from a server that does not answer may be given up, and nothing else", () => {
  const away = on("web-2", { state: "removing", reach: "unreachable" });
  const names = (targets: Target[], removal: ApplicationView["removal"] = null) =>
    awayWhileLeaving({ targets, removal }).map(({ server }) => server.name);
  expect(names([on("web-1", { reach: "unreachable" }), away])).toEqual(["web-2"]);
  expect(names([on("web-1"), on("web-2", { state: "removing" })])).toEqual([]);
  expect(names([on("web-1"), on("web-2", { reach: "untrusted" })], { isOpen: true, cause: null })).toEqual(["web-2"]);
});

test("servers that would be given up are named, and none while each answers", () => {
  expect(lostNames({ targets: [on("web-1"), on("web-2")] })).toBeNull();
  expect(
    lostNames({ targets: [on("web-1", { reach: "unreachable" }), on("web-2"), on("web-3", { reach: "pending" })] }),
  ).toBe("web-1 and web-3");
});
