import Box from "@lucide/svelte/icons/box";
import { getApplication } from "../../api/applications.ts";
import type { ApplicationView } from "../../api/types.ts";
import { defineKind } from "../define-kind.ts";
import { toItem } from "./application-items.ts";
import { tabs } from "./application-tabs.ts";

export const kind = defineKind<ApplicationView>({
  noun: "application",
  icon: Box,
  read: getApplication,
  place: ({ id, name, project, environment }) => ({ name, href: `/applications/${id}`, project, environment }),
  capabilities: () => [],
  tabs,
  layout: () => import("./ApplicationLayout.svelte"),
  item: toItem,
});
