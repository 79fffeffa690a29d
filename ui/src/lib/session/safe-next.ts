const here = "https://fairlead.invalid";

/** Only a path of ours: a link that carries another address must not lead away after signing in. */
export function safeNext(next: string | null): string {
  if (!next?.startsWith("/") || next.startsWith("/sign-in")) return "/";
  return URL.parse(next, here)?.origin === here ? next : "/";
}
