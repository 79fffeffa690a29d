import * as v from "valibot";
import { isAddress } from "./address.ts";
import { widened } from "./ageing/marks.ts";
import { refuseRef } from "./git-ref.ts";
import { refuseGitUrl } from "./git-url.ts";
import { judgedBy } from "./refuse.ts";
import { refuseServerUser } from "./server-user.ts";
import { refuseSocketPath } from "./socket-path.ts";

// Field grammars, checked by the API on the way in and by the runner again before any effect. They reject; they never clean.
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point.
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const noControl = v.check((s: string) => !control.test(s), "must not contain control characters");
const noNul = v.check((s: string) => !s.includes("\0"), "must not contain NUL");
// Half of a surrogate pair is no character: it would be stored as another one.
const wellFormed = v.check((s: string) => s.isWellFormed(), "must not contain half a character");

/** Display name: any text without control characters. Never reaches a shell, a path or a container name. */
export const DisplayName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80), noControl, wellFormed);
export const Description = v.pipe(v.string(), v.maxLength(500), noControl, wellFormed);

/** Lower-case label used in generated hints and URLs: letters, digits and inner hyphens. */
export const Slug = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, "use lower-case letters, digits and hyphens"),
);

/** What contract 1 took for a clone URL: an older runner takes no other. */
const hostPattern = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9a-fA-F:.]+\])`;
const repositoryPattern = "[A-Za-z0-9~][A-Za-z0-9._~/-]*";
const urlForm = new RegExp(
  `^(?:https?://|ssh://(?:[A-Za-z_][A-Za-z0-9_.-]{0,63}@)?)${hostPattern}(?::[0-9]{1,5})?/${repositoryPattern}$`,
);
const scpForm = new RegExp(
  `^[a-z_][a-z0-9_-]{0,31}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?:${repositoryPattern}$`,
);

const isOldGitUrl = (value: string) =>
  !value.includes("..") && (scpForm.test(value) || (urlForm.test(value) && URL.canParse(value)));

/** https or ssh clone URL, or the scp form `git@host:owner/repo.git`. No user over https, no password, query or fragment. */
export const GitUrl = widened(2, {
  to: v.pipe(v.string(), v.maxLength(500), judgedBy(refuseGitUrl)),
  from: isOldGitUrl,
});

const isOldRef = (value: string) =>
  /^[A-Za-z0-9_][A-Za-z0-9_./+@=-]*$/.test(value) && !/\.\.|@\{|\/\/|\.lock(\/|$)|\/$|\.$|\/\./.test(value);

/** Branch or tag name without refs/ prefix: what git takes for one. */
export const GitRef = widened(2, {
  to: v.pipe(
    v.string(),
    v.maxLength(200),
    judgedBy((ref) => (isOldRef(ref) ? undefined : refuseRef(ref))),
  ),
  from: isOldRef,
});
export const CommitSha = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "must be a full commit id"));

/** Path inside the repository: relative POSIX, `.` for the root. Symlinks are judged by the runner. */
export const RepoPath = v.pipe(
  v.string(),
  v.maxLength(300),
  v.regex(/^(?:\.|[A-Za-z0-9_.@+][A-Za-z0-9_.@+ /-]*)$/, "must be a relative path"),
  v.check(
    (s) => s === "." || s.split("/").every((part) => part !== "" && part !== "." && part !== ".."),
    "must be a relative path without ..",
  ),
);

/** Docker image reference `[host[:port]/]path[:tag][@digest]`. The host may be an address of IPv6 in brackets. */
export const ImageRef = v.pipe(
  v.string(),
  v.maxLength(255),
  v.regex(
    /^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:.]+\])(?::[0-9]{1,5})?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
    "must be an image such as ghcr.io/owner/app:1.2: a path in lower case, perhaps behind host:port/, before :tag or @sha256:…",
  ),
);
export const BuildTarget = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][A-Za-z0-9_.-]{0,63}$/, "must be a stage name of the Dockerfile"),
);

/** Host name in its stored form: lower-case A-labels, no port, no scheme. `*.` only leftmost. */
export const HostName = v.pipe(
  v.string(),
  v.maxLength(253),
  v.regex(
    /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "must be a host name such as app.example.com",
  ),
  v.check((s) => !/^[0-9.]+$/.test(s), "must be a host name, not an address"),
);
export const PathPrefix = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(/^\/[A-Za-z0-9._~/-]*$/, "must start with / and hold letters, digits and . _ ~ -"),
);

/** Server address: host name, with the dot at its end or without, or IP literal. */
export const ServerHost = widened(2, {
  to: v.pipe(
    v.string(),
    v.check((host) => host.replace(/\.$/, "").length <= 253, "must be at most 253 characters long"),
    v.regex(
      /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?|[0-9a-fA-F:]+)$/,
      "must be a host name such as web.example.com, or an IP address: letters, digits, and . - _ between them",
    ),
  ),
  from: (value) => /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9a-fA-F:]+)$/.test(value) && value.length <= 253,
});
/** Host and port as they are compared: lower case, an address of IPv6 in brackets. */
export const Endpoint = v.pipe(
  v.string(),
  v.maxLength(300),
  v.regex(/^(?:[a-z0-9][a-z0-9._-]*|\[[0-9a-f:.]+\]):[0-9]{1,5}$/, "must be host:port"),
);
export const UserName = widened(2, {
  to: v.pipe(v.string(), judgedBy(refuseServerUser)),
  from: (value) => /^[a-z_][a-z0-9_-]{0,31}$/.test(value),
});
/** Where Docker listens on a server, when it is not in the usual place. */
export const SocketPath = v.pipe(v.string(), judgedBy(refuseSocketPath));
export const Port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

