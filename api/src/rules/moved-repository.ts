import { withoutTrailing } from "@fairlead/runner/contract";

/**
 * The clone URL of a repository under its new name; null when the URL does not end in the old one, so that nobody knows what it would
 * be. What stands before the name stays, and so does `.git`.
 */
export function renamedUrl(url: string, { from, to }: { from: string; to: string }): string | null {
  const bare = withoutTrailing(url, "/");
  const end = bare.endsWith(".git") ? ".git" : "";
  const stem = end === "" ? bare : bare.slice(0, -end.length);
  const at = stem.length - from.length;
  if (from === "" || at < 1 || stem.slice(at).toLowerCase() !== from) return null;
  return "/:".includes(stem.charAt(at - 1)) ? `${stem.slice(0, at)}${to}${end}` : null;
}

const asked = "/info/refs";

/**
 * Where the answer to a question about refs sends whoever asked; null when it points at no repository, as the one to a sign-in page
 * does. `isNear`: on the same host, which is as far as anybody goes by himself.
 */
export function redirectedTo(base: string, location: string | null): { base: string; isNear: boolean } | null {
  const to = !location ? null : URL.parse(location, `${base}${asked}`);
  if (!to?.pathname.endsWith(asked) || !/^https?:$/.test(to.protocol)) return null;
  const path = to.pathname.slice(0, -asked.length);
  return { base: `${to.origin}${path}`, isNear: to.origin === URL.parse(base)?.origin && to.username === "" };
}
