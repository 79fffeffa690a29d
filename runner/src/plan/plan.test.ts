import { describe, expect, test } from "vitest";
import { roleOf } from "../drivers/docker/roles.ts";
import { ids } from "../testing/builders.ts";
import {
  candidateName,
  commandName,
  compareReleases,
  label,
  labelsOf,
  liveName,
  type Release,
  releaseOf,
  resourceOf,
  retiredName,
} from "./names.ts";
import type { ObservedContainer, Role } from "./observed.ts";
import { planDeployment, planRepair } from "./plan-deployment.ts";
import { planReconcile } from "./plan-reconcile.ts";
import { planRetention } from "./retention.ts";

const resource = ids.resource;
const aRelease = (number: number, attempt = 1): Release => ({
  team: ids.team,
  resource,
  deployment: ids.deployment(number),
  number,
  attempt,
});
const nameIn: Record<Role, (release: Release) => string> = {
  live: () => liveName(resource),
  candidate: candidateName,
  command: (release) => commandName(release, "command"),
  "post-deploy-command": (release) => commandName(release, "post-deploy-command"),
  retired: retiredName,
};
function aContainer(role: Role, release: Release, state: ObservedContainer["state"] = "running"): ObservedContainer {
  return {
    id: `${release.number}-${release.attempt}`,
    name: nameIn[role](release),
    role,
    isAside: false,
    state,
    image: `sha256:${release.number}`,
    release,
    address: "10.0.0.2",
    commit: undefined,
  };
}

describe("names and labels", () => {
  test("a release can be read back from the labels it was given", () => {
    expect(releaseOf(labelsOf(aRelease(7, 2)))).toEqual(aRelease(7, 2));
  });

  test("a release of a kind that this runner has never heard of is ours as well", () => {
    const release = { ...aRelease(1), resource: ids.resource.replace("app_", "wrk_") };
    expect(releaseOf(labelsOf(release))).toEqual(release);
    expect(labelsOf(release)).not.toHaveProperty([label.kind]);
  });

  test("labels name the resource and its kind, and the resource also as runner 0.1.0 looks for it", () => {
    expect(labelsOf(aRelease(1))).toMatchObject({
      "fairlead.resource": ids.resource,
      "fairlead.kind": "application",
      "fairlead.application": ids.resource,
    });
  });

  test("where labels name two resources the older name is right, unless it is empty", () => {
    const other = ids.otherResource;
    const handedDown = { ...labelsOf(aRelease(1)), [label.resource]: other };
    expect(releaseOf(handedDown)).toEqual(aRelease(1));
    expect(resourceOf(handedDown)).toBe(ids.resource);
    expect(resourceOf({ ...handedDown, [label.application]: "" })).toBe(other);
    expect(resourceOf({ [label.resource]: other })).toBeUndefined();
  });

  test.each([
    ["the mark is missing", { [label.managed]: "false" }],
    ["the resource is no id", { [label.application]: "app_x; rm -rf /" }],
    ["the number is negative", { [label.number]: "-1" }],
    ["the attempt is a word", { [label.attempt]: "latest" }],
    ["the deployment is of another kind", { [label.deployment]: ids.resource }],
  ])("labels are not ours when %s", (_why, change) => {
    expect(releaseOf({ ...labelsOf(aRelease(1)), ...change })).toBeUndefined();
  });

  test("a name tells whether a container serves, served or never did", () => {
    expect((["live", "candidate", "retired"] as const).map((role) => roleOf(aContainer(role, aRelease(3, 2))))).toEqual(
      ["live", "candidate", "retired"],
    );
    expect(roleOf({ ...aContainer("live", aRelease(1)), name: "renamed-by-hand" })).toBeUndefined();
  });

  test("the number decides before the attempt", () => {
    expect(compareReleases(aRelease(2, 1), aRelease(1, 9))).toBeGreaterThan(0);
    expect(compareReleases(aRelease(2, 1), aRelease(2, 2))).toBeLessThan(0);
  });
});

