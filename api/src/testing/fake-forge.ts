import type { Egress } from "../kit/deps.ts";
import { flushPacket, packet } from "../pushes/pkt-line.ts";

/** Where a repository went, and the status that says so. */
export type Redirect = { status: number; location: string };

/**
 * A forge that answers protocol v2 over the egress port. `heads` is by `url ref`; a value that is a number is an HTTP status. `redirects`
 * are by the clone URL that is asked.
 */
export function aFakeForge(heads: Record<string, string | number | null>, redirects: Record<string, Redirect> = {}) {
  const asked: { url: string; authorization: string | undefined }[] = [];
  const answer = (status: number, text: string) => ({
    status,
    headers: new Headers(),
    bytes: new TextEncoder().encode(text),
  });
  const egress: Egress = async (url, { headers, body }) => {
    asked.push({ url, authorization: headers?.Authorization });
    const base = url.replace(/\/(info\/refs\?service=git-upload-pack|git-upload-pack)$/, "");
    const redirect = redirects[base];
    if (redirect) {
      const { status, location } = redirect;
      return { ...answer(status, ""), headers: new Headers({ location }) };
    }
    const known = Object.entries(heads).filter(([key]) => key.startsWith(`${base} `));
    const status = known.map(([, value]) => value).find((value) => typeof value === "number");
    if (known.length === 0 || status !== undefined) return answer(typeof status === "number" ? status : 404, "");
    if (body === undefined)
      return answer(
        200,
        `${packet("# service=git-upload-pack\n")}0000${packet("version 2\n")}${packet("ls-refs=unborn\n")}${flushPacket}`,
      );
    const refs = known.flatMap(([key, sha]) =>
      sha ? [packet(`${sha} refs/heads/${key.slice(base.length + 1)}\n`)] : [],
    );
    return answer(200, `${refs.join("")}${flushPacket}`);
  };
  return { egress, asked, heads, redirects };
}
