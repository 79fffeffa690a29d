import * as v from "valibot";
import { growing } from "./ageing/index.ts";

/** As many hosts as one look asks about. */
export const mostCertificates = 200;

/** What the proxy of a server shows to whoever asks for a host over TLS. */
export const SeenCertificate = v.strictObject({
  host: v.pipe(v.string(), v.maxLength(300)),
  /** `pending`: nothing came in time, as while an authority is still at it. `failed`: what came is no certificate that browsers take. */
  state: growing(["served", "pending", "failed"], { unknown: "pending" }),
  /** Who gave the certificate that was shown; null when none was, or it does not say. */
  issuer: v.nullable(v.pipe(v.string(), v.maxLength(200))),
  /** When the certificate that was shown ends. */
  notAfter: v.nullable(v.number()),
  /** Why it failed, in the words of the authority where it said some; null when nobody knows. */
  reason: v.nullable(v.pipe(v.string(), v.maxLength(500))),
});
export type SeenCertificate = v.InferOutput<typeof SeenCertificate>;
