import type { Clock } from "../deps.ts";
import { createSteadyClock } from "./steady-clock.ts";

/** Of a process that stays and is alone with its state. */
export const steadyClock = createSteadyClock({ wall: () => Date.now(), monotonic: () => performance.now() });

/** Of a Worker, which is new with every request and has nothing but the clock of a data centre. */
export const workerClock: Clock = { now: () => Date.now(), stepMs: () => 0, follow: () => undefined };
