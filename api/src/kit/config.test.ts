import { describe, expect, test } from "vitest";
import { ConfigError, readNodeConfig, readWorkerConfig } from "./config.ts";

const secret = "kJ8s0vQpX2mWz7LrT4nYbE1hGdUcAf93";
const node = { FAIRLEAD_SECRET: secret, DATABASE_URL: "file:/tmp/fairlead.db" };
const worker = {
  FAIRLEAD_SECRET: secret,
  FAIRLEAD_URL: "https://fairlead.example.com",
  DATABASE_URL: "libsql://fairlead.turso.io",
};

const problemsOf = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

test("every problem is listed at once, by the name of its setting", () => {
  const problems = problemsOf(() =>
    readNodeConfig({ PORT: "many", FAIRLEAD_URL: "example", FAIRLEAD_SECRET: "short", RESEND_API_KEY: "abc" }),
  );
  const names = problems.map((problem) => problem.split(" ")[0]);
  expect(new Set(names)).toEqual(
    new Set(["PORT", "FAIRLEAD_URL", "FAIRLEAD_SECRET", "RESEND_API_KEY", "MAIL_FROM", "DATABASE_URL"]),
  );
});

describe("the secret", () => {
  test.each([
    ["missing", undefined],
    ["short", "kJ8s0vQpX2mWz7Lr"],
    ["one letter repeated", "a".repeat(40)],
    ["an example from a document", "change-me-change-me-change-me-change-me"],
    ["the library's default", "better-auth-secret-12345678901234567890"],
  ])("refuses to start with a secret that is %s", (_name, value) => {
    expect(problemsOf(() => readNodeConfig({ ...node, FAIRLEAD_SECRET: value })).join()).toMatch(/FAIRLEAD_SECRET/);
  });
});

test("without a public address only this machine may connect", () => {
  const config = readNodeConfig(node);
  expect(config).toMatchObject({ url: "http://localhost:3000", host: "127.0.0.1", port: 3000 });
  expect(config.trustedOrigins).toContain("http://127.0.0.1:3000");
});

test("a public address opens the port and is the only trusted origin", () => {
  const config = readNodeConfig({ ...node, FAIRLEAD_URL: "https://fairlead.example.com/" });
  expect(config.host).toBe("0.0.0.0");
  expect(config.trustedOrigins).toEqual(["https://fairlead.example.com"]);
});

test("a Worker needs a remote database and an https address", () => {
  const problems = problemsOf(() =>
    readWorkerConfig({ ...worker, DATABASE_URL: "file:x.db", FAIRLEAD_URL: "http://fairlead.example.com" }),
  );
  expect(problems).toHaveLength(2);
  expect(readWorkerConfig(worker).setupCode).toBeNull();
});

describe("the address of Resend's API", () => {
  const mail = { RESEND_API_KEY: "re_key", MAIL_FROM: "f@fairlead.test" };

  test("is Resend's unless something else is named", () => {
    expect(readNodeConfig({ ...node, ...mail }).resendBaseUrl).toBe("https://api.resend.com");
    expect(readWorkerConfig({ ...worker, ...mail }).resendBaseUrl).toBe("https://api.resend.com");
  });

  test.each(["https://mail.example.com", "https://mail.example.com/", "http://127.0.0.1:8025"])(
    "may be %s",
    (given) => {
      const { resendBaseUrl } = readNodeConfig({ ...node, ...mail, RESEND_BASE_URL: given });
      expect(resendBaseUrl).toBe(given.replace(/\/$/, ""));
    },
  );

  test.each([
    "http://mail.example.com",
    "https://mail.example.com/v2",
    "https://mail.example.com?x",
    "https://someone@mail.example.com",
    "ftp://127.0.0.1",
    "mail.example.com",
  ])("is refused when it is %s", (given) => {
    expect(problemsOf(() => readNodeConfig({ ...node, ...mail, RESEND_BASE_URL: given })).join()).toMatch(
      /^RESEND_BASE_URL/,
    );
  });
});

test("a host that may lie inside is known by its name, with the dot at its end or without", () => {
  const read = (hosts: string) => readNodeConfig({ ...node, FAIRLEAD_ALLOW_PRIVATE_HOSTS: hosts }).allowedPrivateHosts;
  expect(read("Git.lan., mail.lan.:8025, 10.0.0.5")).toEqual(["git.lan", "mail.lan:8025", "10.0.0.5"]);
});