describe("a plan for a deployment", () => {
  test("on an empty server there is nothing to mend", () => {
    expect(planDeployment(aRelease(1), [])).toEqual({
      kind: "release",
      live: undefined,
      repair: undefined,
      leftovers: [],
    });
  });

  test("beside a live release leftovers of dead attempts are removed", () => {
    const live = aContainer("live", aRelease(1));
    const dead = aContainer("candidate", aRelease(2, 1));
    expect(planDeployment(aRelease(2, 2), [live, dead])).toMatchObject({ kind: "release", live, leftovers: [dead] });
  });

  test.each([
    ["number", aRelease(3)],
    ["attempt", aRelease(2, 2)],
  ])("is stale when a newer %s is there, in whatever role", (_what, newer) => {
    for (const role of ["live", "candidate", "retired"] as const) {
      expect(planDeployment(aRelease(2), [aContainer(role, newer)])).toEqual({ kind: "stale", newer });
    }
  });

  test("resumes when an earlier attempt of it has the traffic", () => {
    const previous = aContainer("retired", aRelease(1));
    const live = aContainer("live", aRelease(2, 1));
    expect(planDeployment(aRelease(2, 2), [previous, live])).toMatchObject({ kind: "resume", live, previous });
  });

  test("repairs a flip that died between its renames in favour of the one that served", () => {
    const served = aContainer("retired", aRelease(2));
    const older = aContainer("retired", aRelease(1), "stopped");
    const never = aContainer("candidate", aRelease(3));
    expect(planDeployment(aRelease(3, 2), [older, never, served])).toMatchObject({
      kind: "release",
      live: served,
      repair: served,
      leftovers: [never],
    });
  });

  test("never wakes a resource that was stopped", () => {
    expect(
      planRepair([aContainer("live", aRelease(2), "stopped"), aContainer("retired", aRelease(1))]),
    ).toBeUndefined();
    expect(planRepair([aContainer("retired", aRelease(1), "stopped")])).toBeUndefined();
  });
});

describe("what is kept of old releases", () => {
  const live = aContainer("live", aRelease(5));
  const old = [4, 3, 2, 1].map((number) => aContainer("retired", aRelease(number), "stopped"));

  test("counts the live one and removes the oldest first", () => {
    const { remove, stop } = planRetention(live, { observed: [live, ...old], keepReleases: 3 });
    expect(remove.map(({ release }) => release.number)).toEqual([1, 2]);
    expect(stop).toEqual([]);
  });

  test("keeps nothing but the live one when one is to be kept", () => {
    expect(planRetention(live, { observed: [live, ...old], keepReleases: 1 }).remove).toHaveLength(4);
  });

  test("several attempts of one deployment are one release", () => {
    const twice = [aContainer("retired", aRelease(4, 1), "stopped"), aContainer("retired", aRelease(4, 2), "stopped")];
    const { remove } = planRetention(live, { observed: [live, ...twice, ...old.slice(1)], keepReleases: 3 });
    expect(remove.map(({ release }) => release.number)).toEqual([1, 2]);
  });

  test("stops every retired one that runs and leaves candidates to their jobs", () => {
    const running = aContainer("retired", aRelease(4));
    const candidate = aContainer("candidate", aRelease(3));
    const { stop, remove } = planRetention(live, { observed: [live, running, candidate], keepReleases: 3 });
    expect(stop).toEqual([running]);
    expect(remove).toEqual([]);
  });
});

describe("reconciling after a lost job", () => {
  const lostDeployment = ids.deployment(2);

  test("a flip that died half way gives the name back and removes what never served", () => {
    const served = aContainer("retired", aRelease(1));
    const lost = aContainer("candidate", aRelease(2));
    expect(planReconcile([served, lost], { lostDeployment })).toMatchObject({
      live: served,
      restore: served,
      remove: [lost],
      stop: [],
    });
  });

  test("a lost version that runs and has the traffic keeps it, and the one before is stopped", () => {
    const live = aContainer("live", aRelease(2));
    const before = aContainer("retired", aRelease(1));
    expect(planReconcile([live, before], { lostDeployment })).toMatchObject({
      live,
      stop: [before],
      remove: [],
      flipBack: undefined,
    });
  });

  test("a lost version that keeps crashing loses the traffic to the one that still runs", () => {
    const dead = aContainer("live", aRelease(2), "crashing");
    const before = aContainer("retired", aRelease(1));
    expect(planReconcile([dead, before], { lostDeployment })).toMatchObject({
      live: before,
      flipBack: { from: dead, to: before },
      remove: [dead],
      stop: [],
    });
  });

  test("a resource that crashes by itself is left as it is", () => {
    const live = aContainer("live", aRelease(1), "crashing");
    expect(planReconcile([live], { lostDeployment })).toMatchObject({
      live,
      remove: [],
      stop: [],
    });
  });
});
