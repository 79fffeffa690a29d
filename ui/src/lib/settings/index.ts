export { default as ContainerSettings } from "./ContainerSettings.svelte";
export { default as HealthFields } from "./HealthFields.svelte";
export { healthDraftOf, healthOf } from "./health-draft.ts";
export { settingsDraftOf, settingsOf } from "./settings-draft.ts";
