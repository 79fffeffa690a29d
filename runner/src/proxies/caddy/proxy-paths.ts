// pure

/** The folder that server and proxy share, as the proxy sees it. */
const shared = "/run/fairlead";

export const proxyPaths = {
  shared,
  socket: `${shared}/admin.sock`,
  /** The table of routes in force. */
  table: `${shared}/routes/current`,
} as const;

/** The same folder on the server, in the home of the user we are there. */
export const proxyFolder = (home: string) => `${home}/.fairlead/proxy`;

/** Names in the shared folder. */
export const proxyFiles = {
  socket: "admin.sock",
  routes: "routes",
  /** Written by the container when it starts: what `caddy version` says. */
  version: "version",
  /** What a proxy of that version starts with. */
  startOf: (version: string) => `start-${version}.json`,
  /** Settings that the proxy took last, for a version that never ran here. */
  settings: "settings.json",
  /** Settings that the proxy refused, and what it said: they are not tried again before they change. */
  refused: "refused.json",
  /** While it is there, the document of that hash closes each connection with its answer. */
  leaving: (hash: string) => `leaving-${hash}`,
  /** Named by its content, so that a document that is refused leaves the one before with its own. */
  acmeRoots: (hash: string) => `acme-roots-${hash}.pem`,
} as const;
