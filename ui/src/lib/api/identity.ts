import type { Settled } from "../forms/save-changes.ts";
import { client, told, v1 } from "./client.ts";
import { rename } from "./rename.ts";

export type Me = Awaited<ReturnType<typeof getMe>>;
export type Team = Me["teams"][number];
export type Role = Team["role"];

export const getSetup = () => told(v1.setup.$get());
export const createOwner = (json: { code: string; email: string; password: string; name: string; team: string }) =>
  told(v1.setup.$post({ json: { ...json, session: true } }));

export const signIn = (json: { email: string; password: string }) =>
  told(client.api.auth["sign-in"].email.$post({ json }));
export const signUp = (json: { name: string; email: string; password: string; invitation?: string }) =>
  told(client.api.auth["sign-up"].email.$post({ json }));
export const signOut = () => told(client.api.auth["sign-out"].$post());
export const requestPasswordReset = (email: string) =>
  told(client.api.auth["request-password-reset"].$post({ json: { email } }));
export const resetPassword = (json: { token: string; password: string; keepTokens?: boolean }) =>
  told(client.api.auth["reset-password"].$post({ json }));

export const getMe = () => told(v1.me.$get());
export const renameMe = ({ user, revision }: Me, name: string, settled?: Settled) =>
  rename({ name: user.name, revision }, name, { settled, send: (json) => told(v1.me.$patch({ json })) });
export const changePassword = (json: { current: string; password: string; endTokens: boolean }) =>
  told(v1.me.password.$post({ json }));
export const listOwnTokens = () => told(v1.me.tokens.$get());
export type OwnToken = Awaited<ReturnType<typeof listOwnTokens>>["items"][number];
export const endOwnToken = (id: string) => told(v1.me.tokens[":id"].$delete({ param: { id } }));
export const endOwnTokens = () => told(v1.me.tokens.$delete());
export const listSessions = () => told(v1.me.sessions.$get());
export const endSession = (id: string) => told(v1.me.sessions[":id"].$delete({ param: { id } }));
export const endOtherSessions = () => told(v1.me.sessions.$delete());
