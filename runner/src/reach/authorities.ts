import { readFile } from "node:fs/promises";
import { rootCertificates } from "node:tls";

/** Where systems keep the authorities that they trust. */
const usualBundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

/** The authorities that git trusts on this machine: those of the system, and those of the file that the runner was given. */
export async function trustedAuthorities(environment: Readonly<Record<string, string | undefined>>): Promise<string[]> {
  const given = [environment.GIT_SSL_CAINFO, environment.SSL_CERT_FILE].flatMap((file) => file ?? []);
  const read = await Promise.all([...usualBundles, ...given].map((file) => readFile(file, "utf8").catch(() => "")));
  return [...rootCertificates, ...read.filter((pem) => pem !== "")];
}
