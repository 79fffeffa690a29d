import { describe, expect, test } from "vitest";
import { type Grant, isGranted, mayInTeam, reachOf } from "./permissions.ts";
import { type Action, type Role, rights, type Scope } from "./rights.ts";

const roles: readonly Role[] = ["viewer", "member", "admin", "owner"];
/** The scopes of a token, and a session at the end. */
const credentials: readonly (Scope | "session")[] = ["read", "deploy", "write", "admin", "session"];

// One word a role (viewer member admin owner), one letter in it a credential (read deploy write admin session).
const table: [action: Action, may: string][] = [
  ["team.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["team.configure", "----- ----- ---yy ---yy"],
  ["team.admin", "----- ----- ----- ---yy"],
  ["member.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["member.admin", "----- ----- ---yy ---yy"],
  ["invitation.view", "----- ----- ---yy ---yy"],
  ["invitation.admin", "----- ----- ---yy ---yy"],
  ["token.view", "---yy ---yy ---yy ---yy"],
  ["token.secrets", "---yy ---yy ---yy ---yy"],
  ["token.admin", "----- ----- ---yy ---yy"],
  ["project.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["environment.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["project.configure", "----- --yyy --yyy --yyy"],
  ["environment.configure", "----- --yyy --yyy --yyy"],
  ["project.admin", "----- ----- --yyy --yyy"],
  ["environment.admin", "----- ----- --yyy --yyy"],
  ["server.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["destination.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["server.operate", "----- ----- --yyy --yyy"],
  ["server.configure", "----- ----- --yyy --yyy"],
  ["server.admin", "----- ----- --yyy --yyy"],
  ["destination.configure", "----- ----- --yyy --yyy"],
  ["destination.admin", "----- ----- --yyy --yyy"],
  ["runner.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["runner.configure", "----- ----- ---yy ---yy"],
  ["runner.secrets", "----- ----- ---yy ---yy"],
  ["runner.admin", "----- ----- ---yy ---yy"],
  ["source.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["source.configure", "----- ----- --yyy --yyy"],
  ["source.secrets", "----- ----- --yyy --yyy"],
  ["source.admin", "----- ----- --yyy --yyy"],
  ["volume.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["volume.configure", "----- --yyy --yyy --yyy"],
  ["volume.admin", "----- ----- --yyy --yyy"],
  ["registry.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["registry.configure", "----- ----- --yyy --yyy"],
  ["registry.admin", "----- ----- --yyy --yyy"],
  ["delivery.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["delivery.deploy", "----- -yyyy -yyyy -yyyy"],
  ["resource.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["domain.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["resource.configure", "----- --yyy --yyy --yyy"],
  ["domain.configure", "----- --yyy --yyy --yyy"],
  ["resource.operate", "----- -yyyy -yyyy -yyyy"],
  ["resource.admin", "----- ----- --yyy --yyy"],
  ["variable.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["value.view", "----- yyyyy yyyyy yyyyy"],
  ["variable.configure", "----- --yyy --yyy --yyy"],
  ["value.secrets", "----- --yyy --yyy --yyy"],
  ["deployment.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["deployment.deploy", "----- -yyyy -yyyy -yyyy"],
  ["resource.deploy", "----- -yyyy -yyyy -yyyy"],
  ["bulk.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["bulk.operate", "----- -yyyy -yyyy -yyyy"],
  ["channel.view", "yyyyy yyyyy yyyyy yyyyy"],
  ["channel.operate", "----- ----- --yyy --yyy"],
  ["channel.configure", "----- ----- --yyy --yyy"],
  ["channel.secrets", "----- ----- --yyy --yyy"],
  ["channel.admin", "----- ----- --yyy --yyy"],
  ["audit.view", "----- ----- ---yy ---yy"],
];

describe.each(table)("%s", (action, may) => {
  test.each(roles.map((role, at): [Role, string] => [role, may.split(" ")[at] ?? ""]))(
    "a %s may, with a token for read, deploy, write, admin and in a session: %s",
    (role, expected) => {
      const answers = credentials.map((each) =>
        mayInTeam({ teamId: "team_1", role, scopes: each === "session" ? null : [each] }, action),
      );
      expect(answers.map((isAllowed) => (isAllowed ? "y" : "-")).join("")).toBe(expected);
    },
  );
});

test("every action that there is stands in the table", () => {
  expect(table.map(([action]) => action).toSorted()).toEqual(Object.keys(rights).toSorted());
});

describe("a role on one place", () => {
  const onShop: Grant = { on: "project", id: "prj_shop", role: "member" };
  const shop = { team: "team_1", project: "prj_shop", environment: "env_1", resource: "app_1", servers: ["srv_1"] };
  const blog = { ...shop, project: "prj_blog" };

  test("counts for what is part of it, and for nothing beside it", () => {
    expect(isGranted([onShop], { action: "resource.deploy", place: shop })).toBe(true);
    expect(isGranted([onShop], { action: "resource.deploy", place: blog })).toBe(false);
  });

  test("holds no more than the role does", () => {
    expect(isGranted([onShop], { action: "resource.admin", place: shop })).toBe(false);
    expect(isGranted([{ ...onShop, role: "admin" }], { action: "resource.admin", place: shop })).toBe(true);
  });

  test.each<[Grant["on"], string]>([
    ["project", "prj_shop"],
    ["environment", "env_1"],
    ["resource", "app_1"],
    ["server", "srv_1"],
  ])("can be held on a %s", (on, id) => {
    expect(isGranted([{ on, id, role: "member" }], { action: "resource.deploy", place: shop })).toBe(true);
    expect(isGranted([{ on, id: "another", role: "member" }], { action: "resource.deploy", place: shop })).toBe(false);
  });

  test("gives nothing on what stands in no place of that kind", () => {
    expect(
      isGranted([{ on: "server", id: "srv_1", role: "owner" }], { action: "project.view", place: { team: "team_1" } }),
    ).toBe(false);
  });

  test("on one of its servers lets see what is on several, and on each of them lets change it", () => {
    const place = { ...shop, servers: ["srv_1", "srv_2"] };
    const [first, second] = ["srv_1", "srv_2"].map((id): Grant => ({ on: "server", id, role: "member" }));
    if (!first || !second) throw new Error("two grants");
    expect(isGranted([second], { action: "resource.view", place })).toBe(true);
    expect(isGranted([second], { action: "resource.deploy", place })).toBe(false);
    expect(isGranted([first, second], { action: "resource.deploy", place })).toBe(true);
    expect(isGranted([first, { ...second, role: "viewer" }], { action: "resource.deploy", place })).toBe(false);
    expect(reachOf([first], { action: "resource.view", teamId: "team_1" }).servers).toBe("some");
    expect(reachOf([first], { action: "resource.deploy", teamId: "team_1" }).servers).toBe("every");
  });

  test("adds to what the other roles of the same person give", () => {
    expect(
      isGranted([{ on: "team", id: "team_1", role: "viewer" }, onShop], { action: "resource.view", place: blog }),
    ).toBe(true);
    expect(
      isGranted([{ on: "team", id: "team_1", role: "viewer" }, onShop], { action: "resource.deploy", place: shop }),
    ).toBe(true);
  });

  test("lets a list show that place alone", () => {
    expect(reachOf([onShop], { action: "resource.view", teamId: "team_1" })).toEqual({
      teamId: "team_1",
      only: [{ on: "project", id: "prj_shop" }],
      servers: "some",
    });
    expect(reachOf([onShop], { action: "resource.admin", teamId: "team_1" }).only).toEqual([]);
    expect(
      reachOf([{ on: "team", id: "team_1", role: "viewer" }, onShop], { action: "resource.view", teamId: "team_1" })
        .only,
    ).toBeNull();
  });
});
