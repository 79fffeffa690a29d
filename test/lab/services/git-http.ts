import { join } from "node:path";
import { gitPorts } from "../ports.ts";
import type { Slot } from "../slot.ts";
import type { LabCertificates } from "./certificates.ts";
import { startDaemon } from "./daemon.ts";

export async function startGitHttp(slot: Slot, options: { repositories: string } & LabCertificates): Promise<void> {
  const script = join(import.meta.dirname, "git-http-server.ts");
  const { repositories, certificateFile, keyFile } = options;
  await startDaemon(slot, {
    name: "git-http",
    argv: [process.execPath, script, repositories, slot.address, certificateFile, keyFile],
    listensOn: { host: slot.address, port: gitPorts.https },
  });
}
