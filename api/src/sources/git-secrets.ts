import type { schema } from "@fairlead/db";
import { type Opener, openCredential } from "../kit/secrets/open-credential.ts";
import { sourceTokenPlace } from "../kit/secrets/secret-places.ts";
import { gitUser } from "../rules/git-user.ts";
import { refusesCredential } from "../rules/source-reach.ts";
import { elsewhere } from "../work/jobs/not-compilable.ts";

type SourceRow = typeof schema.source.$inferSelect;

/** What git signs in with for one job, if its source has a token: never elsewhere than where that was given for. */
export async function gitSecrets({ url, source, open }: { url: string; source: SourceRow | null; open: Opener }) {
  const complaint = source && refusesCredential(source, url);
  if (complaint) throw elsewhere(`The repository ${url} ${complaint}.`);
  if (source?.auth !== "token" || source.token === null) return {};
  const place = sourceTokenPlace(source.id);
  const credential = { place, sealed: source.token, givenFor: { kind: "source" as const, ...source } };
  return { gitToken: await openCredential(open, credential, { to: url }), gitUser: gitUser(source) };
}
