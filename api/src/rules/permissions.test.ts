import { describe, expect, test } from "vitest";
import { type Action, canDo, type Role, type Scope } from "./permissions.ts";

const roles: readonly Role[] = ["viewer", "member", "admin", "owner"];
/** The scopes of a token, and a session at the end. */
const credentials: readonly (Scope | "session")[] = ["read", "deploy", "write", "admin", "session"];

// One word a role (viewer member admin owner), one letter in it a credential (read deploy write admin session).
const table: [action: Action, may: string][] = [
  ["team.read", "yyyyy yyyyy yyyyy yyyyy"],
  ["team.write", "----- ----- ---yy ---yy"],
  ["team.delete", "----- ----- ----- ---yy"],
  ["member.read", "yyyyy yyyyy yyyyy yyyyy"],
  ["member.write", "----- ----- ---yy ---yy"],
  ["token.own", "---yy ---yy ---yy ---yy"],
  ["token.manage", "----- ----- ---yy ---yy"],
  ["project.read", "yyyyy yyyyy yyyyy yyyyy"],
  ["project.write", "----- --yyy --yyy --yyy"],
  ["project.delete", "----- ----- --yyy --yyy"],
  ["server.read", "yyyyy yyyyy yyyyy yyyyy"],
  ["server.write", "----- ----- --yyy --yyy"],
  ["runner.read", "yyyyy yyyyy yyyyy yyyyy"],
  ["runner.write", "----- ----- ---yy ---yy"],
  ["source.read", "yyyyy yyyyy yyyyy yyyyy"],
  ["source.write", "----- ----- --yyy --yyy"],
  ["registry.read", "yyyyy yyyyy yyyyy yyyyy"],
  ["registry.write", "----- ----- --yyy --yyy"],
  ["delivery.read", "yyyyy yyyyy yyyyy yyyyy"],
  ["delivery.replay", "----- -yyyy -yyyy -yyyy"],
  ["application.read", "yyyyy yyyyy yyyyy yyyyy"],
  ["application.write", "----- --yyy --yyy --yyy"],
  ["application.operate", "----- -yyyy -yyyy -yyyy"],
  ["application.delete", "----- ----- --yyy --yyy"],
  ["variable.list", "yyyyy yyyyy yyyyy yyyyy"],
  ["variable.read", "----- yyyyy yyyyy yyyyy"],
  ["variable.write", "----- --yyy --yyy --yyy"],
  ["variable.reveal", "----- --yyy --yyy --yyy"],
  ["deployment.read", "yyyyy yyyyy yyyyy yyyyy"],
  ["deployment.run", "----- -yyyy -yyyy -yyyy"],
  ["channel.read", "yyyyy yyyyy yyyyy yyyyy"],
  ["channel.write", "----- ----- --yyy --yyy"],
  ["audit.read", "----- ----- ---yy ---yy"],
];

describe.each(table)("%s", (action, may) => {
  test.each(roles.map((role, at): [Role, string] => [role, may.split(" ")[at] ?? ""]))(
    "a %s may, with a token for read, deploy, write, admin and in a session: %s",
    (role, expected) => {
      const answers = credentials.map((each) => canDo({ role, scopes: each === "session" ? null : [each] }, action));
      expect(answers.map((isAllowed) => (isAllowed ? "y" : "-")).join("")).toBe(expected);
    },
  );
});
