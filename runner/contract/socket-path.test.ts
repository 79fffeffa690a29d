import { expect, test } from "vitest";
import { refuseSocketPath } from "./socket-path.ts";

test.each([
  "/var/run/docker.sock",
  "/run/user/1000/docker.sock",
  "/home/ada/.docker/run/docker.sock",
  "/srv/a b/$x;.sock",
])("%s is where Docker may listen", (path) => {
  expect(refuseSocketPath(path)).toBeUndefined();
});

test.each([
  ["unix:///run/docker.sock", /without unix:\/\//],
  ["tcp://10.0.0.5:2376", /Docker by tcp is not spoken/],
  ["docker.sock", /absolute path/],
  ["", /absolute path/],
  ["/run/../etc/docker.sock", /a part that is \.\./],
  ["/run//docker.sock", /empty part/],
  ["/run/docker.sock/", /empty part/],
  ["/run/do\u202ecker.sock", /U\+202E/],
  [`/${"ä".repeat(60)}`, /at most 107 bytes/],
])("%s is refused with what is wrong", (path, words) => {
  expect(refuseSocketPath(path)).toMatch(words);
});
