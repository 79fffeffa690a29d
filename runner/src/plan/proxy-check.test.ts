import { expect, test } from "vitest";
import { checkProxy } from "./proxy-check.ts";

const look = (image: string, version: string | undefined, wanted = "caddy:2.11") =>
  checkProxy({ image, version, wanted });

test("a proxy from the image of this runner is told with its version", () => {
  expect(look("caddy:2.11", "v2.11.4")).toEqual({
    name: "proxy",
    status: "ok",
    sentence: "The proxy runs: Caddy 2.11.4, from caddy:2.11.",
    fix: null,
  });
});

test("an older proxy is told, and the newer one offered with the command that makes room for it", () => {
  expect(look("caddy:2", "v2.6.2")).toMatchObject({
    status: "warning",
    sentence: expect.stringMatching(/^The proxy runs: Caddy 2\.6\.2, from caddy:2\. A newer tested proxy is available/),
    fix: "docker pull caddy:2.11 && docker stop --time 10 fairlead-proxy && docker rm fairlead-proxy",
  });
});

test.each([
  ["caddy:2", "v2.11.1", "caddy:2.11"],
  ["caddy:2", "2.11.4", "registry.example.com:5000/caddy:2.11-alpine"],
])("%s that is of the tested version already (%s) is not offered another one", (image, version, wanted) => {
  expect(look(image, version, wanted)).toMatchObject({ status: "ok", fix: null });
});

test.each([
  ["caddy:2.12", "v2.12.0", "caddy:2.11"],
  ["caddy:2", undefined, "caddy:2.11"],
  ["caddy:2", "v2.6.2", "registry.example.com:5000/our-caddy"],
])(
  "where nobody can say which is newer (%s, %s, %s) the other image is named, and nothing is called wrong",
  (image, version, wanted) => {
    const line = look(image, version, wanted);
    expect(line).toMatchObject({ status: "ok", fix: expect.stringContaining(wanted) });
    expect(line.sentence).toContain(`This runner makes proxies from ${wanted}.`);
    expect(line.sentence).not.toContain("newer");
  },
);

test("the longest names stay within what a line may hold", () => {
  const long = `registry.example.com/${"a".repeat(400)}`;
  const { sentence, fix } = look(`${long}1`, undefined, `${long}2`);
  expect(sentence.length).toBeLessThanOrEqual(500);
  expect(fix?.length).toBeLessThanOrEqual(1_000);
});
