import { writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { acmePorts } from "../ports.ts";
import type { Slot } from "../slot.ts";
import { type LabCertificates, openCertificates } from "./certificates.ts";
import { serviceFolder, startDaemon } from "./daemon.ts";

/** A certificate authority that speaks ACME as Let's Encrypt does, and validates over the lab's own names and ports 80/443. */
export interface LabAcme {
  directoryUrl: string;
  /** Trust this to talk to the directory itself. */
  caFile: string;
  caPem: string;
  /** Trust this to accept the certificates it issues. New with every start. */
  issuerRootPem(): Promise<string>;
}

export async function startAcme(slot: Slot, certificates: LabCertificates): Promise<LabAcme> {
  const host = slot.address;
  const config = {
    pebble: {
      listenAddress: `${host}:${acmePorts.directory}`,
      managementListenAddress: `${host}:${acmePorts.management}`,
      certificate: certificates.certificateFile,
      privateKey: certificates.keyFile,
      httpPort: 80,
      tlsPort: 443,
      ocspResponderURL: "",
      externalAccountBindingRequired: false,
    },
  };
  const file = join(serviceFolder(slot), "acme.json");
  writeFileSync(file, JSON.stringify(config));
  await startDaemon(slot, {
    name: "acme",
    argv: ["pebble", "-config", file, "-dnsserver", `${host}:53`],
    // It sleeps at random and refuses some nonces on purpose, to harden clients. Here that would only make tests slow.
    env: { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0" },
    listensOn: { host, port: acmePorts.directory },
  });
  return openAcme(slot);
}

export function openAcme(slot: Slot): LabAcme {
  const { caFile, caPem } = openCertificates(slot);
  return {
    directoryUrl: `https://${slot.address}:${acmePorts.directory}/dir`,
    caFile,
    caPem,
    issuerRootPem: () => read(`https://${slot.address}:${acmePorts.management}/roots/0`, caPem),
  };
}

function read(url: string, caPem: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca: caPem }, async (response) => {
      let body = "";
      for await (const chunk of response) body += chunk;
      if (response.statusCode === 200) resolve(body);
      else reject(new Error(`${url} answered ${response.statusCode}: ${body}`));
    });
    asked.on("error", reject);
    asked.end();
  });
}
