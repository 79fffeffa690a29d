import { explainPushFailure } from "../../../runner/src/build/push-failures.ts";
import type { Subject } from "../diagnosis.ts";

const asked = { registry: "ghcr.io", repository: "ghcr.io/acme/shop", username: "robot" };
const row = (setup: string, { said, says, advises }: { said: string; says: RegExp; advises: RegExp }) => ({
  setup,
  said,
  class: "push-failed" as const,
  says,
  advises,
});

/** What pushing an image ends with. */
export const pushes: Subject<string> = {
  name: "push",
  explain: (message) => ({ ...explainPushFailure(message, asked), step: "push" }),
  rows: [
    row("a user of Docker Hub without the right to write", {
      said: "denied: requested access to the resource is denied",
      says: /user robot may not push to ghcr\.io\/acme\/shop/,
      advises: /right to write.*another login/,
    }),
    row("a token of GitHub with read:packages only", {
      said: "denied: permission_denied: The token provided does not match expected scopes.",
      says: /may not push/,
      advises: /right to write/,
    }),
    row("a wrong password", {
      said: "unauthorized: authentication required",
      says: /refuses the login of its user robot/,
      advises: /wrong or has ended.*Settings, Registries/,
    }),
    row("no basic auth where a token of Amazon has ended", {
      said: "no basic auth credentials",
      says: /refuses the login/,
      advises: /enters the one for ghcr\.io again/,
    }),
    row("an expired token of Amazon", {
      said: "denied: Your authorization token has expired. Reauthenticate and try again.",
      says: /token of its user robot has ended/,
      advises: /enters a new one/,
    }),
    row("a repository that was never made at Amazon", {
      said: "name unknown: The repository with name 'acme/shop' does not exist in the registry with id '1'",
      says: /has no repository ghcr\.io\/acme\/shop/,
      advises: /Create it there/,
    }),
    row("tags that are immutable", {
      said: "tag invalid: The image tag 'latest' already exists in the 'shop' repository and cannot be overwritten because the tag is immutable.",
      says: /no tag be pushed twice/,
      advises: /leave the fixed tag out/,
    }),
    row("too many requests", {
      said: "toomanyrequests: retry-after: 312.4us, allowed: 44000/minute",
      says: /takes no more requests for now/,
      advises: /Wait/,
    }),
    row("a full quota of Harbor", {
      said: "denied: adding 12.0 MiB of storage resource, which when updated to current usage will exceed the configured upper limit of 10 MiB quota",
      says: /does not take that much/,
      advises: /quota/,
    }),
    row("a proxy before the registry that takes no large body", {
      said: "error parsing HTTP 413 response body: invalid character '<' looking for beginning of value: \"<html>413 Request Entity Too Large</html>\"",
      says: /does not take that much/,
      advises: /proxy before it/,
    }),
    row("a registry that signed itself", {
      said: 'Get "https://ghcr.io/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      says: /does not trust the certificate/,
      advises: /certs\.d\/ghcr\.io\/ca\.crt/,
    }),
    row("a certificate that has ended", {
      said: 'Get "https://ghcr.io/v2/": x509: certificate has expired or is not yet valid: current time 2026-01-01',
      says: /not valid at this time/,
      advises: /timedatectl/,
    }),
    row("plain http", {
      said: 'Get "https://10.0.0.5:5000/v2/": http: server gave HTTP response to HTTPS client',
      says: /speaks plain http/,
      advises: /insecure-registries/,
    }),
    row("a name that leads nowhere", {
      said: 'Get "https://registry.nowhere.test/v2/": dial tcp: lookup registry.nowhere.test: no such host',
      says: /finds no host/,
      advises: /DNS/,
    }),
    row("a registry that is down", {
      said: 'Put "https://ghcr.io/v2/acme/shop/manifests/1": dial tcp 10.0.0.5:443: connect: connection refused',
      says: /cannot reach the registry/,
      advises: /network and DNS/,
    }),
    row("a registry that fails", {
      said: "received unexpected HTTP status: 503 Service Unavailable",
      says: /The registry ghcr\.io failed/,
      advises: /status page/,
    }),
    row("a disk of the registry that is full", {
      said: "unknown: mkdir /var/lib/registry/docker: no space left on device",
      says: /no space left/,
      advises: /Free space/,
    }),
    row("words that nobody knows", {
      said: "something else entirely",
      says: /could not be pushed to ghcr\.io\/acme\/shop: something else entirely/,
      advises: /Read what Docker says/,
    }),
  ],
};
