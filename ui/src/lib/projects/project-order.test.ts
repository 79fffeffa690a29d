import { expect, test } from "vitest";
import { isFailing } from "../kinds/application/application-look.ts";
import { applicationsInOrder, projectsInOrder } from "./project-order.ts";

type Application = Parameters<typeof applicationsInOrder>[0][number] & { name: string };
const anApplication = (change: Partial<Application> & { name: string }): Application => ({
  projectId: "prj_1",
  state: "running",
  latestStatus: "succeeded",
  stateObservedAt: 0,
  activeSince: 1_000,
  updatedAt: 1_000,
  ...change,
});

const calm = anApplication({ name: "calm" });
const fresh = anApplication({ name: "fresh", activeSince: 9_000 });
const deploying = anApplication({ name: "deploying", latestStatus: "running" });
const broken = anApplication({ name: "broken", latestStatus: "failed" });
const crashed = anApplication({ name: "crashed", state: "crashed" });

test("what fails stands first, then what is being deployed, then what changed last", () => {
  const ordered = applicationsInOrder([calm, fresh, deploying, broken, crashed]);
  expect(ordered.map(({ name }) => name)).toEqual(["broken", "crashed", "deploying", "fresh", "calm"]);
});

test("a project stands where its worst application does", () => {
  const projects = ["prj_1", "prj_2", "prj_3", "prj_4"].map((id) => ({ id, createdAt: 10 }));
  const ordered = projectsInOrder(projects, [
    calm,
    { ...broken, projectId: "prj_3" },
    { ...deploying, projectId: "prj_4" },
    { ...fresh, projectId: "prj_2" },
  ]);
  expect(ordered.map(({ id }) => id)).toEqual(["prj_3", "prj_4", "prj_2", "prj_1"]);
});

test("what never came out fails, whether something served before it or not", () => {
  expect(isFailing(broken)).toBe(true);
  expect(isFailing(anApplication({ name: "never", state: "new", latestStatus: "failed" }))).toBe(true);
  expect(isFailing(calm)).toBe(false);
  expect(isFailing(deploying)).toBe(false);
});
