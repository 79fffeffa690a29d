import type { Database } from "@fairlead/db";
import type { JobSecrets, PlacedFile } from "@fairlead/runner/contract";
import type { Opener } from "../../kit/secrets/open-credential.ts";
import { filePlace } from "../../kit/secrets/secret-places.ts";
import { base64Of, bytesOf } from "../../rules/file-content.ts";
import { NotCompilable } from "../../work/jobs/not-compilable.ts";
import { readContents } from "./files.store.ts";

type Asked = { teamId: string; resourceId: string; files: readonly PlacedFile[] | undefined; open: Opener };

/** What a deployment puts into its containers. */
export async function fileContents(db: Database, { files = [], open, ...whose }: Asked): Promise<JobSecrets["files"]> {
  if (files.length === 0) return [];
  const ids = [...new Set(files.map(({ content }) => content))];
  const rows = await readContents(db, whose, ids);
  for (const { path, content } of files)
    if (!rows.some(({ id }) => id === content))
      throw new NotCompilable(
        `What is to be in ${path} is not kept any more.`,
        "Upload the file anew, and deploy again.",
      );
  return Promise.all(
    rows.map(async ({ id, content, isText }) => {
      const opened = await open(filePlace(id), content);
      return { id, content: isText ? base64Of(bytesOf({ text: opened })) : opened };
    }),
  );
}
