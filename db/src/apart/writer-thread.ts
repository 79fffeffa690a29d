import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import * as v from "valibot";
import { openFileClient } from "../file-client.ts";
import { keepStatements } from "../keep-statements.ts";
import { PatientConnection, usualPatience } from "../patient-connection.ts";
import { filePragmas, writerPragmas } from "../pragmas.ts";
import { type Asked, outcomeToTell, type Told } from "./wire.ts";
import { writeInGroups } from "./write-in-groups.ts";

/** The program of the thread that writes. It waits for the disk, so that nobody else has to. */
function writeFor(port: MessagePort, { url }: { url: string }): void {
  keepStatements();
  const client = openFileClient(url);
  const pragmas = { file: filePragmas, each: writerPragmas };
  const connection = new PatientConnection(client, { pragmas, patience: usualPatience });
  const { write } = writeInGroups({ client, connection, now: usualPatience.now, soon: setImmediate });
  const tell = (told: Told) => port.postMessage(told);
  let last: Promise<unknown> = Promise.resolve();
  port.on("message", (asked: Asked) => {
    if (asked === "close") {
      void last.then(() => {
        client.close();
        port.close();
      });
      return;
    }
    const { id } = asked;
    last = write(asked.write).then(
      (written) => tell({ id, ...outcomeToTell({ written }) }),
      (error: unknown) => tell({ id, ...outcomeToTell({ error }) }),
    );
  });
}

if (parentPort) writeFor(parentPort, v.parse(v.object({ url: v.string() }), workerData));
