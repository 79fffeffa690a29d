import { expect, test } from "vitest";
import type { Me } from "../api/identity.ts";
import { currentTeam, refusalFor } from "./team.ts";

const me: Me = {
  via: "session",
  revision: 1,
  user: { id: "u", name: "Ada", email: "ada@example.com", isInstanceOwner: true },
  teams: [
    { id: "team_a", name: "A", role: "owner", revision: 1 },
    { id: "team_b", name: "B", role: "viewer", revision: 1 },
  ],
};

test("the chosen team is kept while the person belongs to it", () => {
  expect(currentTeam(me, "team_b")?.name).toBe("B");
});

test("a team that was left gives way to the first one", () => {
  expect(currentTeam(me, "team_gone")?.name).toBe("A");
  expect(currentTeam({ ...me, teams: [] }, null)).toBeUndefined();
});

test("a role below the needed one is told why", () => {
  expect(refusalFor("admin", "member")).toBeUndefined();
  expect(refusalFor("viewer", "member")).toBe("Needs the role member; you are viewer");
});
