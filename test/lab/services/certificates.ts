import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../command.ts";
import type { Slot } from "../slot.ts";
import { serviceFolder } from "./daemon.ts";

/** The lab's own certificate authority and one certificate for the lab address. Who talks TLS to a lab service trusts `caFile`. */
export interface LabCertificates {
  caFile: string;
  caPem: string;
  certificateFile: string;
  keyFile: string;
}

export async function makeCertificates(slot: Slot): Promise<LabCertificates> {
  const folder = serviceFolder(slot);
  const caFile = join(folder, "ca.pem");
  const caKeyFile = join(folder, "ca.key");
  const certificateFile = join(folder, "lab.pem");
  const keyFile = join(folder, "lab.key");
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"];
  await run(["openssl", "req", "-x509", ...newKey, "-subj", "/CN=Lab authority", "-keyout", caKeyFile, "-out", caFile]);
  await run(
    ["openssl", "req", "-x509", ...newKey, "-subj", "/CN=lab", "-CA", caFile, "-CAkey", caKeyFile]
      .concat(["-addext", `subjectAltName=IP:${slot.address}`, "-addext", "basicConstraints=critical,CA:FALSE"])
      .concat(["-keyout", keyFile, "-out", certificateFile]),
  );
  return openCertificates(slot);
}

export function openCertificates(slot: Slot): LabCertificates {
  const folder = serviceFolder(slot);
  const caFile = join(folder, "ca.pem");
  const caPem = readFileSync(caFile, "utf8");
  return { caFile, caPem, certificateFile: join(folder, "lab.pem"), keyFile: join(folder, "lab.key") };
}
