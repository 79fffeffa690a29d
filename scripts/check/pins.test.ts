import { expect, test } from "vitest";
import { pins } from "./pins.ts";

const manifest = (version: string) => JSON.stringify({ dependencies: { hono: version } }, null, 2);

test.each(["^4.13.19", "~4.13.19", "latest", "4.x", ">=4", "npm:typescript@^7.0.2"])(
  "a dependency at %s is not one version",
  (version) => {
    expect(pins("api/package.json", manifest(version))).toMatchObject([{ line: 3, rule: "pins" }]);
  },
);

test.each(["4.13.19", "0.24.1-pre.42", "workspace:*", "npm:typescript@7.0.2"])(
  "a dependency at %s is one version",
  (version) => {
    expect(pins("api/package.json", manifest(version))).toEqual([]);
  },
);
