import type { SeenCertificate } from "@fairlead/runner/contract";
import type { Deps } from "../kit/deps.ts";
import { resourceEvent } from "../kit/events/resource-event.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { afterLook } from "../rules/certificate.ts";
import { listSecureDomains, writeCertificate } from "./certificates.store.ts";

/** Remembers on each domain of a server which certificate its proxy shows, and tells open pages where that is another than before. */
export async function applyCertificates(
  { db, hub, clock }: Pick<Deps, "db" | "hub" | "clock">,
  { serverId, certificates }: { serverId: string; certificates: readonly SeenCertificate[] },
): Promise<void> {
  if (certificates.length === 0) return;
  const told = new Map(certificates.map((each) => [each.host, each]));
  const rows = await listSecureDomains(db, { serverId, hosts: [...told.keys()] });
  const now = clock.now();
  const looks = rows.flatMap((row) => {
    const seen = told.get(row.host);
    return seen ? [{ row, known: afterLook(row.state, { seen, now }) }] : [];
  });
  await runBatch(
    db,
    looks.map(({ row, known }) => writeCertificate(db, { id: row.id, known })),
  );
  const changed = looks.filter(({ row, known }) =>
    (["state", "issuer", "notAfter", "reason"] as const).some((each) => row[each] !== known[each]),
  );
  for (const { row } of changed) hub.publish(row.teamId, resourceEvent(row.resourceId, row.resourceState));
}
