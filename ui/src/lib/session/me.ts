import { getMe, type Me } from "../api/identity.ts";

let cached: Promise<Me> | null = null;

/** Who is signed in, asked once per visit; `forgetMe` after anything that changes it. */
export function me(): Promise<Me> {
  cached ??= getMe().catch((error: unknown) => {
    cached = null;
    throw error;
  });
  return cached;
}
export const forgetMe = () => {
  cached = null;
};
