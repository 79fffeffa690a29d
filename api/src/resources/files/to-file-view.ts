// pure

import type { FileView } from "./files.schemas.ts";
import type { FileRow } from "./files.store.ts";

export const toFileView = ({ id, sizeBytes, isText, createdAt }: Omit<FileRow, "content">): FileView => ({
  id,
  sizeBytes,
  isText,
  createdAt,
});
