import * as v from "valibot";

/** As Docker reads it: a name or number, perhaps with a group behind a colon. Whether the image knows the name shows at the start. */
export const ContainerUser = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,63})?$/,
    "must be a user such as node or 1000, perhaps with a group: 1000:1000",
  ),
);

/** A path in a container: absolute, and written in one way. */
export const ContainerPath = v.pipe(
  v.string(),
  v.maxLength(300),
  v.check(isPlainPath, "must be an absolute path such as /app/data, without . and .. in it"),
);

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point.
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

function isPlainPath(path: string): boolean {
  if (path === "/") return true;
  if (!path.startsWith("/") || !path.isWellFormed() || control.test(path)) return false;
  return path
    .slice(1)
    .split("/")
    .every((part) => part !== "" && part !== "." && part !== "..");
}

/** What a process can be asked to end with. Signals that only stop, trace or break it are none of these. */
export const StopSignal = v.pipe(
  v.string(),
  v.regex(
    /^SIG(?:HUP|INT|QUIT|ABRT|KILL|ALRM|TERM|USR1|USR2|WINCH|PWR|RTMIN(?:\+[1-9][0-9]?)?)$/,
    "must be a signal such as SIGTERM, SIGINT, SIGQUIT, SIGWINCH or SIGRTMIN+3",
  ),
  v.check((signal) => Number(signal.split("+")[1] ?? 1) <= 30, "must be SIGRTMIN+30 at most"),
);
