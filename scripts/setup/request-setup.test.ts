import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { requestSetup } from "./request-setup.ts";

const owner = { email: "ada@example.test", password: "correct horse battery", name: "ada" };
let server: Server | undefined;

afterEach(() => server?.close());

/** An instance that answers the set-up call like this; returns its address. */
async function anInstance(status: number, body: unknown): Promise<string> {
  server = createServer((_, response) => response.writeHead(status).end(JSON.stringify(body))).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

const setUp = (url: string) => requestSetup({ url, code: "code" }, owner);

describe("the set-up command", () => {
  test("the token of the first owner is returned as the instance gave it", async () => {
    expect(await setUp(await anInstance(201, { token: "flu_abc" }))).toBe("flu_abc");
  });

  test("a refusal is told in the instance's words with every refused field", async () => {
    const errors = [{ path: "password", message: "is shorter than 12 characters" }];
    const url = await anInstance(422, { title: "Some fields are not usable.", errors });
    await expect(setUp(url)).rejects.toThrow("Some fields are not usable.\n  password: is shorter than 12 characters");
  });

  test("an address where nothing listens is named together with what to do", async () => {
    const url = await anInstance(200, {});
    server?.close();
    await expect(setUp(url)).rejects.toThrow(`Nothing answers at ${url}`);
  });

  test("an address that is something else than Fairlead is not taken for a success", async () => {
    await expect(setUp(await anInstance(200, "welcome"))).rejects.toThrow("not as Fairlead does");
  });
});
