/** The folder that server and proxy share, as the proxy sees it. */
const shared = "/run/fairlead";

export const proxyPaths = {
  shared,
  socket: `${shared}/admin.sock`,
  startConfig: `${shared}/start.json`,
  acmeRoots: `${shared}/acme-roots.pem`,
} as const;

/** The same folder on the server, in the home of the user we are there. */
export const proxyFolder = (home: string) => `${home}/.fairlead/proxy`;
