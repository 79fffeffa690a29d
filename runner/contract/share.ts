import * as v from "valibot";
import { Ipv4 } from "./grammar.ts";

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
/** As a server's own network knows it: often by one word. */
const LocalName = v.pipe(
  v.string(),
  v.maxLength(253),
  v.regex(new RegExp(`^${label}(?:\\.${label})*$`), "must be a host name such as nas or nas.example.com"),
  v.check((name) => !/^[0-9.]+$/.test(name), "must be a host name or a whole IPv4 address"),
);
/** Whom the server asks for the files. */
const ShareHost = v.union([Ipv4, LocalName], "must be a host name such as nas.example.com or an IPv4 address");

// A line of mount options is split at commas, and a kernel reads no quotes in it: what could end an option is refused.
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point.
const plainPath = /^[^\u0000-\u001f\u007f,\\]{1,300}$/u;
const isSteady = (path: string) => path.split("/").every((part) => part !== "." && part !== "..");

const ExportPath = v.pipe(
  v.string(),
  v.regex(plainPath, "must be a path without commas and backslashes"),
  v.check(
    (path) => path.startsWith("/") && isSteady(path),
    "must be the absolute path of an export, such as /srv/photos",
  ),
);
const ShareName = v.pipe(
  v.string(),
  v.regex(plainPath, "must be the name of a share without commas and backslashes"),
  v.check(
    (name) => !name.startsWith("/") && isSteady(name),
    "must be the name of a share, such as photos or photos/2024",
  ),
);
const Word = v.pipe(
  v.string(),
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point.
  v.regex(/^[^\u0000-\u001f\u007f,=]{1,100}$/u, "must be 1 to 100 letters, without commas and ="),
);
const number = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4_294_967_294));
const mode = v.pipe(v.string(), v.regex(/^0[0-7]{3}$/, "must be permissions such as 0755"));

export const nfsVersions = ["4.2", "4.1", "4", "3"] as const;
export const smbVersions = ["3.1.1", "3.0", "2.1"] as const;

const NfsShare = v.strictObject({
  kind: v.literal("nfs"),
  host: ShareHost,
  path: ExportPath,
  version: v.optional(v.picklist(nfsVersions), "4.2"),
  /** An application whose server is away gets an error after a while, and may lose what it wrote; otherwise it waits. */
  isSoft: v.optional(v.boolean(), false),
});
const SmbShare = v.strictObject({
  kind: v.literal("smb"),
  host: ShareHost,
  share: ShareName,
  username: Word,
  domain: v.optional(v.nullable(Word), null),
  version: v.optional(v.picklist(smbVersions), "3.1.1"),
  /** Whose all files are, because the protocol knows no owners of this server. */
  uid: v.optional(number, 0),
  gid: v.optional(number, 0),
  fileMode: v.optional(mode, "0644"),
  folderMode: v.optional(mode, "0755"),
});

export type NfsShare = v.InferOutput<typeof NfsShare>;
export type SmbShare = v.InferOutput<typeof SmbShare>;

/** A folder of another machine that the server mounts as a volume. Its password travels with the secrets of a job. */
export const Share = v.variant("kind", [NfsShare, SmbShare]);
export type Share = v.InferOutput<typeof Share>;
export type ShareInput = v.InferInput<typeof Share>;

/** What is signed in with. A comma is written twice, as the kernel wants it. */
export const SharePassword = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(128),
  v.check(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point.
    (text) => text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text),
    "must hold no control characters",
  ),
);
