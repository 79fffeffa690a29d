import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import tar from "tar-stream";
import { Refusal, type Route } from "./state.ts";

/** What is unpacked into a container. It keeps the files of the archive alone, as nothing else is ever sent. */
export const archiveRoutes: readonly Route[] = [
  [
    "PUT",
    /^\/containers\/([^/]+)\/archive$/,
    async ({ containers }, { bytes, query }, [term]) => {
      const container = containers.find(({ id, name }) => id === term || name === term);
      if (!container) throw new Refusal(404, `No such container: ${term}`);
      if (query.get("path") !== "/") throw new Refusal(400, "only the root is known here");
      const entries = tar.extract();
      Readable.from([bytes]).pipe(entries);
      for await (const entry of entries) {
        const { name, mode = 0, uid = 0, gid = 0 } = entry.header;
        const path = `/${name}`;
        container.files.set(path, { path, mode, uid, gid, bytes: await buffer(entry) });
      }
      return { status: 200 };
    },
  ],
];
