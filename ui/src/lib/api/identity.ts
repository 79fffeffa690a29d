import { send } from "./send.ts";

export type Role = "owner" | "admin" | "member" | "viewer";
export type Team = { id: string; name: string; role: Role };
export type Me = { user: { id: string; name: string; email: string; isInstanceOwner: boolean }; teams: Team[] };

export const getMe = () => send<Me>("GET", ["me"]);
export const signOut = () => send<void>("POST", ["sign-out"]);
