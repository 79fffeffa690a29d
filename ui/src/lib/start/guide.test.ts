import { expect, test } from "vitest";
import { guideOf } from "./guide.ts";

const nothing = {
  servers: [],
  sources: [],
  applications: [],
  deployment: null,
  held: [],
  isSourceSkipped: false,
  isFormUnderWay: false,
};
const ready = { ...nothing, servers: [{ state: "ready" as const }] };
const withApplication = { ...ready, applications: [{ id: "app_1", state: "new" as const }] };

test("a server counts only when its check is green or only warns", () => {
  expect(guideOf({ ...nothing, servers: [{ state: "untrusted" }] }).current).toBe("server");
  expect(guideOf(ready).current).toBe("source");
  expect(guideOf({ ...nothing, servers: [{ state: "warning" }] }).current).toBe("source");
});

test("what has just been reached stays current while the person looks at it", () => {
  expect(guideOf({ ...ready, held: ["server"] }).current).toBe("server");
  expect(guideOf({ ...ready, sources: [{ id: "src_1" }], held: ["source"] }).current).toBe("source");
});

test("a source may be skipped for public repositories and images", () => {
  expect(guideOf({ ...ready, isSourceSkipped: true }).current).toBe("application");
  expect(guideOf({ ...ready, sources: [{ id: "src_1" }] }).current).toBe("application");
});

test("an application whose domain was refused keeps its form open", () => {
  expect(guideOf({ ...withApplication, isFormUnderWay: true }).current).toBe("application");
});

test("a failed first deployment leaves the last step open", () => {
  expect(guideOf({ ...withApplication, deployment: { status: "failed" } }).current).toBe("deploy");
});

test("the way ends when the deployment is live", () => {
  expect(guideOf({ ...withApplication, deployment: { status: "live" } }).current).toBeNull();
});
