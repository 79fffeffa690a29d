import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiProduct, runnerProduct } from "../../scripts/build/products.ts";
import { root } from "../../scripts/check/repository.ts";
import { apiClient } from "../support/api-client.ts";
import { freePort } from "../support/free-port.ts";
import { startProgram } from "../support/program.ts";
import { until } from "../support/until.ts";
import { type Home, processesOf, runCommand, type StartedProduct, startProduct } from "./started-product.ts";

let home: Home;
let product: StartedProduct;
let token: string;
let elsewhere: string;

const setUp = () =>
  runCommand(
    ["run", "--silent", "setup", "--", "--email", "ada@example.test", "--password", "correct horse battery"],
    home,
  );
const noProcessLeft = () =>
  until("every process to end", async () => (processesOf(home).length === 0 ? true : undefined));
const onlineRunners = async () => {
  const { items } = await apiClient(product.url, token).get<{ items: { isOnline: boolean }[] }>("/runners");
  return items.filter(({ isOnline }) => isOnline).length;
};

beforeAll(async () => {
  elsewhere = mkdtempSync(join(tmpdir(), "fairlead-start-"));
  home = { folder: mkdtempSync(join(tmpdir(), "fairlead-start-")), port: await freePort() };
  product = await startProduct(home);
});

afterAll(async () => {
  product?.press("SIGKILL");
  await noProcessLeft();
  for (const folder of [home.folder, elsewhere]) rmSync(folder, { recursive: true, force: true });
});

// One product goes through its life here, in the order a person would see it.
describe("npm start", () => {
  test("the printed URL answers with the interface", async () => {
    const answer = await fetch(product.url, { headers: { accept: "text/html" } });
    expect(answer.headers.get("content-type")).toContain("text/html");
    const script = (await answer.text()).match(/"(\/_app\/[^"]+\.js)"/)?.[1];
    expect(
      (await fetch(new URL(script ?? "/no-script-in-the-page", product.url))).headers.get("content-type"),
    ).toContain("javascript");
  });

  test("npm run setup makes the first owner once and prints nothing but the token", async () => {
    const first = await setUp();
    expect(first).toMatchObject({ code: 0 });
    token = first.stdout.trim();
    expect(token).toMatch(/^\S{20,}$/);
    expect(await apiClient(product.url, token).get("/projects")).toMatchObject({ items: [] });
    const second = await setUp();
    expect(second.code).toBe(1);
    expect(second.stdout).toBe("");
  });

  test("a local runner joins the first team by itself", async () => {
    expect(await until("the runner to come online", async () => (await onlineRunners()) || undefined)).toBe(1);
  });

  test("a second start on the same port names the port and what to do", async () => {
    const { stderr, code } = await runCommand(["start"], { ...home, folder: elsewhere });
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${home.port} is taken`);
  });

  test("a second start with the same state folder names who has it", async () => {
    const { stderr, code } = await runCommand(["start"], { ...home, port: await freePort() });
    expect(code).toBe(1);
    for (const part of [home.folder, product.url, "process "]) expect(stderr).toContain(part);
  });

  test.each([
    ["control plane", apiProduct.output, "FAIRLEAD_HOME", ""],
    ["runner", runnerProduct.output, "FAIRLEAD_RUNNER_HOME", "runner"],
  ])("a second %s by itself is refused the folder as well", async (name, file, setting, path) => {
    const folder = join(home.folder, path);
    const second = startProgram(process.execPath, [file], {
      cwd: root,
      env: { [setting]: folder, PORT: String(await freePort()), FAIRLEAD_URL: "http://localhost:1" },
    });
    expect(await second.exited).toBe(1);
    for (const part of [folder, `the ${name} with process number`, String(home.port), `${setting}=`]) {
      expect(second.output()).toContain(part);
    }
  });

  test.each(["abc", "70000", "80.5"])("PORT=%s is refused by a sentence, before anything is built", async (port) => {
    const { stderr, stdout, code } = await runCommand(["start"], { ...home, port });
    expect(code).toBe(1);
    expect(stderr).toMatch(/PORT .*65535/);
    expect(stdout + stderr).not.toMatch(/built|\n +at /);
  });

  test("Ctrl-C ends npm and leaves no process behind", async () => {
    product.press("SIGINT");
    await product.exited;
    expect(await noProcessLeft()).toBe(true);
  });

  test("after a second start the state and the runner are there again", async () => {
    product = await startProduct(home);
    expect(await apiClient(product.url, token).get("/projects")).toMatchObject({ items: [] });
    expect(await until("the runner to come back", async () => (await onlineRunners()) || undefined)).toBe(1);
  });

  test("a supervisor that signals npm alone leaves no process behind either", async () => {
    product.tell("SIGTERM");
    await product.exited;
    expect(await noProcessLeft()).toBe(true);
  });

  test("killing npm outright leaves no process behind either", async () => {
    product = await startProduct(home);
    product.tell("SIGKILL");
    await product.exited;
    expect(await noProcessLeft()).toBe(true);
  });
});
