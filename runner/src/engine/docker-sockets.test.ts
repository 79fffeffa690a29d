import { expect, test } from "vitest";
import { socketsNamedIn } from "./docker-sockets.ts";

const ada = { home: "/home/ada", id: 1000 };

test.each([
  ["export DOCKER_HOST=unix:///run/user/1000/docker.sock", "/run/user/1000/docker.sock"],
  ['export DOCKER_HOST="unix://$XDG_RUNTIME_DIR/docker.sock"', "/run/user/1000/docker.sock"],
  ["DOCKER_HOST='unix://${XDG_RUNTIME_DIR}/docker.sock'; export DOCKER_HOST", "/run/user/1000/docker.sock"],
  ["export DOCKER_HOST=unix:///run/user/$(id -u)/docker.sock", "/run/user/1000/docker.sock"],
  ["export DOCKER_HOST=unix:///run/user/$UID/docker.sock", "/run/user/1000/docker.sock"],
  ["export DOCKER_HOST=unix://$HOME/.colima/docker.sock", "/home/ada/.colima/docker.sock"],
  ['{"Endpoints":{"docker":{"Host":"unix:///srv/docker.sock","SkipTLSVerify":false}}}', "/srv/docker.sock"],
])("%s names a socket", (line, path) => {
  expect(socketsNamedIn(`# mine\n${line}\n`, ada)).toEqual([path]);
});

test.each([
  "export DOCKER_HOST=tcp://10.0.0.5:2376",
  "export DOCKER_HOST=ssh://ada@web",
  "export DOCKER_HOST=unix://relative.sock",
  "export DOCKER_HOST=unix:///run/../etc/passwd",
  "export DOCKER_HOST=unix://$(cat socket)",
  `export DOCKER_HOST=unix:///${"x".repeat(150)}`,
])("%s names none", (line) => {
  expect(socketsNamedIn(line, ada)).toEqual([]);
});

test("of a user without a number what needs one is not guessed", () => {
  expect(socketsNamedIn("DOCKER_HOST=unix:///run/user/$UID/docker.sock", { ...ada, id: undefined })).toEqual([]);
});
