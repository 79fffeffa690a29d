import type { ResourceRow } from "../api/resources.ts";

type KindName = ResourceRow["kind"];

/** Every kind of resource, with the first part of its addresses: a kind is a folder beside this file and a line here. */
export const kinds = {
  application: { address: "applications", open: () => import("./application/application-kind.ts") },
} as const satisfies Record<KindName, { address: string; open: () => Promise<unknown> }>;

type Kind = (typeof kinds)[KindName];
export type KindAddress = Kind["address"];
const all: readonly Kind[] = Object.values(kinds);

export const kindAddresses: readonly KindAddress[] = all.map(({ address }) => address);
export const isKindAddress = (text: string): text is KindAddress => all.some(({ address }) => address === text);
export const kindAt = (address: KindAddress): Kind | undefined => all.find((kind) => kind.address === address);

export const hrefOf = ({ kind, id }: Pick<ResourceRow, "kind" | "id">): string => `/${kinds[kind].address}/${id}`;
