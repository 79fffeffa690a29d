// pure

import type { Share } from "../../contract/index.ts";

/** As Docker's own driver for volumes takes them: type, device and one line of options for the kernel. */
export type ShareOptions = { type: string; device: string; o: string };

/**
 * What may run or be a device is decided by this server and not by whoever holds the files. The grammar of a share holds no comma; of a
 * password each is doubled, which is how the kernel's reader of SMB options takes one.
 */
export function shareOptions(share: Share, password: string | null): ShareOptions {
  const usual = ["rw", "nosuid", "nodev"];
  if (share.kind === "nfs") {
    const { host, path, version, isSoft } = share;
    return {
      type: "nfs",
      device: `:${path}`,
      o: [`addr=${host}`, `nfsvers=${version}`, isSoft ? "soft" : "hard", ...usual].join(","),
    };
  }
  const { host, share: name, username, domain, version, uid, gid, fileMode, folderMode } = share;
  return {
    type: "cifs",
    device: `//${host}/${name}`,
    o: [
      `addr=${host}`,
      `username=${username}`,
      `password=${(password ?? "").replaceAll(",", ",,")}`,
      ...(domain === null ? [] : [`domain=${domain}`]),
      `vers=${version}`,
      `uid=${uid}`,
      `gid=${gid}`,
      `file_mode=${fileMode}`,
      `dir_mode=${folderMode}`,
      ...usual,
    ].join(","),
  };
}
