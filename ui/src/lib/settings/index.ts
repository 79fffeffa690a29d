export { default as ContainerSettings } from "./ContainerSettings.svelte";
export { settingsDraftOf, settingsOf } from "./settings-draft.ts";
