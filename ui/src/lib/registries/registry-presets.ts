import { presetOf, type RegistryPreset, registryPresets } from "@fairlead/runner/contract/words/registries.ts";

const presets = new Map<string, RegistryPreset>(Object.entries(registryPresets));

export const presetChoices = [
  { value: "", label: "Another" },
  ...[...presets].map(([value, { title }]) => ({ value, label: title })),
];

/** What of its address is the same for everybody; the rest is typed. */
export const addressOf = (name: string): string => {
  const address = presets.get(name)?.address ?? "";
  return address.includes("*") ? "" : address;
};

/** By its address, which tells more than what was chosen before it was typed. */
export const presetFor = (address: string, chosen: string): RegistryPreset | undefined =>
  presetOf(address.toLowerCase()) ?? presets.get(chosen);
