// pure

export type Login = { username: string; password: string };

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
