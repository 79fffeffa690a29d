// pure

/** What a version of Caddy understands beyond 2.6, the oldest we speak to. */
export type CaddyFeatures = {
  /** The admin socket's permissions are said in its address; before, the umask decides. */
  socketMode: boolean;
  /** Who may have a certificate on demand is asked by a module; before, by a plain `ask`. */
  permission: boolean;
  /** A request's body is read on while its answer is written already. Versions without the switch do so by themselves. */
  fullDuplex: boolean;
  /** The server itself knows who is believed of those before it, and who the client is then, read from the nearest on. */
  clientAddress: boolean;
};

/** `v2.11.4 h1:…`, `2.6.2`: the first word, or undefined when this is no version. */
export function readVersion(text: string): string | undefined {
  return text.match(/^v?\d{1,3}\.\d{1,3}\.\d{1,3}[A-Za-z0-9.+-]{0,40}(?=\s|$)/)?.[0];
}

/** undefined stands for the oldest. */
export function featuresOf(version: string | undefined): CaddyFeatures {
  const [, major = "2", minor = "6"] = version?.match(/^v?(\d+)\.(\d+)/) ?? [];
  const since = (wanted: number) => Number(major) > 2 || (Number(major) === 2 && Number(minor) >= wanted);
  return { socketMode: since(7), permission: since(8), fullDuplex: since(8), clientAddress: since(8) };
}
