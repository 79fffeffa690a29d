import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiProduct, buildWhatChanged, interfaceProduct, runnerProduct } from "../../scripts/build/products.ts";
import { listFiles, root } from "../../scripts/check/repository.ts";
import { apiClient } from "../support/api-client.ts";
import { freePort } from "../support/free-port.ts";
import { until } from "../support/until.ts";
import { type Home, processesOf, runCommand, type StartedProduct, startProduct } from "./started-product.ts";

let folder: string;
let home: Home;
let product: StartedProduct;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-odd-"));
  const checkout = join(folder, "my apps ä", "fair%20lead (1)");
  await buildWhatChanged([interfaceProduct, apiProduct, runnerProduct]);
  const copied = [...listFiles(), "dist", "ui/build"];
  for (const path of copied) cpSync(join(root, path), join(checkout, path), { recursive: true });
  for (const each of [".", "api", "db", "runner", "ui", "test"]) {
    const packages = join(each, "node_modules");
    mkdirSync(dirname(join(checkout, packages)), { recursive: true });
    symlinkSync(join(root, packages), join(checkout, packages));
  }
  home = { folder: join(folder, "state of ä"), port: await freePort(), checkout };
});

afterAll(async () => {
  product?.press("SIGKILL");
  await until("every process to end", async () => (processesOf(home).length === 0 ? true : undefined));
  rmSync(folder, { recursive: true, force: true });
});

test("it starts, makes its first owner and brings its runner up in a folder with spaces and other letters", async () => {
  product = await startProduct(home);
  const account = ["--email", "ada@example.test", "--password", "correct horse battery"];
  const { stdout } = await runCommand(["run", "--silent", "setup", "--", ...account], home);
  const api = apiClient(product.url, stdout.trim());
  const online = async () => {
    const { items } = await api.get<{ items: { isOnline: boolean }[] }>("/runners");
    return items.some(({ isOnline }) => isOnline) || undefined;
  };
  expect(await until("the runner to come online", online)).toBe(true);
});
