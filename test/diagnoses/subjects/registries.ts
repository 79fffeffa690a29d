import { explainBuildFailure } from "../../../runner/src/build/build-failure.ts";
import type { Subject } from "../diagnosis.ts";

/** What a pull, or the FROM of a build, ends with. */
export const registries: Subject<string> = {
  name: "registry",
  explain(message) {
    return explainBuildFailure({ message }).toCause("build");
  },
  rows: [
    {
      setup: "a private image of Docker Hub",
      said: "pull access denied for acme/shop, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      class: "image-unavailable",
      says: /does not give the image/,
      advises: /login of its registry/,
    },
    {
      setup: "a private package of GitHub, by BuildKit",
      said: "failed to solve: ghcr.io/acme/base:1: failed to resolve source metadata for ghcr.io/acme/base:1: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme%2Fbase%3Apull: 401 Unauthorized",
      class: "image-unavailable",
      says: /does not give the image/,
      advises: /login of its registry/,
    },
    {
      setup: "a token of GitLab without read_registry",
      said: 'Head "https://registry.gitlab.com/v2/acme/shop/manifests/latest": denied: access forbidden',
      class: "image-unavailable",
      says: /does not give the image/,
      advises: /login of its registry/,
    },
    {
      setup: "an expired login of Amazon",
      said: 'Head "https://1.dkr.ecr.eu-central-1.amazonaws.com/v2/shop/manifests/1": no basic auth credentials',
      class: "image-unavailable",
      says: /does not give the image/,
      advises: /login of its registry/,
    },
    {
      setup: "an expired token of Amazon",
      said: "denied: Your authorization token has expired. Reauthenticate and try again.",
      class: "image-unavailable",
      says: /does not give the image/,
      advises: /login of its registry/,
    },
    {
      setup: "a wrong password",
      said: 'Get "https://registry.example.com/v2/": unauthorized: incorrect username or password',
      class: "image-unavailable",
      says: /does not give the image/,
      advises: /login of its registry/,
    },
    {
      setup: "a tag that does not exist",
      said: "manifest for caddy:99 not found: manifest unknown: manifest unknown",
      class: "image-unavailable",
      says: /image does not exist/,
      advises: /name and tag/,
    },
    {
      setup: "a tag that does not exist, by containerd's store",
      said: 'failed to resolve reference "docker.io/library/caddy:99": docker.io/library/caddy:99: not found',
      class: "image-unavailable",
      says: /image does not exist/,
      advises: /name and tag/,
    },
    {
      setup: "a name that Harbor does not have",
      said: "unknown: repository library/shop not found: name unknown: repository library/shop not found",
      class: "image-unavailable",
      says: /image does not exist/,
      advises: /name and tag/,
    },
    {
      setup: "an image of another processor only",
      said: "no matching manifest for linux/arm64/v8 in the manifest list entries: no match for platform in manifest: not found",
      class: "image-unavailable",
      says: /processor architecture/,
      advises: /linux\/arm64\/v8|platform/,
    },
    {
      setup: "the pull limit of Docker Hub",
      said: "toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit",
      class: "image-unavailable",
      says: /refuses more downloads/,
      advises: /signed-in/,
    },
    {
      setup: "a registry that is down",
      said: "received unexpected HTTP status: 503 Service Unavailable",
      class: "image-unavailable",
      says: /registry.*(failed|fails|answers).*503/,
      advises: /status page|later/,
    },
    {
      setup: "a registry whose name does not resolve",
      said: 'Get "https://registry.example.invalid/v2/": dial tcp: lookup registry.example.invalid on 127.0.0.53:53: no such host',
      class: "image-unavailable",
      says: /finds no host with the registry's name/,
      advises: /DNS/,
    },
    {
      setup: "a certificate of an authority the server does not know",
      said: 'Get "https://registry.example.com/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      class: "image-unavailable",
      says: /does not trust the registry's certificate/,
      advises: /\/etc\/docker\/certs\.d/,
    },
    {
      setup: "a certificate that has ended",
      said: 'Get "https://registry.example.com/v2/": x509: certificate has expired or is not yet valid: current time 2026-11-29T10:00:00Z is after 2026-11-01T00:00:00Z',
      class: "image-unavailable",
      says: /certificate/,
      advises: /clock|renew/,
    },
    {
      setup: "a registry without TLS",
      said: 'Get "https://10.0.0.5:5000/v2/": http: server gave HTTP response to HTTPS client',
      class: "image-unavailable",
      says: /registry.*(http|HTTP)/,
      advises: /insecure-registries/,
    },
  ],
};
