import type { Database } from "@fairlead/db";
import { type ContainerSettings, maxFilesBytes, refuseFiles as refusePlaces } from "@fairlead/runner/contract";
import { invalidField } from "../../rules/errors.ts";
import { listSizes } from "../files/files.store.ts";

type Asked = {
  container: Pick<ContainerSettings, "mounts" | "temporaryFolders" | "isReadOnly" | "hostMounts" | "files">;
  application: string;
};

/** Files that could not lie where they are to, or hold what is not there. */
export async function refuseFiles(db: Database, teamId: string, { container, application }: Asked): Promise<void> {
  const { files = [], mounts = [], hostMounts = [], temporaryFolders = [], isReadOnly = false } = container;
  if (files.length === 0) return;
  const [fault] = refusePlaces({ files, mounts, hostMounts, temporaryFolders, isReadOnly });
  if (fault) throw invalidField(`container.${fault.field}`, fault.message);
  const ids = files.map(({ content }) => content);
  const rows = await listSizes(db, { teamId, resourceId: application }, ids);
  for (const [index, { content }] of files.entries())
    if (!rows.some(({ id }) => id === content))
      throw invalidField(
        `container.files.${index}.content`,
        "is nothing that was uploaded for this application: upload it first",
      );
  const sum = rows.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
  if (sum > maxFilesBytes)
    throw invalidField("container.files", "hold more than 8 MiB together: mount a volume for files of this size");
}
