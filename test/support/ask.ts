import { request } from "node:http";

export type Answer = { status: number; body: string; headers: Record<string, string | string[] | undefined> };

/** One plain request to a server's proxy with the given Host, over a connection of its own. Never retried. */
export function ask({
  host,
  ip,
  path,
  port = 80,
  headers = {},
}: {
  host: string;
  ip: string;
  path: string;
  port?: number;
  headers?: Record<string, string>;
}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: ip, port, path, headers: { ...headers, host }, agent: false, timeout: 10_000 };
    const asked = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (bytes: Buffer) => chunks.push(bytes));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          headers: response.headers,
        }),
      );
      response.on("error", reject);
    });
    asked.on("timeout", () => asked.destroy(new Error(`no answer from ${host} within 10 s`)));
    asked.on("error", reject);
    asked.end();
  });
}
