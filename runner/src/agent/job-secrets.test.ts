import { expect, test } from "vitest";
import { secretsOf } from "./job-secrets.ts";

test("every password that a job is given is kept out of its log", () => {
  const login = (password: string) => ({ registry: "ghcr.io", username: "robot", password });
  const secrets = {
    env: { TOKEN: "of-a-variable" },
    gitToken: "of-a-source",
    registry: login("of-an-image"),
    push: login("of-a-push"),
    registries: [login("of-a-build")],
  };
  expect(secretsOf({ payload: {}, secrets })).toEqual([
    "of-a-variable",
    "of-a-source",
    "of-an-image",
    "of-a-push",
    "of-a-build",
  ]);
});
