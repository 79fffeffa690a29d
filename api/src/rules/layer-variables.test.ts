import { describe, expect, test } from "vitest";
import { hiddenBy, layerVariables } from "./layer-variables.ts";

const held = (holderId: string, key = "KEY") => ({ holderId, key });
const [own, one, two] = [held("app_1"), held("srv_1"), held("srv_2")];
const [environment, project, team] = [held("env_1"), held("prj_1"), held("team_1")];

describe("of the same name", () => {
  test("a resource's own value wins over all others, on each of its servers", () => {
    expect(layerVariables([team, project, environment, one, own])).toEqual({
      variables: [own],
      own: [own],
      atServers: new Map(),
    });
  });

  test("the environment wins over the project, and the project over the team", () => {
    expect(layerVariables([team, project, environment]).variables).toEqual([environment]);
    expect(layerVariables([project, team]).variables).toEqual([project]);
  });

  test("each server gives its own value, and the others the one of all", () => {
    const { variables, atServers } = layerVariables([team, one, two]);
    expect(variables).toEqual([team]);
    expect(atServers).toEqual(
      new Map([
        ["srv_1", [one]],
        ["srv_2", [two]],
      ]),
    );
  });
});

test("different names are all given, in their order", () => {
  const names = [held("team_1", "C"), held("app_1", "B"), held("env_1", "A")];
  expect(layerVariables(names).variables.map(({ key }) => key)).toEqual(["A", "B", "C"]);
});

test("what is hidden is told with the nearest that hides it", () => {
  expect(hiddenBy(team, [team, project, own])).toBe(own);
  expect(hiddenBy(team, [team, held("app_1", "OTHER")])).toBeNull();
  expect(hiddenBy(own, [team, own])).toBeNull();
});