/** What every shell and every Dockerfile knows as the name of a variable. */
export const isShellName = (key: string) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(key);
/** Environment variable name; value: any UTF-8 text except NUL up to 64 KiB, kept byte for byte. */
export const EnvKey = widened(2, {
  to: v.pipe(
    v.string(),
    v.maxLength(256),
    v.regex(
      /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/,
      "must hold letters, digits and _ . - only, and begin with none of the last two",
    ),
    // Objects keyed by name drop these on their way, and a variable must not get lost without a word.
    v.check(
      (s) => !/^(__proto__|constructor|prototype)$/.test(s),
      "must not be a name that JavaScript keeps for itself",
    ),
  ),
  from: isShellName,
});
export const EnvValue = v.pipe(v.string(), noNul, wellFormed, v.maxBytes(65_536, "must be at most 64 KiB"));
export const reservedEnvPrefix = "FAIRLEAD_";
/**
 * Names that would change how programs and shells of a build are found and begin, those of our own steps too. What only changes the
 * user's own programs, such as NODE_OPTIONS, is theirs to say.
 */
export const isForbiddenBuildKey = (key: string) => /^(PATH|LD_.*|DYLD_.*|IFS|BASH_ENV|ENV|SHELLOPTS)$/.test(key);

/** Script or command: stored verbatim, run only inside the resource's own container. */
export const Command = v.pipe(v.string(), v.minLength(1), v.maxBytes(8_192), noNul, wellFormed);
/** A command as a list: each goes to the program as it is written, without a shell. */
export const Arguments = v.pipe(
  v.array(v.pipe(v.string(), v.maxBytes(8_192), noNul, wellFormed)),
  v.minLength(1),
  v.maxLength(100),
);
/** Absolute request path of the health check, optionally with a query. */
export const RequestPath = v.pipe(
  v.string(),
  v.maxLength(300),
  v.regex(/^\/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*$/, "must be a path such as /healthz"),
);
/** Absolute http(s) URL without credentials, e.g. an outbound proxy. Only what URLs are written with: no braces, quotes or spaces. */
export const HttpUrl = v.pipe(
  v.string(),
  v.maxLength(500),
  v.regex(/^https?:\/\/[A-Za-z0-9[][A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]*$/, "must be an http(s) URL"),
  v.check(isWithoutCredentials, "must be an http(s) URL without credentials"),
);
function isWithoutCredentials(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && url.username === "" && url.password === "";
}

/** Hosts and networks that are reached without the outbound proxy. */
export const NoProxy = v.pipe(
  v.string(),
  v.maxLength(1_000),
  v.regex(/^[A-Za-z0-9.,:*/_ -]*$/, "must be host names and networks separated by commas"),
);

/** An address or a network such as 10.0.0.0/8. */
export const AddressRange = v.pipe(
  v.string(),
  v.maxLength(50),
  v.check(isAddressRange, "must be an address or a network such as 173.245.48.0/20"),
);
function isAddressRange(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  if (!isAddress(address) || more.length > 0) return false;
  // All addresses there are would make everybody a proxy.
  return bits === undefined || (/^[1-9][0-9]{0,2}$/.test(bits) && Number(bits) <= (address.includes(":") ? 128 : 32));
}
/** An address of IPv4, in the one way it is usually written. */
export const Ipv4 = v.pipe(v.string(), v.maxLength(15), v.ipv4("must be an IPv4 address such as 127.0.0.1"));
/** Addresses and networks, separated by commas, spaces or lines. */
export const AddressRanges = v.pipe(
  v.string(),
  v.maxLength(8_000),
  v.check(
    (text) => rangesIn(text).every(isAddressRange),
    "must be addresses or networks such as 173.245.48.0/20, separated by commas; a network of all addresses is none",
  ),
  v.check((text) => rangesIn(text).length <= 200, "must be at most 200 addresses and networks"),
);
export const rangesIn = (text: string): string[] => text.split(/[\s,]/).filter((each) => each !== "");

const isKnownHost = (line: string) =>
  line.length <= 2_000 &&
  /^[A-Za-z0-9.,:[\]-]+ (ssh-ed25519|ecdsa-sha2-nistp(256|384|521)|ssh-rsa) [A-Za-z0-9+/]+={0,2}$/.test(line);

/** Lines as ssh-keyscan prints them: of the source's own host, then of others. */
export const KnownHost = widened(2, {
  to: v.pipe(
    v.string(),
    v.check((text) => text.split("\n").length <= 8, "must be at most eight lines"),
    v.check(
      (text) => text.split("\n").every(isKnownHost),
      "must be lines as ssh-keyscan prints them: host, key type, key",
    ),
  ),
  from: isKnownHost,
});
export const PemCertificates = v.pipe(
  v.string(),
  v.maxLength(100_000),
  v.regex(
    /^\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/,
    "must be PEM certificates",
  ),
);
export const EmailAddress = v.pipe(v.string(), v.maxLength(254), v.email("must be an e-mail address"));
