// pure

const reasons: Record<string, [why: string, mend: string]> = {
  ENOSPC: ["the disk is full", "Free some space"],
  EDQUOT: ["this user's share of the disk is used up", "Free some space"],
  EROFS: ["it lies on a disk that can only be read", "Mount it so that it can be written to, or name another folder"],
  EACCES: ["this user may not write there", "Give the folder to the user that Fairlead runs as, or name another"],
  EPERM: ["this user may not write there", "Give the folder to the user that Fairlead runs as, or name another"],
  ENOTDIR: ["a part of its path is no folder", "Name another folder"],
  EIO: ["the disk answers with errors", "Look at the disk"],
};

/** Something that must outlive this process could not be written, and nothing of it was. */
export class StateNotKept extends Error {
  override readonly name = "StateNotKept";

  /** undefined: an error that says nothing about the disk. */
  static of(file: string, error: unknown): StateNotKept | undefined {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const known = reasons[code];
    if (!known) return undefined;
    const [why, mend] = known;
    return new StateNotKept(`${file} cannot be written: ${why}. ${mend}, then start again.`, { cause: error });
  }
}
