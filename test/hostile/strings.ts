import { tripwire } from "./tripwire.ts";

const touch = `touch ${tripwire}`;
const esc = String.fromCharCode(27);

/** Run by any shell, nested shell, git or ssh that would see them as more than text. */
export const commands = {
  substitution: `$(${touch})`,
  backticks: `\`${touch}\``,
  semicolon: `; ${touch};`,
  background: `x & ${touch}`,
  and: `x && ${touch}`,
  pipe: `x | tee ${tripwire}`,
  newline: `x\n${touch}\n`,
  "carriage return": `x\r\n${touch}`,
  "closed double quote": `x"; ${touch}; "`,
  "closed single quote": `x'; ${touch}; '`,
  "upload pack": `--upload-pack=${touch}`,
  "ext transport": `ext::sh -c "${touch}"`,
  "proxy command": `-oProxyCommand=${touch}`,
  "proxy command as a host": `ssh://-oProxyCommand=${touch.replace(" ", "$IFS")}/x`,
  "proxy command as a user": `ssh://-oProxyCommand=${touch.replace(" ", "$IFS")}@git.example.com/x`,
  redirect: `> ${tripwire}`,
};

/** Lead out of the place they are joined to. */
export const paths = {
  parents: "../../etc/passwd",
  "hidden parents": "apps/../../../etc/passwd",
  absolute: "/etc/passwd",
  backslashes: "..\\..\\etc\\passwd",
  encoded: "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
  "NUL in a path": "Dockerfile\0.txt",
  "file URL": "file:///etc/passwd",
  "process file": "/proc/self/environ",
};

/** Mean something to a proxy, a page, a mail, a terminal, a database or this language. */
export const marks = {
  "Caddy variable": "{env.FAIRLEAD_TOKEN}",
  "Caddy request": "{http.request.header.Authorization}",
  braces: "{{ constructor.constructor('return process')() }}",
  Svelte: "{@html '<b>x</b>'}",
  script: "<script>alert(1)</script>",
  "event handler": '"><img src=x onerror=alert(1)>',
  "script link": "javascript:alert(1)",
  "right to left": "txt.\u202Eexe.\u2066x",
  "zero width": "ad\u200Bmin\uFEFF",
  ANSI: `${esc}[2J${esc}[1;31mred`,
  "terminal link": `${esc}]8;;https://evil.test\u0007x`,
  "8-bit terminal": "\u009b2Jx",
  header: "x\r\nBcc: everyone@evil.test",
  SQL: "x'); DROP TABLE project; --",
  "LIKE wildcards": "%_%",
  NUL: "a\0b",
  "lone surrogate": "a\ud800b",
  emoji: "⚓ naïve 👩‍👩‍👧",
  prototype: "__proto__",
  constructor: "constructor",
  "formula of a sheet": "=HYPERLINK(A1)",
  mention: "@everyone",
  "very long": "x".repeat(10_000),
};

export const hostile: Record<string, string> = { ...commands, ...paths, ...marks };
