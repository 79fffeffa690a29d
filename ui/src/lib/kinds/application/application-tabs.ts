import type { ApplicationView } from "../../api/types.ts";
import { defineTab } from "../define-kind.ts";
import type { Tab } from "../resource-kind.ts";
import * as deployments from "./pages/deployments.ts";
import * as domains from "./pages/domains.ts";
import * as overview from "./pages/overview.ts";
import * as settings from "./pages/settings.ts";
import * as storage from "./pages/storage.ts";
import * as variables from "./pages/variables.ts";

export const tabs: readonly Tab<ApplicationView>[] = [
  defineTab({
    address: "",
    title: "Overview",
    side: "watch",
    load: overview.load,
    page: () => import("./pages/Overview.svelte"),
  }),
  defineTab({
    address: "deployments",
    title: "Deployments",
    side: "watch",
    load: deployments.load,
    page: () => import("./pages/Deployments.svelte"),
  }),
  defineTab({
    address: "variables",
    title: "Variables",
    side: "change",
    load: variables.load,
    page: () => import("./pages/Variables.svelte"),
  }),
  defineTab({
    address: "domains",
    title: "Domains",
    side: "change",
    load: domains.load,
    page: () => import("./pages/Domains.svelte"),
  }),
  defineTab({
    address: "storage",
    title: "Storage",
    side: "change",
    load: storage.load,
    page: () => import("./pages/Storage.svelte"),
  }),
  defineTab({
    address: "settings",
    title: "Settings",
    side: "change",
    load: settings.load,
    page: () => import("./pages/Settings.svelte"),
  }),
];
