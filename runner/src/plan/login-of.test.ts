import { expect, test } from "vitest";
import type { JobSecrets } from "../../contract/index.ts";
import { loginOf } from "./login-of.ts";

const own = { username: "shop", password: "its own" };
const login = (registry: string) => ({ registry, username: "robot", password: `of ${registry}` });
const secrets: JobSecrets = {
  env: {},
  gitToken: null,
  gitUser: null,
  registry: own,
  push: null,
  files: [],
  sharePasswords: [],
  registries: ["docker.io", "ghcr.io", "registry.example.com:5000"].map(login),
};
const passwordOf = (image: string, auth: "none" | "registry" = "none") =>
  loginOf(secrets, { kind: "image", image, auth })?.password;

test.each([
  ["redis:7", "of docker.io"],
  ["index.docker.io/harbour/shop", "of docker.io"],
  ["GHCR.io/harbour/shop:1", "of ghcr.io"],
  ["registry.example.com:5000/shop", "of registry.example.com:5000"],
  ["registry.example.com/shop", undefined],
  ["ghcr.io.evil.example/shop", undefined],
])("the image %s is pulled with the team's login %s", (image, password) => {
  expect(passwordOf(image)).toBe(password);
});

test("a resource's own login goes before the team's", () => {
  expect(passwordOf("ghcr.io/harbour/shop", "registry")).toBe(own.password);
});
