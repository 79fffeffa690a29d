import * as v from "valibot";
import { mostCertificates, SeenCertificate } from "../certificate.ts";

export const Certificates = v.pipe(v.array(SeenCertificate), v.maxLength(mostCertificates));
