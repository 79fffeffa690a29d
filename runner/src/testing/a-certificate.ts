import { type Duplex, duplexPair } from "node:stream";
import { TLSSocket } from "node:tls";

/** For shop.example.com and one label below wild.example.com, by "Harbour Authority, H1", until November 2126. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBujCCAWGgAwIBAgIUHywIDxUwLgOmcM/Sm8Y/Gxbnc6EwCgYIKoZIzj0EAwIw
KTEaMBgGA1UECgwRSGFyYm91ciBBdXRob3JpdHkxCzAJBgNVBAMMAkgxMCAXDTI2
MTEyOTE1MDY0NloYDzIxMjYxMTA1MTUwNjQ2WjAbMRkwFwYDVQQDDBBzaG9wLmV4
YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2iCxWdjRlk7PvE7p
I6VXKWTh3nqo0Cph0c07MsLHFzPTEGk96SaPLX94l3lMNtY5Kj4j82sR6vD//5cn
INIUJKNzMHEwLwYDVR0RBCgwJoIQc2hvcC5leGFtcGxlLmNvbYISKi53aWxkLmV4
YW1wbGUuY29tMB0GA1UdDgQWBBTY3S51qYVzAgeSos4pNMgDLGt0FDAfBgNVHSME
GDAWgBTn5X6kGjECFCuuJTIfHHqKjvj4ZzAKBggqhkjOPQQDAgNHADBEAiBuUE8G
mFNoO8NrreEYRlyL2lcQV1eZNU0BRAlhnUWBFgIgOZYhHBk7DCNTFGShEcGfoPb3
o9IQ6l37RgClrMfgSk0=
-----END CERTIFICATE-----
`;
const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQghRLV3pKrEDC/gYOh
pVvqLEtupBrvAspxiUJQ1gPBbtqhRANCAATaILFZ2NGWTs+8TukjpVcpZOHeeqjQ
KmHRzTsywscXM9MQaT3pJo8tf3iXeUw21jkqPiPzaxHq8P//lycg0hQk
-----END PRIVATE KEY-----
`;

/** A connection whose other side shows the certificate to whoever begins TLS on it. */
export function aSecureStream(): Duplex {
  const [ours, theirs] = duplexPair();
  new TLSSocket(theirs, { isServer: true, cert: certificate, key: privateKey }).on("error", () => undefined);
  return ours;
}
