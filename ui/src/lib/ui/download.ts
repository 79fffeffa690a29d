/** Hands a file to the browser, to be kept where its person keeps things. */
export function download(fileName: string, parts: BlobPart[], type = "application/octet-stream"): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  Object.assign(document.createElement("a"), { href: url, download: fileName }).click();
  URL.revokeObjectURL(url);
}
