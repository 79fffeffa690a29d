/** One for each click: an order that a bad line sends twice is one operation. Also where the page came without TLS. */
export const askKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
