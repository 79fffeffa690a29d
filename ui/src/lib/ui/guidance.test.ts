import { expect, test } from "vitest";
import { guidanceOf } from "./guidance.ts";

const commands = (advice: string) => guidanceOf(advice).flatMap(({ kind, text }) => (kind === "command" ? [text] : []));

test.each([
  ["Check that the server is on, sshd runs on that port, and a firewall lets the runner in.", []],
  ["Use a server with amd64 or arm64.", []],
  ["sudo apt-get install -y tini", ["sudo apt-get install -y tini"]],
  ["curl -fsSL https://get.docker.com | sudo sh", ["curl -fsSL https://get.docker.com | sudo sh"]],
  ["Start it: `sudo systemctl start docker`. Then check again.", ["sudo systemctl start docker"]],
  ["Set `MaxSessions 10` or more, then `sudo systemctl reload ssh`.", ["sudo systemctl reload ssh"]],
  ["Forges answer `not found` for private repositories too.", []],
  ["See who uses which with `docker network inspect <id>`.", []],
  ["A mark ` alone, then sudo nothing", []],
])("of %j only the commands can be copied", (advice, expected) => expect(commands(advice)).toEqual(expected));

test("nothing of the advice is lost", () => {
  const advice = "Set `A b` here, then `docker ps`.";
  expect(
    guidanceOf(advice)
      .map(({ text }) => text)
      .join("`"),
  ).toBe(advice);
});
