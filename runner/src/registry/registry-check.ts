// pure

import type { RegistryLine } from "../../contract/index.ts";

export type Login = { username: string; password: string };

/** `login` null: as whoever has none. */
export type DigestQuestion = { image: string; login: Login | null; signal: AbortSignal; withinMs?: number };

/** `trouble`: why there is none. */
export type ReadDigest = { digest: string | null; trouble: RegistryLine | null };

/** What is tried of a registry. */
export type RegistryCheck = {
  registry: string;
  login: Login;
  pull: string | null;
  push: string | null;
  signal: AbortSignal;
  /** For one answer. */
  withinMs?: number;
};
