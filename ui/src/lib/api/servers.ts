import { send } from "./send.ts";
import type {
  CreateServer,
  DestinationView,
  EnrolmentView,
  Page,
  RunnerView,
  ServerView,
  UpdateServer,
} from "./types.ts";

export const listServers = () => send<Page<ServerView>>("GET", ["servers"], { query: { limit: "200" } });
export const getServer = (id: string) => send<ServerView>("GET", ["servers", id]);
export const createServer = (json: CreateServer) => send<ServerView>("POST", ["servers"], { json });
export const updateServer = (id: string, json: UpdateServer) => send<ServerView>("PATCH", ["servers", id], { json });
export const deleteServer = (id: string) => send<void>("DELETE", ["servers", id]);
export const checkServer = (id: string) => send<unknown>("POST", ["servers", id, "check"]);
export const confirmHostKey = (id: string, fingerprint: string) =>
  send<ServerView>("POST", ["servers", id, "host-key"], { json: { fingerprint } });

export const listDestinations = () => send<Page<DestinationView>>("GET", ["destinations"], { query: { limit: "200" } });

export const listRunners = () => send<Page<RunnerView>>("GET", ["runners"], { query: { limit: "200" } });
export const enrolRunner = () => send<EnrolmentView>("POST", ["runners", "enrolments"], { json: {} });
export const renameRunner = (id: string, name: string) =>
  send<RunnerView>("PATCH", ["runners", id], { json: { name } });
export const revokeRunner = (id: string) => send<RunnerView>("POST", ["runners", id, "revoke"]);
export const deleteRunner = (id: string) => send<void>("DELETE", ["runners", id]);
