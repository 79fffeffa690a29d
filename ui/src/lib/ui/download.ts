type Kept = { parts: BlobPart[]; type?: string };

/** Hands a file to the browser, to be kept where its person keeps things. */
export function download(fileName: string, { parts, type = "application/octet-stream" }: Kept): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  Object.assign(document.createElement("a"), { href: url, download: fileName }).click();
  URL.revokeObjectURL(url);
}
