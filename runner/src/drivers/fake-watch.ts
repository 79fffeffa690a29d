import type { Exit } from "../plan/explain-start.ts";
import type { ExitWatch } from "../ports/driver.ts";
import type { FakeContainer } from "./fake.ts";

/** How a process ends that is asked to. */
export const stopped: Exit = { exitCode: 0, isOutOfMemory: false, error: "" };

export function watch(container: FakeContainer | undefined): ExitWatch {
  let isEnded = false;
  const exited = new Promise<Exit>((resolve) => {
    const tell = (exit: Exit) => {
      if (!isEnded) resolve(exit);
    };
    if (container?.state !== "running") tell(container?.lastExit ?? stopped);
    else container.exits.push(tell);
  });
  return {
    exited,
    end: () => {
      isEnded = true;
    },
  };
}
