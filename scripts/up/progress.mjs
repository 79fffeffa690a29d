const everyMs = { terminal: 250, file: 5_000 };

/** Reads what pnpm reports, a line of JSON each, and tells how far it is: all the time on a terminal, now and then elsewhere. */
export function followProgress(stream) {
  const wanted = new Set();
  const errors = [];
  const bytesOf = new Map();
  const startedAt = performance.now();
  let done = 0;
  const tell = () => {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const megabytes = Math.round([...bytesOf.values()].reduce((sum, each) => sum + each, 0) / 1e6);
    const line = wanted.size === 0 ? "fetching pnpm" : `${done} of ${wanted.size} packages, ${megabytes} MB fetched`;
    stream.write(stream.isTTY ? `\r\x1b[K  ${line}, ${seconds} s` : `  ${line}, ${seconds} s\n`);
  };
  const timer = setInterval(tell, stream.isTTY ? everyMs.terminal : everyMs.file);
  const take = (event) => {
    if (event.level === "error") errors.push(event.err?.message ?? event.message ?? JSON.stringify(event));
    if (event.name === "pnpm:fetching-progress") bytesOf.set(event.packageId, event.downloaded ?? event.size ?? 0);
    if (event.name !== "pnpm:progress") return;
    if (event.status === "resolved") wanted.add(event.packageId);
    if (event.status === "imported") done += 1;
  };
  return {
    line: (text) => {
      try {
        take(JSON.parse(text));
      } catch {
        // npm and Node speak plain words on the same stream.
        if (text.trim() !== "") errors.push(text);
      }
    },
    /** Ends the telling; returns what went wrong, in pnpm's words. */
    end: () => {
      clearInterval(timer);
      if (stream.isTTY) stream.write("\r\x1b[K");
      return errors;
    },
  };
}
